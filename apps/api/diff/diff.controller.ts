import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { DaySchema } from '#domain/date/day.js';
import { Name } from '#domain/text/text.js';
import { Difference, ListDifferences } from '#projections/list-differences.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { differenceColumns } from '../csv/dossier-columns.js';
import { dossierExample } from '../ledger/dossier-answer.js';
import { Answer, listAnswer } from '../http/answer.js';
import { onlyScheme, page, seen } from '../http/query-fields.js';
import { BoardReading, KnownSchemes, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { pointField } from '../http/query-fields.js';

const { id, provider, service, scheme } = dossierExample;

const before = {
  status: 'granted',
  confirmed: true,
  expiring: false,
  stale: false,
  stage: { milestone: 'J3', occurred: '2023-12-28', confirmed: true },
  grant: { decision: '2279', validUntil: '2026-12-29' },
  labels: ['cloud-de-confiance'],
  provider,
  service,
} as const;

const differenceExample = {
  id,
  provider,
  service,
  scheme,
  change: 'changed',
  kind: 'happened',
  fields: ['expiring'],
  before: { ...before, labels: [...before.labels] },
  after: { ...before, labels: [...before.labels], expiring: true },
  because: [],
  more: 0,
} satisfies Difference;

const PointAnswer = z.strictObject({ asOf: DaySchema, knownAt: z.string().nullable() });

const DiffAnswer = z
  .strictObject({ from: PointAnswer, to: PointAnswer, items: z.array(Difference) })
  .meta({ id: 'Diff' });

const diffExample: z.input<typeof DiffAnswer> = {
  from: { asOf: '2026-06-01', knownAt: null },
  to: { asOf: '2026-11-25', knownAt: null },
  items: [differenceExample],
};

const DiffQuery = z.strictObject({
  from: pointField.describe(
    'A day (`2026-01-01`), a day as known at an instant (`2026-01-01@2026-06-30T00:00:00Z`), or today as known at an instant (`@2026-06-30T00:00:00Z`).',
  ),
  to: pointField
    .optional()
    .describe('The other point, in the same forms; it may be earlier than `from`. Default: today.'),
  scheme: onlyScheme,
  provider: Name.optional().describe('The id or slug of the provider that held the dossier at either point.'),
  status: Status.optional().describe('Status at either point.'),
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
    etag: 'content',
    answers: DiffAnswer,
    example: diffExample,
    csv: {
      name: 'diff',
      rows: 'the differences between two points in time',
      columns: differenceColumns,
      pinned: 'points',
    },
    problems: ['unknown-provider', 'unknown-scheme', 'ledger-reset', 'not-seen-yet'],
  })
  async compareDossiers(@Query({ schema: DiffQuery }) query: z.output<typeof DiffQuery>) {
    const position = await this.board.position(query.seen);
    const from = this.viewpoints.day(query.from);
    const to = this.viewpoints.day(query.to ?? {});
    await this.schemes.assert(query.scheme, undefined);
    const provider = await this.providers.ofFilter(query.provider);
    const found = await this.queries.execute(new ListDifferences({ ...query, provider, from, to }));
    const { body, about } = listAnswer(found, position);
    return new Answer({ from: shown(from), to: shown(to), ...body }, about);
  }
}

const shown = ({ asOf, knownAt }: { asOf: string; knownAt: Date | undefined }) => ({
  asOf,
  knownAt: knownAt?.toISOString() ?? null,
});
