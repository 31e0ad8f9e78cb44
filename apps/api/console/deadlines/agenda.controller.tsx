import { Body, Get, Injectable, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { deadlineCheckpoint } from '#projections/status-projection.js';
import { ListDeadlines } from '#projections/list-deadlines.js';
import { type AnswerableReminder, RemindersOfDeadlines } from '#deadlines/queries/answerable-reminders.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { AcknowledgeAll } from '#deadlines/answers/acknowledge.js';
import { type Answerer, PlanningInProgress } from '#deadlines/answers/answer-transaction.js';
import { SnoozeReminder } from '#deadlines/answers/snooze.js';
import { type Day, isDay } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { actorOf } from '#access/principal.js';
import { BoardReading } from '../../http/reading.js';
import { phrases } from '#language/phrases.js';
import { CallerScope, ownerOf, scopeOf } from '../../subscriptions/caller-scope.js';
import { may, queryOf, Page, type PageContext, currentUrlWith } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { AgendaWorks } from '../deadline-work/agenda-work.js';
import { AgendaView, type Listed } from './agenda-view.js';
import { snoozableIn, type SnoozeProblem, type SnoozeError } from './answer-form.js';
import { type AgendaChoice, AgendaQuery, DeadlineFilters, type FilterContext } from './deadline-filters.js';

/** The outcome, or the problem with its deadline and input. */
type Answered = { done: 'acknowledged' | 'snoozed' | 'nothing' } | { wrong: SnoozeError };

/** Acknowledges or snoozes the reminders of a deadline for all subscriptions within reach. */
@Injectable()
export class DeadlineAnswers {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Idempotent. */
  async take(form: URLSearchParams, answerer: Answerer): Promise<Answered> {
    const key = Name.safeParse(form.get('deadline')).data ?? '';
    const until = (form.get('until') ?? '').trim();
    const found = await this.queries.execute(new RemindersOfDeadlines([key], answerer.owner));
    const reminders = found.get(key) ?? [];
    const wrong = (code: SnoozeProblem): Answered => ({ wrong: { key, code, until } });
    try {
      if (form.get('answer') !== 'snooze') return await this.#acknowledge(reminders, answerer);
      const problem = await this.#snooze(reminders, until, answerer);
      return problem === undefined ? { done: 'snoozed' } : wrong(problem);
    } catch (error) {
      if (error instanceof PlanningInProgress) return wrong('busy');
      throw error;
    }
  }

  async #acknowledge(reminders: readonly AnswerableReminder[], answerer: Answerer): Promise<Answered> {
    const ids = reminders.filter(({ canAcknowledge }) => canAcknowledge).map(({ id }) => id);
    const count = ids.length === 0 ? 0 : await this.commands.execute(new AcknowledgeAll(ids, answerer));
    return { done: count === 0 ? 'nothing' : 'acknowledged' };
  }

  async #snooze(
    reminders: readonly AnswerableReminder[],
    until: Day,
    answerer: Answerer,
  ): Promise<SnoozeProblem | undefined> {
    const snoozable = snoozableIn(reminders);
    if (!snoozable) return 'closed';
    if (!isDay(until)) return 'invalidDate';
    if (until < snoozable.from || until > snoozable.to) return 'dateOutOfRange';
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
    return refused.code === 'subscription-unfit' ? 'unsubscribed' : 'closed';
  }
}

const OVERDUE_SHOWN = 15;
const SHOWN = 40;

@Pages('deadlines')
export class AgendaPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly reading: DeadlineFilters,
    private readonly answers: DeadlineAnswers,
    private readonly board: BoardReading,
    private readonly works: AgendaWorks,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async agenda(@Page() page: PageContext): Promise<Answer> {
    return this.#show(page);
  }

  /** Posts to the agenda URL to keep its filter. */
  @Post()
  @ConsoleRoute('record')
  async answer(
    @Page() page: PageContext,
    @Body() form: URLSearchParams,
    @CallerScope() scope: SubscriptionScope,
  ): Promise<Answer> {
    if (!page.caller) throw new Error('an answer without a session');
    const answerer = { owner: ownerOf(scope), by: actorOf(page.caller) };
    const answered = await this.answers.take(form, answerer);
    if ('done' in answered) return { redirect: currentUrlWith(page, { done: answered.done }) };
    else return this.#show(page, answered.wrong);
  }

  async #show(page: PageContext, wrong?: SnoozeError): Promise<Answer> {
    const asked = await queryOf(page, AgendaQuery);
    await this.board.position(asked.seen, deadlineCheckpoint);
    const filters = await this.reading.filters(page.at, asked);
    const { schemes } = filters;
    const listed = await this.#listed(page, asked, filters);
    const reminders = await this.#reminders(page, listed);
    const work = await this.works.of(page, [...listed.overdue.items, ...listed.items]);
    return {
      title: phrases(page.language).console.agenda.title,
      menuEntry: 'deadlines',
      status: wrong ? 422 : filters.filter ? 200 : 404,
      children: <AgendaView {...{ page, asked, filters, schemes, listed, reminders, wrong, work }} />,
    };
  }

  async #listed(
    page: PageContext,
    { state, within, cursor, assignee }: AgendaChoice,
    { filter }: FilterContext,
  ): Promise<Listed> {
    if (!filter) return { overdue: { items: [], isCut: false }, items: [], next: null };
    const keys = await this.works.keysFor(page, assignee);
    const about = { ...filter, keys, asOf: page.at.asOf, knownAt: page.at.knownAt, within };
    const isFirst = state === 'todo' && cursor === undefined;
    const missed = isFirst
      ? await this.queries.execute(new ListDeadlines({ ...about, state: 'missed', limit: OVERDUE_SHOWN }))
      : { items: [], next: null };
    const rest = { ...about, state: state === 'todo' ? 'open' : state, limit: SHOWN, cursor } as const;
    return {
      overdue: { items: missed.items, isCut: missed.next !== null },
      ...(await this.queries.execute(new ListDeadlines(rest))),
    };
  }

  /** Reminders are only shown as of today. */
  async #reminders(page: PageContext, { overdue, items }: Listed) {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return undefined;
    const keys = [...overdue.items, ...items].map(({ key }) => key);
    return this.queries.execute(new RemindersOfDeadlines(keys, ownerOf(scopeOf(page.caller))));
  }
}
