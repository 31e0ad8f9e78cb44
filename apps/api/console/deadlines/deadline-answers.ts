import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AcknowledgeAll } from '#deadlines/answers/acknowledge.js';
import { type Answerer, PlanningInProgress } from '#deadlines/answers/answer-transaction.js';
import { SnoozeReminder } from '#deadlines/answers/snooze.js';
import { type AnswerableReminder, RemindersOfDeadlines } from '#deadlines/queries/answerable-reminders.js';
import { type Day, isDay } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { possibleDays } from '../../reminders/reminder-page.js';
import { PAGE_WORDS } from '../../reminders/page-words.js';
import { snoozableIn } from './reminders-in-short.js';

/** What was done, or why not. Beside which deadline that is to be told, and what was typed. */
export type Answered =
  { done: 'acknowledged' | 'snoozed' | 'nothing' } | { wrong: { key: string; reason: string; until: string } };

/** Takes what an officer answers to the reminders of a deadline: for all subscriptions in reach at once. */
@Injectable()
export class DeadlineAnswers {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** The same again changes nothing. */
  async take(form: URLSearchParams, answerer: Answerer, language: Language): Promise<Answered> {
    const key = Name.safeParse(form.get('deadline')).data ?? '';
    const until = (form.get('until') ?? '').trim();
    const found = await this.queries.execute(new RemindersOfDeadlines([key], answerer.owner));
    const reminders = found.get(key) ?? [];
    const wrong = (reason: string): Answered => ({ wrong: { key, reason, until } });
    try {
      if (form.get('answer') !== 'snooze') return await this.#acknowledge(reminders, answerer);
      const reason = await this.#snooze(reminders, until, answerer, language);
      return reason === undefined ? { done: 'snoozed' } : wrong(reason);
    } catch (error) {
      if (error instanceof PlanningInProgress) return wrong(PAGE_WORDS[language].busy);
      throw error;
    }
  }

  async #acknowledge(reminders: readonly AnswerableReminder[], answerer: Answerer): Promise<Answered> {
    const ids = reminders.filter(({ canAcknowledge }) => canAcknowledge).map(({ id }) => id);
    const count = ids.length === 0 ? 0 : await this.commands.execute(new AcknowledgeAll(ids, answerer));
    return { done: count === 0 ? 'nothing' : 'acknowledged' };
  }

  /** @returns why it cannot be, in the reader's language */
  async #snooze(
    reminders: readonly AnswerableReminder[],
    until: Day,
    answerer: Answerer,
    language: Language,
  ): Promise<string | undefined> {
    const words = PAGE_WORDS[language];
    const snoozable = snoozableIn(reminders);
    if (!snoozable) return words.over;
    const possible = possibleDays(snoozable, language);
    if (!isDay(until)) return `${words.notADay} ${possible}.`;
    if (until < snoozable.from || until > snoozable.to) return `${words.outOfRange} ${possible}.`;
    let refused: Refusal | undefined;
    let taken = 0;
    for (const id of snoozable.ids)
      try {
        await this.commands.execute(new SnoozeReminder(id, until, answerer));
        taken += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused = error;
      }
    if (taken > 0 || !refused) return undefined;
    return refused.code === 'subscription-unfit' ? words.ended : words.over;
  }
}
