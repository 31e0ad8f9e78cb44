import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { SchemeStatistics } from '#projections/scheme-statistics.js';
import { openDossierColumns } from '../csv/dossier-columns.js';
import { Answer } from '../http/answer.js';
import { BoardReading } from '../http/board-reading.js';
import { NameInPath, page, seen, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { openAnswerOf, StatisticsAnswer, statisticsExample } from './statistics-answer.js';

const StatisticsQuery = z.strictObject({ ...viewpoint, ...page('number', 'uuid'), ...seen });

@ApiTags('schemes')
@Controller('v1')
export class StatisticsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get(['schemes/:id/statistics', 'schemes/:id/statistics.csv'])
  @Route({
    summary: 'Get the durations of the steps of a scheme',
    description:
      'Computed from the recorded dossiers as of a day: the duration of each step, and the progress of every open dossier. Pages apply to `open`.',
    needs: 'public-read',
    answers: StatisticsAnswer,
    example: statisticsExample,
    csv: {
      name: 'statistics-{id}',
      rows: 'The dossiers of a scheme that await an outcome, those longest at their stage first,',
      columns: openDossierColumns,
      itemsOf: ({ open }: z.input<typeof StatisticsAnswer>) => open,
    },
    problems: ['unknown-scheme', 'not-seen-yet'],
  })
  async getSchemeStatistics(
    @Param('id', { schema: NameInPath }) scheme: string,
    @Query({ schema: StatisticsQuery }) query: z.output<typeof StatisticsQuery>,
  ) {
    const position = await this.board.position(query.seen);
    const viewpoint = this.viewpoints.day(query);
    const found = await this.queries.execute(new SchemeStatistics({ ...query, ...viewpoint, scheme }));
    const { open, ...summaries } = found;
    const { items, next } = open;
    const { asOf, knownAt } = viewpoint;
    const at = { scheme, asOf, knownAt: knownAt?.toISOString() ?? null };
    const body = { ...at, ...summaries, open: items.map(openAnswerOf) };
    return new Answer(body, { position, ...(next !== null && { next: { cursor: next } }) });
  }
}
