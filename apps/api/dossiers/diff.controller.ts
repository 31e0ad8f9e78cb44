import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { DaySchema } from '#domain/date/day.js';
import { Difference, DifferenceLists } from '#projections/list-differences.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import type { Look } from '#event-store/ledger-head.js';
import { Name } from '#domain/text/text.js';
import { FoundEntry, FoundScheme, MOST_COUNTED, Search, SEARCH_KINDS } from '#projections/search/search.js';
import { RequestLook } from '../auth/caller.js';
import { type Column, fields, placeColumns, List } from '../csv/csv.js';
import { dossierExample, eventExample } from '../ledger/dossier-answer.js';
import { Answer, listAnswer } from '../http/answer.js';
import { about, page, pointField, seen, wholeNumber } from '../http/query-fields.js';
import { ListPosition, KnownSchemes, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';

const { id, provider, service, scheme, status, confirmed } = dossierExample;

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
  schemes: about.schemes,
  providers: about.providers.describe('Slugs or ids of providers that held the dossier at either point.'),
  status: Status.optional().describe('Status at either point.'),
  ...page('string', 'string', 'uuid'),
  ...seen,
});
type DiffQuery = z.output<typeof DiffQuery>;

/** The columns of a part of an item, named after the part; empty without it. */
const columnsOf = <K extends string, P>(
  part: K,
  columns: readonly Column<P>[],
): Column<Readonly<Record<K, P | null>>>[] =>
  columns.map(({ name, of }) => ({ name: `${part}_${name}`, of: (item) => item[part] && of(item[part]) }));

type Side = NonNullable<Difference['before']>;

const sideColumns: readonly Column<Side>[] = [
  ...fields('status', 'confirmed', 'expiring', 'stale'),
  { name: 'milestone', of: (side) => side.stage?.milestone },
  { name: 'decision', of: (side) => side.grant?.decision },
  { name: 'valid_until', of: (side) => side.grant?.validUntil },
  { name: 'labels', of: (side) => side.labels },
  { name: 'provider', of: (side) => side.provider.slug },
  { name: 'service', of: (side) => side.service?.name },
];

/** Columns are only added at the right. */
const laterSideColumns: readonly Column<Side>[] = [
  { name: 'milestone_confirmed', of: (side) => side.stage?.confirmed },
];

const differenceColumns: readonly Column<Difference>[] = [
  { name: 'dossier', description: 'id', of: (difference) => difference.id },
  ...placeColumns<Difference>((difference) => difference),
  ...fields('scheme', 'change', 'kind'),
  { name: 'fields', description: 'changed fields', of: (difference) => difference.fields },
  ...columnsOf('before', sideColumns),
  ...columnsOf('after', sideColumns),
  {
    name: 'because',
    description: 'event types and ids',
    of: ({ because }) => because.map(({ type, id }) => `${type} ${id}`),
  },
  { name: 'more', description: 'number of further events', of: (difference) => difference.more },
  ...columnsOf('before', laterSideColumns),
  ...columnsOf('after', laterSideColumns),
];

@ApiTags('dossiers')
@Controller('v1')
export class DiffController {
  constructor(
    private readonly differences: DifferenceLists,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
  ) {}

  @Get('diff')
  @Route({
    summary: 'Compare the dossiers at two points in time',
    description:
      'The dossiers that differ between both points, by provider and service, each with the events that explain it. A point has a day and, optionally, the instant at which it was known.',
    needs: 'public-read',
    etag: 'content',
    answers: DiffAnswer,
    example: diffExample,
    csv: { name: 'diff', columns: differenceColumns, pinned: 'points' },
    problems: ['not-found', 'ledger-reset', 'not-seen-yet'],
  })
  compareDossiers(@Query({ schema: DiffQuery }) query: DiffQuery, @RequestLook() look: Look) {
    return new List(query, (asked) => this.#page(asked, look));
  }

  async #page(query: DiffQuery, look: Look) {
    const position = await this.lists.position(look, query.seen);
    const from = this.viewpoints.day(query.from);
    const to = this.viewpoints.day(query.to ?? {});
    await this.schemes.assert(query.schemes, undefined, look);
    const providers = await this.providers.ofFilter(query.providers);
    const found = await this.differences.page({ ...query, providers, from, to });
    const { body, about } = listAnswer(found, position);
    return new Answer({ from: shown(from), to: shown(to), ...body }, about);
  }
}

const shown = ({ asOf, knownAt }: { asOf: string; knownAt: Date | undefined }) => ({
  asOf,
  knownAt: knownAt?.toISOString() ?? null,
});

const SearchQuery = z.strictObject({
  q: Name.describe('Words, in any order. Each is the beginning of a word; case, accents and punctuation are ignored.'),
  kind: z.enum(SEARCH_KINDS).optional().describe('Only results of this kind.'),
  limit: wholeNumber({ minimum: 1, maximum: 100 }).default(10).describe('Maximum number of results of each kind.'),
  asOf: DaySchema.optional().describe('The day of the names and statuses in the results; default: today.'),
  ...seen,
});

const FoundKind = z
  .strictObject({
    kind: z.enum(SEARCH_KINDS),
    total: z.int().describe(`Number of results of the kind; at ${MOST_COUNTED}, there may be more.`),
    items: z.array(z.union([FoundEntry, FoundScheme])).describe('Best first.'),
  })
  .meta({ id: 'FoundKind' });

const searchExample = {
  kinds: [
    {
      kind: 'decision',
      total: 1,
      items: [
        {
          ...{ kind: 'decision', text: '2279', similar: false, provider },
          dossier: { id, scheme, service, status, confirmed, milestone: 'J3', milestoneConfirmed: true },
          ...{ event: eventExample.id, type: eventExample.type, occurred: eventExample.occurred },
        },
      ],
    },
  ],
};

@ApiTags('search')
@Controller('v1')
export class SearchController {
  constructor(
    private readonly search: Search,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
  ) {}

  @Get('search')
  @Route({
    summary: 'Search providers, services, decisions, schemes, parties, technology and statements',
    description:
      'Finds what the record says now: former names and aliases are found, retracted events are not. The exact number of a decision comes first, then exact names. If nothing matches, names that are written like the query are returned with `similar`.',
    needs: 'public-read',
    etag: 'content',
    answers: z.strictObject({ kinds: z.array(FoundKind) }).meta({ id: 'SearchResults' }),
    example: searchExample,
    problems: ['ledger-reset', 'not-seen-yet'],
  })
  async searchLedger(@Query({ schema: SearchQuery }) query: z.output<typeof SearchQuery>, @RequestLook() look: Look) {
    const position = await this.lists.position(look, query.seen);
    const { q, kind, limit, asOf = this.viewpoints.today() } = query;
    const results = await this.search.find({ text: q, kind, limit, asOf });
    return new Answer({ kinds: results.map(({ found, ...one }) => ({ ...one, items: found })) }, { position });
  }
}
