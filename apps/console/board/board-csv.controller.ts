import { Get, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ConsoleRoute, Pages } from '../frame/console-route.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Column, fields, sendCsv } from '../../api/csv/csv.js';
import { pinnedAt } from '../../api/csv/lists.js';
import { Exports } from '../../api/http/download.js';
import { agendaCheckpoint } from '#projections/status-projection.js';
import { type BoardLine, ListBoard } from '#projections/list-board.js';
import { BoardReading } from '../../api/http/reading.js';
import { queryOf, Page, type PageContext } from '../frame/page.js';
import { BoardChoices, BoardQuery, sorting } from './board-query.js';

/** Rows per query: each query scans the whole board. */
const LINES = 2_000;

/** The board as CSV, with all its pages. */
@Pages()
export class BoardCsv {
  constructor(
    private readonly queries: QueryBus,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly reading: BoardReading,
    private readonly events: EventStore<LedgerEvent>,
    private readonly exports: Exports,
  ) {}

  @Get('board.csv')
  @ConsoleRoute('public-read')
  async file(
    @Page() page: PageContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { seen, page: _, ...asked } = await queryOf(page, BoardQuery);
    const { asOf, knownAt: askedAt } = page.at;
    const followed = await this.reading.position(seen, { besides: [agendaCheckpoint] });
    const { position, knownAt } = await pinnedAt(this.events, followed, askedAt?.toISOString());
    const filter = await this.choices.filterOf(asked, await this.schemes.at(position), page);
    const point = { asOf, knownAt: new Date(knownAt), ...sorting(asked), limit: LINES };
    await this.exports.note(request, `jalon-board-${asOf}.csv`);
    const file = await sendCsv(
      reply,
      { name: `board-${asOf}`, columns: boardColumns, position },
      async (number: number = 1) => {
        const { lines: items, total } = await this.queries.execute(
          new ListBoard({ ...filter, ...point, page: number }),
        );
        return { items, next: number * LINES < total ? number + 1 : undefined };
      },
    );
    reply.header('Vary', 'Cookie');
    return file;
  }
}

/** Columns of `board.csv`, documented in docs/console.md. */
export const boardColumns: readonly Column<BoardLine>[] = [
  { name: 'dossier', description: 'id', of: (line) => line.id },
  { name: 'provider', description: 'slug', of: (line) => line.provider.slug },
  { name: 'provider_name', of: (line) => line.provider.name },
  { name: 'service', of: (line) => line.service },
  ...fields('scheme', 'status', 'confirmed', 'expiring', 'stale'),
  { name: 'overdue', description: 'number of missed deadlines', of: (line) => line.overdue },
  { name: 'milestone', description: 'furthest reached', of: (line) => line.stage?.milestone },
  { name: 'milestone_occurred', of: (line) => line.stage?.occurred },
  { name: 'milestone_confirmed', of: (line) => line.stage?.confirmed },
  { name: 'grant_end', description: 'soonest end of a grant in force', of: (line) => line.grantEnd },
  { name: 'deadline_kind', description: 'next deadline', of: (line) => line.next?.kind },
  { name: 'deadline_due', of: (line) => line.next?.due },
  { name: 'deadline_lapses', of: (line) => line.next?.lapses },
  { name: 'deadline_title', of: (line) => line.next?.title },
  { name: 'days_left', description: 'negative after the deadline', of: (line) => line.next?.daysLeft },
  { name: 'news', description: 'type of the latest event', of: (line) => line.news?.type },
  { name: 'news_occurred', of: (line) => line.news?.occurred },
  {
    name: 'granted_from',
    description: 'first day of a grant that is decided and not yet valid',
    of: (line) => line.grantedFrom,
  },
];
