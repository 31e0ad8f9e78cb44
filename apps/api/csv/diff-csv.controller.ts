import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { DiffController, DiffQuery } from '../diff/diff.controller.js';
import type { AskedPoint } from '../diff/point-field.js';
import { BoardReading } from '../http/board-reading.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { differenceColumns as columns } from './difference-columns.js';

const WholeQuery = DiffQuery.omit({ limit: true, cursor: true });

@ApiTags('dossiers')
@Controller('v1/diff.csv')
export class DiffCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly diff: DiffController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'What is different between two points of the two times',
    columns,
    problems: ['unknown-provider', 'unknown-scheme', 'not-seen-yet'],
  })
  async csv(
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const followed = await this.board.position(seen);
    const [from, to] = await Promise.all([this.#pinned(followed, query.from), this.#pinned(followed, query.to)]);
    return this.files.send(reply, {
      name: `diff-${from.asOf}-${to.asOf}`,
      columns,
      position: Math.max(from.position, to.position),
      page: (cursor) => this.diff.list({ ...query, from, to, ...PAGE, cursor }),
    });
  }

  async #pinned(followed: number, point: AskedPoint) {
    const { asOf } = this.viewpoints.day(point);
    return { asOf, ...(await this.files.pinned(followed, point.knownAt)) };
  }
}
