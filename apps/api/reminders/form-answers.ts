import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AcknowledgeAll } from '#deadlines/answering/acknowledge-all.js';
import { AcknowledgeReminder } from '#deadlines/answering/acknowledge-reminder.js';
import { Busy } from '#deadlines/answering/busy.js';
import type { AnswerableReminder } from '#deadlines/showing/answerable.js';
import type { Told } from '#deadlines/showing/reminders-of-delivery.js';
import { SnoozeReminder } from '#deadlines/answering/snooze-reminder.js';
import { isDay } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { possibleDays, type Said } from './answer-page.js';
import { PAGE_WORDS } from './page-words.js';

const Form = z.object({
  answer: z.enum(['acknowledge', 'acknowledge-all', 'snooze']),
  reminder: z.string().default(''),
  until: z.string().default(''),
});

/** For the record: whoever followed the link. */
const BY = 'link';

/** Takes what the forms of the page send. */
@Injectable()
export class FormAnswers {
  constructor(private readonly commands: CommandBus) {}

  /** @returns what to tell the reader, in their language: also of what cannot be done, which changes nothing */
  async take(body: unknown, told: Told): Promise<Said> {
    return this.#take(body, told).catch((error: unknown) => {
      if (error instanceof Busy) return { text: PAGE_WORDS[told.language].busy, isError: true };
      throw error;
    });
  }

  async #take(body: unknown, told: Told): Promise<Said> {
    const words = PAGE_WORDS[told.language];
    const form = Form.safeParse(body);
    if (!form.success) return { text: words.notHere, isError: true };
    const { answer, reminder: id, until } = form.data;
    if (answer === 'acknowledge-all') return this.#all(told);
    const reminder = told.reminders.find((one) => one.id === id);
    if (!reminder) return { text: words.notHere, isError: true };
    if (answer === 'snooze') return this.#snooze(reminder, until, told);
    return this.#taken(new AcknowledgeReminder(id, { owner: told.owner, by: BY }), reminder, told);
  }

  async #all({ reminders, owner, language }: Told): Promise<Said> {
    const words = PAGE_WORDS[language];
    const ids = reminders.filter(({ canAcknowledge }) => canAcknowledge).map(({ id }) => id);
    const count = await this.commands.execute(new AcknowledgeAll(ids, { owner, by: BY }));
    return { text: count === 0 ? words.nothing : words.doneAll(count), isError: false };
  }

  async #snooze(reminder: AnswerableReminder, until: string, told: Told): Promise<Said> {
    const { snoozable, id } = reminder;
    const words = PAGE_WORDS[told.language];
    if (!snoozable) return { text: words.over, isError: true, about: id };
    const possible = possibleDays(snoozable, told.language);
    if (!isDay(until)) return { text: `${words.notADay} ${possible}.`, isError: true, about: id };
    if (until < snoozable.from || until > snoozable.to)
      return { text: `${words.outOfRange} ${possible}.`, isError: true, about: id, until };
    return this.#taken(new SnoozeReminder(id, until, { owner: told.owner, by: BY }), reminder, told);
  }

  /** Between the page and the answer, the deadline may have been met or moved. */
  async #taken(command: AcknowledgeReminder | SnoozeReminder, { id }: AnswerableReminder, told: Told): Promise<Said> {
    const words = PAGE_WORDS[told.language];
    try {
      await this.commands.execute(command);
      return { text: words.done, isError: false, about: id };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { text: error.code === 'subscription-unfit' ? words.ended : words.over, isError: true, about: id };
    }
  }
}
