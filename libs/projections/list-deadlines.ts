import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { addDays, type Day } from '#domain/date/day.js';
import { Deadline, type DeadlineKind, type DeadlineState, daysLeft } from '#domain/deadline/deadline.js';
import { dependencyEnd } from '#domain/deadline/deadlines.js';
import { DossierNames } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import {
  type BitemporalPoint,
  holdsAt,
  matchesProvider,
  providerRefAt,
  spanAt,
  type PointInTime,
  resolvePoint,
} from './bitemporal-point.js';
import { allOf, equalTo, isAfter, type Mark, pageAlong } from './narrowing.js';
import { decodeCursor, type Page, pageOf } from './page.js';

interface ScopeFilter {
  schemes?: readonly string[] | undefined;
  /** Ids or slugs. */
  providers?: readonly string[] | undefined;
  kind?: DeadlineKind | undefined;
}

interface InState {
  state: DeadlineState;
  /** How many days ahead open deadlines are listed; the other states are listed however old they are. */
  within: number;
}

/** Deadlines due between two days, both included, in any state except cancelled. */
interface Between {
  from: Day;
  to: Day;
}

type DeadlineFilter = ScopeFilter & (InState | Between);

interface DeadlineRow {
  key: string;
  due_earliest: Day;
  /** 0 for a deadline of the dossier itself, 1 for one of a dossier that it depends on. */
  derived: number;
  depends_on: string | null;
  dependency: ListedDeadline['dependency'];
  referential: string | null;
  body: Deadline;
  dossier: ListedDeadline['dossier'];
}

/**
 * Up to `count` rows after a cursor, soonest first. The end of a grant is listed once for its own dossier and once for each
 * that depends on it. Reads growing ranges of days until the page is full; for a provider with few dossiers, the deadlines of
 * these.
 */
function deadlinePage(
  db: LedgerDatabase,
  point: BitemporalPoint,
  filter: DeadlineFilter,
  { count, cursor }: { count: number; cursor?: string | undefined },
): Promise<DeadlineRow[]> {
  const mark = cursor === undefined ? undefined : decodeCursor(cursor);
  return pageAlong(db, {
    count,
    key: { column: 'due_earliest', begin: sql`${mark ? mark[0] : '-infinity'}::date`, end: sql`'infinity'::date` },
    keyAt: (from, place) => {
      const first = sql`order by due_earliest limit ${place} + 1`;
      return sql`
        select due_earliest from (${dueAt(point, filter, sql`due_earliest`, sql`due_earliest >= ${from}`, first)}) as due
        order by due_earliest offset ${place} limit 1`;
    },
    size: count,
    few: filter.providers && dossiersAround(filter.providers),
    rowsEach: SPANS_EACH,
    rows: (range, most, few) =>
      rowsAmong(point, filter, { range: allOf([range, few && sql`dossier = any(${few})`]), mark, count: most }),
  });
}

const SPANS_EACH = 4;

/** The dossiers that some providers held on any day, and those that they depended on. */
const dossiersAround = (providers: readonly string[]): RawBuilder<unknown> => sql`
  with held as materialized (
    select dossier from dossier_holder where provider in (select id from provider where ${matchesProvider(providers)})
  )
  select dossier from held
  union all
  select unnest(depends_on) from dossier_span where dossier in (select dossier from held) and depends_on <> '{}'
`;

