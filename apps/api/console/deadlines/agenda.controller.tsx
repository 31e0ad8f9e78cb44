import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { dues } from '#projections/status-projection.js';
import { ListDeadlines } from '#projections/list-deadlines.js';
import { RemindersOfDeadlines } from '#deadlines/queries/answerable-reminders.js';
import type { Reach } from '#delivery/held-subscription.js';
import { actorOf } from '../../auth/caller.js';
import { BoardReading } from '../../http/board-reading.js';
import { reachOf, Reaching } from '../../subscriptions/reach.js';
import { ConsoleRoute, may, queryOf, This, type ThisPage, thisPageWith } from '../frame/page.js';
import { goTo, show } from '../frame/show.js';
import { type AgendaChoice, AgendaQuery } from './agenda-query.js';
import { AgendaView, type Listed } from './agenda-view.js';
import { AGENDA_WORDS } from './agenda-words.js';
import type { Wrong } from './answer.js';
import { DeadlineAnswers } from './deadline-answers.js';
import { DeadlineReading, type Narrowed } from './deadline-reading.js';

/** As many as a light page holds with all that can be done. */
const OVERDUE_SHOWN = 15;
const SHOWN = 40;

/** What falls due, soonest first, and what officers answer to it. */
@ApiExcludeController()
@Controller('deadlines')
export class AgendaPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly reading: DeadlineReading,
    private readonly answers: DeadlineAnswers,
    private readonly board: BoardReading,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async agenda(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    await this.#show(reply, page);
  }

  /** Sent to the address of the agenda, so that it stays as it was narrowed. */
  @Post()
  @ConsoleRoute('record')
  async answer(
    @This() page: ThisPage,
    @Body() form: URLSearchParams,
    @Reaching() reach: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!page.caller) throw new Error('an answer without a session');
    const answerer = { owner: ownerOf(reach), by: actorOf(page.caller) };
    const answered = await this.answers.take(form, answerer, page.language);
    if ('done' in answered) goTo(reply, thisPageWith(page, { done: answered.done }));
    else await this.#show(reply, page, answered.wrong);
  }

  async #show(reply: FastifyReply, page: ThisPage, wrong?: Wrong): Promise<void> {
    const asked = await queryOf(page, AgendaQuery);
    await this.board.position(asked.seen, dues);
    const narrowed = await this.reading.narrowed(page.at, asked);
    const { schemes } = narrowed;
    const listed = await this.#listed(page, asked, narrowed);
    const reminders = await this.#reminders(page, listed);
    show(reply, page, {
      title: AGENDA_WORDS[page.language].title,
      place: 'deadlines',
      status: wrong ? 422 : narrowed.filter ? 200 : 404,
      children: <AgendaView {...{ page, asked, narrowed, schemes, listed, reminders, wrong }} />,
    });
  }

  async #listed({ at }: ThisPage, { state, within, cursor }: AgendaChoice, { filter }: Narrowed): Promise<Listed> {
    if (!filter) return { overdue: { items: [], isCut: false }, items: [], next: null };
    const about = { ...filter, asOf: at.asOf, knownAt: at.knownAt, within };
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

  /** Reminders are of today: at another moment there is nothing to answer. */
  async #reminders(page: ThisPage, { overdue, items }: Listed) {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return undefined;
    const keys = [...overdue.items, ...items].map(({ key }) => key);
    return this.queries.execute(new RemindersOfDeadlines(keys, ownerOf(reachOf(page.caller))));
  }
}

const ownerOf = (reach: Reach): string | undefined => (reach === 'all' ? undefined : reach.maker);
