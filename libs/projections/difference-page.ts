import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import { type BitemporalPoint, type FixedPoint, providerRefAt, spanAt } from './bitemporal-point.js';
import type { SpanSide } from './difference.js';
import { allOf, alongNames, equalTo, isAfter, type Mark, pageAlong } from './narrowing.js';

export interface DifferenceFilter {
  schemes?: readonly string[] | undefined;
  /** The ids of its holder at either point. */
  providers?: readonly string[] | undefined;
  /** At either point. */
  status?: string | undefined;
}

export interface DifferenceRow {
  id: string;
  scheme: string;
  was: SpanSide | null;
  now: SpanSide | null;
  /** The sort key before the id. */
  folded: string;
  service: string;
}

interface DifferencesWanted extends DifferenceFilter {
  from: FixedPoint;
  to: FixedPoint;
  /** As `scheme/status`: labels may differ between the points although spans do not. */
  relabelled: readonly string[];
  count: number;
  after?: Mark;
}

/**
 * Up to `count` dossiers that differ between two points, by provider, service and id. It may return dossiers that differ only
 * in grants a side does not show. If few dossiers have a span that began between the points, or few are those of some providers,
 * these are compared; otherwise those of one provider after the other until the page is full.
 */
export async function differencePage(db: Kysely<Database>, wanted: DifferencesWanted): Promise<DifferenceRow[]> {
  const { from, to, count, relabelled, providers, after } = wanted;
  const held = sql`provider join dossier_holder as holder on holder.provider = provider.id
    join dossier on dossier.id = holder.dossier`;
  const ofProviders = providers && sql`select dossier from dossier_holder where provider = any(${providers}::uuid[])`;
  return pageAlong(db, {
    ...alongNames(after && String(after[0])),
    count,
    few: ofProviders ?? (relabelled.length === 0 ? changedBetween(from, to) : undefined),
    rowsEach: SPANS_EACH,
    rows: (range, most, few) => {
      const source = few
        ? sql`${sidesOf(sql`(select * from dossier where id = any(${few})) as dossier`, wanted)} join provider on ${isHolder}`
        : sidesOf(held, wanted);
      return rowsAmong(wanted, source, sql`${range} and ${isHolder}`, most);
    },
  });
}

/** Spans of one dossier that may have begun or ended between two points before it is compared one by one. */
const SPANS_EACH = 4;

/**
 * Dossiers of which other spans than at one point hold at the other, and some of which the same hold: a span began on a day in
 * between, or was recorded or superseded at a position in between.
 */
function changedBetween(from: FixedPoint, to: FixedPoint): RawBuilder<unknown> {
  const [firstDay, lastDay] = [from.asOf, to.asOf].sort();
  const [first, last] = [from.position, to.position].sort((a, b) => a - b);
  return sql`
    select dossier from dossier_span
    where from_day > ${firstDay}::date and from_day <= ${lastDay}::date
      and known_from <= ${last}::bigint and (known_to is null or known_to > ${first}::bigint)
    union all
    select dossier from dossier_span where known_from > ${first}::bigint and known_from <= ${last}::bigint
    union all
    select dossier from dossier_span where known_to > ${first}::bigint and known_to <= ${last}::bigint
  `;
}

const sidesOf = (dossiers: RawBuilder<unknown>, { from, to }: DifferencesWanted): RawBuilder<unknown> => sql`
  ${dossiers}
  left join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), from)}) as was on true
  left join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), to)}) as now on true
`;

const isHolder = sql`provider.id = coalesce(now.provider, was.provider)`;

/** @param source tables `provider` and `dossier`, and the spans `was` and `now` */
function rowsAmong(
  wanted: DifferencesWanted,
  source: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
  count: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { from, to } = wanted;
  return sql`
    with page as (
      select dossier.id, dossier.scheme, provider.folded, coalesce(now.service, was.service) as service
      from ${source}
      where ${allOf([condition, ...conditions(wanted)])}
      order by provider.folded, coalesce(now.service, was.service), dossier.id
      limit ${count}
    )
    select dossier.*, ${sideIn('was', from)} as was, ${sideIn('now', to)} as now
    from ${sidesOf(sql`page as dossier`, wanted)}
    order by dossier.folded, dossier.service, dossier.id
  `;
}

function conditions({ schemes, providers, status, relabelled, after }: DifferencesWanted) {
  return [
    sql`(${differ} or dossier.scheme || '/' || now.status = any(${[...relabelled]}::text[]))`,
    ...equalTo({ 'dossier.scheme': schemes }),
    providers && sql`array[was.provider, now.provider] && ${providers}::uuid[]`,
    status !== undefined && sql`${status} in (was.status, now.status)`,
    isAfter(after, sql`provider.folded, coalesce(now.service, was.service), dossier.id::text collate "C"`),
  ];
}

/** The same row at both points does not differ; otherwise the fields of a `Side` are compared. */
const differ = sql`(
  (was.from_day, was.known_from) is distinct from (now.from_day, now.known_from) and (
    (was.status, was.confirmed, was.expiring, was.stale, was.provider)
      is distinct from (now.status, now.confirmed, now.expiring, now.stale, now.provider)
    or was.body -> 'service' is distinct from now.body -> 'service'
    or was.body -> 'stage' is distinct from now.body -> 'stage'
    or ${running('was')} is distinct from ${running('now')}
  )
)`;

function running(span: 'was' | 'now'): RawBuilder<unknown> {
  return sql`(
    select jsonb_agg(jsonb_build_array(one -> 'decision', one -> 'validUntil', one -> 'state'))
    from jsonb_array_elements(${sql.ref(`${span}.body`)} -> 'grants') as one
    where one ->> 'state' in ('in-force', 'suspended')
  )`;
}

/** Dossiers at a point, by id; those not open yet are omitted. */
export async function sidesAt(
  db: Kysely<Database>,
  point: BitemporalPoint,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SpanSide>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; side: SpanSide }>`
    select dossier.id, ${sideIn('span', point)} as side
    from dossier
    cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where dossier.id = any(${[...ids]}::uuid[])
  `.execute(db);
  return new Map(rows.map(({ id, side }) => [id, side]));
}

/**
 * A span as a `SpanSide`; null if an outer join found none.
 *
 * @param span the alias of the span
 */
function sideIn(span: string, point: BitemporalPoint): RawBuilder<SpanSide | null> {
  const of = (column: string) => sql.ref(`${span}.${column}`);
  const provider = sql`(select ${providerRefAt('holder', point)} from provider as holder where holder.id = ${of('provider')})`;
  return sql`case when ${of('dossier')} is not null then jsonb_build_object(
    'provider', ${provider}, 'service', ${of('body')} -> 'service',
    'status', ${of('status')}, 'confirmed', ${of('confirmed')}, 'expiring', ${of('expiring')},
    'stale', ${of('stale')}, 'stage', ${of('body')} -> 'stage', 'grants', ${of('body')} -> 'grants') end`;
}
