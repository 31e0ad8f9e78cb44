import { Controller, Get, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { dues } from '#board/board.js';
import { ListBoard } from '#board/list-board.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { pinnedAt, sendCsv } from '../../csv/csv.js';
import { BoardReading } from '../../http/board-reading.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { This, type ThisPage } from '../frame/page.js';
import { queryOf } from '../frame/page-query.js';
import { BoardChoices } from './board-choices.js';
import { boardColumns as columns } from './board-columns.js';
import { BoardQuery } from './board-query.js';

/** Every look goes through all lines of the board, so a file takes them in few. */
const LINES = 2_000;

/** What the board shows as a file, all pages of it. */
@ApiExcludeController()
@Controller()
export class BoardCsv {
  constructor(
    private readonly queries: QueryBus,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly reading: BoardReading,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get('board.csv')
  @ConsoleRoute('public-read')
  async file(@This() page: ThisPage, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { seen, page: _, ...asked } = await queryOf(page, BoardQuery);
    const { asOf, knownAt: askedAt } = page.at;
    const followed = await this.reading.position(seen, dues);
    const { position, knownAt } = await pinnedAt(this.events, followed, askedAt?.toISOString());
    const filter = await this.choices.filterOf(asked, await this.schemes.at(position));
    const point = { asOf, knownAt: new Date(knownAt), sort: asked.sort, limit: LINES };
    const file = await sendCsv(reply, { name: `board-${asOf}`, columns, position }, async ({ page = '1' }) => {
      const number = Number(page);
      const { lines: items, total } = await this.queries.execute(new ListBoard({ ...filter, ...point, page: number }));
      return { items, next: number * LINES < total ? { page: String(number + 1) } : undefined };
    });
    reply.header('Vary', 'Cookie');
    return file;
  }
}