function rowsAmong(
  point: BitemporalPoint,
  filter: DeadlineFilter,
  { range, mark, count }: { range: RawBuilder<unknown>; mark: Mark; count: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const span = spanAt('dossier_span', sql.ref('owed.dossier'), point);
  return sql`
    with due as materialized (${dueAt(point, filter, sql`dossier, key, kind, due_earliest, body`, range)}),
    owed as (
      select dossier, key, due_earliest, body, 0::bigint as derived, null::uuid as depends_on from due
      union all
      select dependent.dossier, due.key, due.due_earliest, due.body, 1::bigint, due.dossier
      from due join dossier_span as dependent
        on dependent.depends_on <> '{}' and dependent.depends_on @> array[due.dossier] and ${holdsAt('dependent', point)}
      where due.kind = 'grant-end'
    ),
    page as (
      select owed.*, dossier.scheme
      from owed join dossier on dossier.id = owed.dossier
      where ${wanted(filter, mark, span)}
      order by owed.due_earliest, owed.derived, owed.key, owed.dossier
      limit ${count}
    )
    select owed.key, owed.due_earliest, owed.derived, owed.depends_on, owed.body,
      jsonb_build_object('id', owed.dossier, 'provider', ${providerRefAt('provider', point)},
        'service', span.body -> 'service', 'scheme', owed.scheme) as dossier,
      ${REFERENTIAL} as referential,
      case when base.provider is not null then jsonb_build_object('id', owed.depends_on,
        'provider', ${providerRefAt('base_provider', point)}, 'service', base.body -> 'service', 'scheme', base_dossier.scheme)
      end as dependency
    from page as owed cross join lateral (${span}) as span join provider on provider.id = span.provider
      left join lateral (${spanAt('dossier_span', sql.ref('owed.depends_on'), point)}) as base on true
      left join provider as base_provider on base_provider.id = base.provider
      left join dossier as base_dossier on base_dossier.id = owed.depends_on
    order by owed.due_earliest, owed.derived, owed.key, owed.dossier
  `;
}

/** That of the grant or target that the deadline results from; of an application, in the title of its transition. */
const REFERENTIAL = sql`(
  select found.body ->> 'referential' from (
    select jsonb_array_elements(span.body -> 'grants') as body
    union all select jsonb_array_elements(span.body -> 'targets')
  ) as found
  where owed.depends_on is null and owed.body ->> 'event' in (found.body ->> 'id', found.body ->> 'event')
  limit 1
)`;

/**
 * The deadlines that the filter selects by state, date and kind. Each part is in the order of an index.
 *
 * @param part ends each part
 */
function dueAt(
  point: BitemporalPoint,
  filter: DeadlineFilter,
  columns: RawBuilder<unknown>,
  range: RawBuilder<unknown>,
  part = sql``,
): RawBuilder<unknown> {
  const { kind } = filter;
  const ofKind = kind && sql`kind = ${kind === 'dependency-end' ? 'grant-end' : kind}`;
  const states: readonly DeadlineState[] = 'from' in filter ? ['open', 'missed', 'met'] : [filter.state];
  const parts = states.flatMap((state) =>
    dates(point, filter).map((due) => {
      const conditions = [sql`state = ${state}`, due, range, holdsAt('deadline_span', point), ofKind];
      return sql`(select ${columns} from deadline_span where ${allOf(conditions)} ${part})`;
    }),
  );
  return sql.join(parts, sql` union all `);
}

/**
 * Conditions that exclude each other: a partial date, which spans a year at most, may begin before the first day, and an open
 * deadline may be late.
 */
function dates({ asOf }: BitemporalPoint, filter: DeadlineFilter): RawBuilder<unknown>[] {
  if (!('from' in filter) && filter.state !== 'open') return [sql`true`];
  const { from, to } = 'from' in filter ? filter : { from: asOf, to: addDays(asOf, filter.within) };
  return [
    ...('from' in filter
      ? []
      : [
          sql`lapses > due_latest and lapses >= ${asOf}::date and due_latest < ${asOf}::date and due_earliest < ${asOf}::date`,
        ]),
    sql`due_earliest between ${from}::date and ${to}::date`,
    sql`due_latest > due_earliest and due_latest >= ${from}::date
      and due_earliest >= ${addDays(from, -366)}::date and due_earliest < ${from}::date and due_earliest <= ${to}::date`,
  ];
}

function wanted(
  { schemes, providers, kind }: DeadlineFilter,
  mark: Mark,
  span: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return allOf([
    ...equalTo({ 'dossier.scheme': schemes }),
    providers &&
      sql`(select ${matchesProvider(providers)}
        from (${span}) as held join provider on provider.id = held.provider)`,
    kind !== undefined && (kind === 'dependency-end' ? sql`owed.derived = 1` : sql`owed.derived = 0`),
    isAfter(mark, sql`owed.due_earliest::text collate "C", owed.derived, owed.key, dossier.id::text collate "C"`),
  ]);
}

export type DeadlinesAsked = PointInTime &
  DeadlineFilter & {
    limit: number;
    /** One that fits `Cursor`. */
    cursor?: string | undefined;
  };

export const ListedDeadline = Deadline.extend({
  daysLeft: z.int().describe('Days to the earliest day of `due`; negative: days since its latest day.'),
  dossier: DossierNames,
  referential: z.string().nullable().describe('The version of the standard that it is about, where one is on record.'),
  dependsOn: z.uuid().nullable().describe('For `dependency-end`: the dossier whose grant ends.'),
  dependency: DossierNames.nullable().describe('For `dependency-end`: the names of that dossier.'),
});
export type ListedDeadline = z.infer<typeof ListedDeadline>;

/** Deadlines at a point in time, soonest first. */
@Injectable()
export class DeadlineLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async page(asked: DeadlinesAsked): Promise<Page<ListedDeadline>> {
    const { limit, cursor, asOf } = asked;
    const point = await resolvePoint(this.events, asked);
    const rows = await deadlinePage(this.db, point, asked, { count: limit + 1, cursor });
    const keysetOf = ({ due_earliest, derived, dossier, key }: DeadlineRow) => [due_earliest, derived, key, dossier.id];
    return pageOf(rows, limit, keysetOf, (row) => listed(row, asOf));
  }
}

function listed(row: DeadlineRow, asOf: Day): ListedDeadline {
  const { body, dossier, referential, depends_on: dependsOn, dependency } = row;
  const deadline = dependsOn === null ? body : dependencyEnd(dossier.id, body);
  return { ...deadline, daysLeft: daysLeft(body.due, asOf), dossier, referential, dependsOn, dependency };
}
