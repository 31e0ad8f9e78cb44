import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { dues } from '#projections/status-projection.js';
import { DeadlinesController, DeadlinesQuery } from '../deadlines/deadlines.controller.js';
import { BoardReading } from '../http/board-reading.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { deadlineColumns as columns } from './deadline-columns.js';

const WholeQuery = DeadlinesQuery.omit({ limit: true, cursor: true });

@ApiTags('deadlines')
@Controller('v1/deadlines.csv')
export class DeadlinesCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly deadlines: DeadlinesController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'What falls due, soonest first,',
    columns,
    problems: ['unknown-provider', 'unknown-scheme', 'not-seen-yet'],
  })
  async csv(
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { position, knownAt } = await this.files.pinned(await this.board.position(seen, dues), query.knownAt);
    const { asOf } = this.viewpoints.day(query);
    return this.files.send(reply, {
      name: `deadlines-${asOf}`,
      columns,
      position,
      page: (cursor) => this.deadlines.list({ ...query, asOf, knownAt, ...PAGE, cursor }),
    });
  }
}
