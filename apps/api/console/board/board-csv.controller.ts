import { Controller, Get, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { dues } from '#projections/status-projection.js';
import { ListBoard } from '#projections/list-board.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { CsvFiles } from '../../csv/csv-files.js';
import { Answer } from '../../http/answer.js';
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
    private readonly files: CsvFiles,
  ) {}

  @Get('board.csv')
  @ConsoleRoute('public-read')
  async file(@This() page: ThisPage, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { seen, page: _, ...asked } = await queryOf(page, BoardQuery);
    const { asOf, knownAt: askedAt } = page.at;
    const followed = await this.reading.position(seen, dues);
    const { position, knownAt } = await this.files.pinned(followed, askedAt?.toISOString());
    const filter = await this.choices.filterOf(asked, await this.schemes.at(position));
    const point = { asOf, knownAt: new Date(knownAt), sort: asked.sort, limit: LINES };
    const file = await this.files.send(reply, {
      ...{ name: `board-${asOf}`, columns, position },
      page: async (cursor = '1') => {
        const number = Number(cursor);
        const { lines: items, total } = await this.queries.execute(
          new ListBoard({ ...filter, ...point, page: number }),
        );
        const isLast = number * LINES >= total;
        return new Answer({ items }, { position, ...(!isLast && { next: { cursor: String(number + 1) } }) });
      },
    });
    reply.header('Vary', 'Cookie');
    return file;
  }
}
