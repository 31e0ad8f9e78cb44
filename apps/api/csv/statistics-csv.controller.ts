import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Answer } from '../http/answer.js';
import { BoardReading } from '../http/board-reading.js';
import { NameInPath } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { StatisticsController, StatisticsQuery } from '../statistics/statistics.controller.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { openDossierColumns as columns } from './open-dossier-columns.js';

const WholeQuery = StatisticsQuery.omit({ limit: true, cursor: true });

@ApiTags('schemes')
@Controller('v1/schemes/:id/statistics.csv')
export class StatisticsCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly statistics: StatisticsController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'The dossiers of a scheme that wait for an outcome, the longest at their stage first,',
    columns,
    problems: ['unknown-scheme', 'not-seen-yet'],
  })
  async csv(
    @Param('id', { schema: NameInPath }) scheme: string,
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { position, knownAt } = await this.files.pinned(await this.board.position(seen), query.knownAt);
    const { asOf } = this.viewpoints.day(query);
    return this.files.send(reply, {
      name: `statistics-${scheme}-${asOf}`,
      columns,
      position,
      page: async (cursor) => {
        const { body, about } = await this.statistics.one(scheme, { asOf, knownAt, ...PAGE, cursor });
        return new Answer({ items: body.open }, about);
      },
    });
  }
}
