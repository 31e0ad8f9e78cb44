import { randomUUID } from 'node:crypto';
import { Body, Get, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { deadlineCheckpoint } from '#projections/status-projection.js';
import { ListDeadlines } from '#projections/list-deadlines.js';
import { RemindersOfDeadlines } from '#deadlines/queries/answerable-reminders.js';
import { BoardReading } from '../../http/reading.js';
import { phrases } from '#language/phrases.js';
import { ownerOf, scopeOf } from '../../auth/caller-scope.js';
import { callerOf, may, queryOf, Page, type PageContext, currentUrlWith } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { localPathDone } from '../session/session-cookie.js';
import { AgendaWorks } from '../deadline-work/agenda-work.js';
import { AgendaView, type Listed } from './agenda-view.js';
import { DeadlineAnswers, type WrongAnswer } from './deadline-answers.js';
import { type AgendaChoice, AgendaQuery, DeadlineFilters, type FilterContext } from './deadline-filters.js';

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
  async answer(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const answered = await this.answers.take(form, callerOf(page), page);
    if ('wrong' in answered) return this.#show(page, answered.wrong);
    const { done } = answered;
    return { redirect: currentUrlWith(page, { done, ...('seen' in answered && { seen: answered.seen }) }) };
  }

  /** From a page that lists deadlines among other things, to which it returns. Idempotent. */
  @Post('acknowledge')
  @ConsoleRoute('record')
  async acknowledge(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    form.set('answer', 'acknowledge');
    const answered = await this.answers.take(form, callerOf(page), page);
    return { redirect: localPathDone(form.get('to'), 'done' in answered ? answered.done : 'busy') };
  }

  async #show(page: PageContext, wrong?: WrongAnswer): Promise<Answer> {
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
      children: (
        <AgendaView
          {...{ page, asked, filters, schemes, listed, reminders, wrong, work }}
          idempotencyKey={randomUUID()}
        />
      ),
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
