import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '#database/tables.js';
import type { EventTable } from '#database/tables/ledger.js';
import { liveEvents } from '#domain/event/corrections.js';
import { earliest, PartialDateSchema } from '#domain/date/partial-date.js';
import { type DossierEvent, DossierEventSchema } from '#domain/event/dossier-events.js';
import {
  dossierStream,
  type LedgerEvent,
  type SchemeEvent,
  SchemeEventSchema,
  schemeStream,
  streamKind,
} from '#domain/event/ledger-event.js';
import { type Codec, decodeReadable, type Recorded } from '#event-store/events.js';
import { type BitemporalPoint, providerRefAt, spanAt } from './bitemporal-point.js';
import type { SpanSide } from './difference.js';
import { fewOf, rangesOfNames, readUntil } from './narrowing.js';

export interface DifferenceFilter {
  scheme?: string | undefined;
  /** The id of its holder at either point. */
  provider?: string | undefined;
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
  after?: readonly (string | number)[] | undefined;
}

/**
 * Up to `count` dossiers that differ between two points, by provider, service and id, from the snapshot of the transaction. It
 * may return dossiers that differ only in grants a side does not show. If few dossiers have a span that began between the points,
 * these are compared; otherwise those of one provider after the other until the page is full.
 */
export async function differencePage(tx: Transaction<Database>, wanted: DifferencesWanted): Promise<DifferenceRow[]> {
  const { from, to, count, relabelled, provider, after } = wanted;
  const few = relabelled.length === 0 ? await fewOf(tx, changedBetween(from, to), SPANS_EACH) : undefined;
  if (few) {
    const some = sql`(select * from dossier where id = any(${few}::uuid[])) as dossier`;
    return rowsAmong(tx, wanted, sql`${sidesOf(some, wanted)} join provider on ${isHolder}`, sql`true`);
  }
  const held = sql`provider join dossier_holder as holder on holder.provider = provider.id
    join dossier on dossier.id = holder.dossier`;
  const ranges =
    provider === undefined
      ? rangesOfNames(tx, after && String(after[0]))
      : [sql`dossier.id in (select dossier from dossier_holder where provider = ${provider})`];
  return readUntil(count, ranges, (some, left) =>
    rowsAmong(tx, { ...wanted, count: left }, sidesOf(held, wanted), sql`${some} and ${isHolder}`),
  );
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
async function rowsAmong(
  tx: Transaction<Database>,
  wanted: DifferencesWanted,
  source: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): Promise<DifferenceRow[]> {
  const { from, to, count } = wanted;
  const { rows } = await sql<DifferenceRow>`
    with page as (
      select dossier.id, dossier.scheme, provider.folded, coalesce(now.service, was.service) as service
      from ${source}
      where ${sql.join([condition, ...conditions(wanted)], sql` and `)}
      order by provider.folded, coalesce(now.service, was.service), dossier.id
      limit ${count}
    )
    select dossier.*, ${sideIn('was', from)} as was, ${sideIn('now', to)} as now
    from ${sidesOf(sql`page as dossier`, wanted)}
    order by dossier.folded, dossier.service, dossier.id
  `.execute(tx);
  return rows;
}

function conditions({ scheme, provider, status, relabelled, after }: DifferencesWanted) {
  return [
    sql`(${differ} or dossier.scheme || '/' || now.status = any(${[...relabelled]}::text[]))`,
    scheme !== undefined && sql`dossier.scheme = ${scheme}`,
    provider !== undefined && sql`${provider}::uuid in (was.provider, now.provider)`,
    status !== undefined && sql`${status} in (was.status, now.status)`,
    after !== undefined &&
      sql`provider.folded >= ${after[0]}
        and (provider.folded, coalesce(now.service, was.service), dossier.id::text collate "C") > (${sql.join(after)})`,
  ].filter((condition) => condition !== false);
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

/** An event that explains a difference: visible at one of the two points only. */
export const DifferenceCause = z.strictObject({
  id: z.uuid(),
  type: z.string() as z.ZodType<LedgerEvent['type']>,
  occurred: PartialDateSchema.nullable().describe('At that point, with corrections applied.'),
  recordedAt: z.iso.datetime(),
  publisher: z.string().nullable().describe('Of its source.'),
  position: z.int(),
  visible: z.enum(['from', 'to']).describe('The point at which it is visible.'),
});
export type DifferenceCause = z.infer<typeof DifferenceCause>;

/** A point with a fixed position, so that events recorded meanwhile do not change the result. */
export type FixedPoint = BitemporalPoint & { position: number };

/** The causes per dossier, by id, in order of recording; one query. */
export async function causesFor(
  db: Kysely<Database>,
  codec: Codec<LedgerEvent>,
  dossiers: readonly { id: string; scheme: string }[],
  { from, to }: { from: FixedPoint; to: FixedPoint },
): Promise<ReadonlyMap<string, DifferenceCause[]>> {
  if (dossiers.length === 0) return new Map();
  const streams = dossiers.flatMap(({ id, scheme }) => [dossierStream(id), schemeStream(scheme)]);
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...new Set(streams)]}) and position <= ${Math.max(from.position, to.position)}
    order by position
  `.execute(db);
  const byStream = new Map(streams.map((stream): [string, Recorded<LedgerEvent>[]] => [stream, []]));
  for (const entry of decodeReadable(codec, rows)) byStream.get(entry.stream)?.push(entry);
  return new Map(
    dossiers.map(({ id, scheme }) => {
      const record = [...(byStream.get(dossierStream(id)) ?? []), ...(byStream.get(schemeStream(scheme)) ?? [])];
      return [id, causesIn(record, from, to)];
    }),
  );
}

function causesIn(record: readonly Recorded<LedgerEvent>[], from: FixedPoint, to: FixedPoint): DifferenceCause[] {
  const before = visibleAt(record, from);
  const after = visibleAt(record, to);
  const roots = new Set([...before.keys(), ...after.keys()]);
  const only = (here: Visible, there: Visible, visible: DifferenceCause['visible']) =>
    [...here.values()]
      .filter(({ id, event }) => !there.has(id) && concerns(event, roots, record))
      .map((entry) => causeOf(entry, visible));
  return [...only(before, after, 'from'), ...only(after, before, 'to')].sort((a, b) => a.position - b.position);
}

type Entry = Pick<Recorded<LedgerEvent>, 'id' | 'position' | 'recordedAt' | 'event'>;
type Visible = ReadonlyMap<string, Entry>;

/** Amendments and schemes are visible from their recording on, facts from their day on. */
function visibleAt(record: readonly Recorded<LedgerEvent>[], { asOf, position }: FixedPoint): Visible {
  const known = record.filter((entry) => entry.position <= position);
  const dossier = known.filter(({ stream }) => streamKind(stream) === 'dossier') as Recorded<DossierEvent>[];
  const facts = liveEvents(dossier, DossierEventSchema).filter(
    ({ event }) => event.occurred === undefined || earliest(event.occurred) <= asOf,
  );
  const scheme = known.filter(({ stream }) => streamKind(stream) === 'scheme') as Recorded<SchemeEvent>[];
  const always = [
    ...liveEvents(scheme, SchemeEventSchema),
    ...known.filter(({ event }) => amends(event) !== undefined),
  ];
  return new Map([...facts, ...always].map((entry) => [entry.id, entry]));
}

/** An amendment explains nothing if its target, through any chain of amendments, is visible at neither point. */
function concerns(event: LedgerEvent, seen: ReadonlySet<string>, record: readonly Recorded<LedgerEvent>[]): boolean {
  const targetId = amends(event);
  if (targetId === undefined) return true;
  const target = record.find(({ id }) => id === targetId);
  return target !== undefined && seen.has(targetId) && concerns(target.event, seen, record);
}

const amends = (event: LedgerEvent): string | undefined =>
  event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;

const causeOf = ({ id, event, recordedAt, position }: Entry, visible: DifferenceCause['visible']): DifferenceCause => ({
  id,
  type: event.type,
  occurred: ('occurred' in event && event.occurred) || null,
  recordedAt: recordedAt.toISOString(),
  publisher: event.source?.publisher ?? null,
  position,
  visible,
});
