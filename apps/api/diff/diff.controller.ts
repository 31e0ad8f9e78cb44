import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ListDifferences } from '#projections/list-differences.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { StatusField } from '../dossiers/dossier-answer.js';
import { differenceColumns } from '../csv/dossier-columns.js';
import { Answer } from '../http/answer.js';
import { BoardReading } from '../http/board-reading.js';
import { KnownSchemes } from '../http/known-schemes.js';
import { listAnswer } from '../http/list-answer.js';
import { onlyScheme, page, seen } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { DiffAnswer, diffExample } from './difference-answer.js';
import { pointField } from './point-field.js';

const DiffQuery = z.strictObject({
  from: pointField.describe(
    'A day (`2026-01-01`), a day as known at an instant (`2026-01-01@2026-06-30T00:00:00Z`), or today as known at an instant (`@2026-06-30T00:00:00Z`).',
  ),
  to: pointField.describe('The other point, in the same forms; it may be earlier than `from`.'),
  scheme: onlyScheme,
  provider: Name.optional().describe('The id or slug of the provider that held the dossier at either point.'),
  status: StatusField.optional().describe('At either point.'),
  ...page('string', 'string', 'uuid'),
  ...seen,
});

@ApiTags('dossiers')
@Controller('v1')
export class DiffController {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get(['diff', 'diff.csv'])
  @Route({
    summary: 'Compare the dossiers at two points in time',
    description:
      'The dossiers that differ between both points, by provider and service, each with the events that explain it. A point has a day and, optionally, the instant at which it was known.',
    needs: 'public-read',
    answers: DiffAnswer,
    example: diffExample,
    csv: {
      name: 'diff',
      rows: 'The differences between two points in time',
      columns: differenceColumns,
      pinned: 'points',
    },
    problems: ['unknown-provider', 'unknown-scheme', 'not-seen-yet'],
  })
  async compareDossiers(@Query({ schema: DiffQuery }) query: z.output<typeof DiffQuery>) {
    const position = await this.board.position(query.seen);
    const from = this.viewpoints.day(query.from);
    const to = this.viewpoints.day(query.to);
    await this.schemes.assert(query.scheme, undefined);
    const provider = query.provider === undefined ? undefined : await this.providers.of(query.provider, 'provider');
    const found = await this.queries.execute(new ListDifferences({ ...query, provider, from, to }));
    const { body, about } = listAnswer(found, position);
    return new Answer({ from: shown(from), to: shown(to), ...body }, about);
  }
}

const shown = ({ asOf, knownAt }: { asOf: string; knownAt: Date | undefined }) => ({
  asOf,
  knownAt: knownAt?.toISOString() ?? null,
});
