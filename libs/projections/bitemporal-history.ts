import { type RawBuilder, sql, type Transaction } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { compareDays, type Day } from '#domain/date/day.js';

/** A value with its identity. */
export interface KeyedValue<V> {
  /** Distinguishes values that are valid on the same day. */
  key: string;
  value: V;
  /** The next day on which it may change without a new event: every evaluation names it anew. */
  nextChange?: Day | undefined;
}

/** A period of days, both included, over which a value does not change. */
export interface ValidityInterval<V> extends KeyedValue<V> {
  from: Day;
  to: Day;
}

/** A validity interval with its transaction time: known from one position of the ledger until another (excluded; `null`: current). */
export interface Span<V> extends ValidityInterval<V> {
  knownFrom: number;
  knownTo: number | null;
}

/** The bitemporal history of one dossier or provider: replayed in memory, it collects the spans to insert and to close. */
export class BitemporalHistory<V> {
  /** Spans not stored yet; some may be closed already. */
  readonly inserted: Span<V>[] = [];
  /** Stored spans that are no longer current. */
  readonly closed: Span<V>[] = [];
  /** In order of their last day, so that those that a change concerns are the last. */
  readonly spans: Span<V>[];

  /** @param stored the current spans */
  constructor(stored: readonly Span<V>[]) {
    this.spans = stored.toSorted(byLastDay);
  }

  /** The current spans that end on a day or later. */
  endingSince(day: Day): Span<V>[] {
    let first = this.spans.length;
    while (first > 0 && (this.spans[first - 1]?.to ?? '') >= day) first--;
    return this.spans.slice(first);
  }

  /**
   * Replaces current spans from a position on: unchanged ones stay, the others are closed.
   *
   * @param before the last of `spans`
   */
  replace(before: readonly Span<V>[], next: readonly ValidityInterval<V>[], position: number): void {
    const former = new Map(before.map((span) => [keyAndStart(span), span]));
    const current = next.map((span) => {
      const name = keyAndStart(span);
      const known = former.get(name);
      if (!known || (known !== span && (known.to !== span.to || !isEqual(known.value, span.value))))
        return this.begin(span, position);
      former.delete(name);
      return known;
    });
    for (const span of former.values()) this.end(span, position);
    this.spans.length -= before.length;
    this.spans.push(...current.sort(byLastDay));
  }

  private begin({ key, value, from, to }: ValidityInterval<V>, knownFrom: number): Span<V> {
    const known = { key, value, from, to, knownFrom, knownTo: null };
    this.inserted.push(known);
    this.fresh.add(known);
    return known;
  }

  private readonly fresh = new Set<Span<V>>();

  private end(span: Span<V>, position: number): void {
    span.knownTo = position;
    if (!this.fresh.has(span)) this.closed.push(span);
  }
}

/** Of two values of JSON, one of which may have been read from a table: a field that is undefined is none. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, nth) => isEqual(item, other[nth]));
  const fields = one as Record<string, unknown>;
  const others = other as Record<string, unknown>;
  for (const name in fields) if (!isEqual(fields[name], others[name])) return false;
  for (const name in others) if (others[name] !== undefined && fields[name] === undefined) return false;
  return true;
}

const byLastDay = (a: { to: Day }, b: { to: Day }): number => compareDays(a.to, b.to);

const keyAndStart = ({ key, from }: ValidityInterval<unknown>): string => `${from} ${key}`;

interface RecordedEntry {
  position: number;
  recordedAt: Date;
}

/** The entries recorded at one instant; `knownAt` cannot separate them. */
export interface RecordingInstant {
  first: number;
  last: number;
  /** Length of the stream at that instant. */
  count: number;
}

/**
 * The recording instants of a stream that end at a position or later.
 *
 * @param besides other entries that affect the stream: publications of its scheme
 */
export function instantsSince(
  record: readonly RecordedEntry[],
  since: number,
  besides: readonly RecordedEntry[] = [],
): RecordingInstant[] {
  const instants: RecordingInstant[] = [];
  let instant: number | undefined;
  let count = 0;
  for (const point of inOrder(record, besides)) {
    if (point.ofStream) count += 1;
    const current = instants.at(-1);
    const { position, recordedAt } = point;
    if (current && instant === recordedAt.getTime()) Object.assign(current, { last: position, count });
    else instants.push({ first: position, last: position, count });
    instant = recordedAt.getTime();
  }
  return instants.filter((instant) => instant.last >= since && instant.count > 0);
}

function inOrder(record: readonly RecordedEntry[], besides: readonly RecordedEntry[]) {
  const points = record.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: true }));
  if (besides.length === 0) return points;
  points.push(...besides.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: false })));
  return points.sort((a, b) => a.position - b.position);
}

/** A dossier or provider, and what of its record is to be projected. */
export interface SpanOwner {
  id: string;
  /** The position of its first event. */
  first: number;
  since: number;
  /** Later changes may have been applied already and are reverted first. */
  redo: boolean;
  instants: readonly RecordingInstant[];
}

const END = Number.MAX_SAFE_INTEGER;
/** A statement of more takes long to make, during which the process does nothing else. */
const SPANS_AT_ONCE = 1_000;

/**
 * Brings the spans of some owners up to date. If an instant began in an earlier range of the ledger, its changes are reverted, so
 * the result does not depend on how the ledger was divided into ranges.
 *
 * @param tables spans of one without keys have its name as key; of several, one at most has keys
 */
export async function projectSpans<V, O extends SpanOwner>(
  tx: Transaction<Database>,
  tables: readonly SpanTable<V>[],
  owners: readonly O[],
  replay: (owner: O, history: BitemporalHistory<V>, slice: TimeSlice) => Promise<void>,
): Promise<void> {
  const existing = owners.filter(({ first, since }) => first < since).map(({ id }) => id);
  const stored = new Map<string, Span<V>[]>(existing.map((id) => [id, []]));
  for (const table of tables) {
    for (const { id, since, redo, instants } of owners) {
      if (redo) await revertSpans(tx, table, id, { first: since, last: END });
      for (const instant of instants) if (instant.first < since) await revertSpans(tx, table, id, instant);
    }
    for (const [id, spans] of await currentSpans(tx, table, existing)) stored.get(id)?.push(...spans);
  }
  const inserted: OwnedSpan<V>[] = [];
  const closed: OwnedSpan<V>[] = [];
  const slice = new TimeSlice();
  for (const owner of owners) {
    const history = new BitemporalHistory<V>(stored.get(owner.id) ?? []);
    await replay(owner, history, slice);
    for (const span of history.inserted) inserted.push(Object.assign(span, { owner: owner.id }));
    for (const span of history.closed) closed.push(Object.assign(span, { owner: owner.id }));
  }
  for (const table of tables) {
    const belongsHere = ({ key }: Span<V>): boolean =>
      table.key ? !tables.some(({ name }) => name === key) : table.name === key;
    for (const some of chunksOf(closed.filter(belongsHere), SPANS_AT_ONCE)) await closeSpans(tx, table, some);
    for (const some of chunksOf(inserted.filter(belongsHere), SPANS_AT_ONCE)) await insertSpans(tx, table, some);
  }
}

interface Row<V> {
  owner: string;
  key: string;
  from_day: Day;
  to_day: Day;
  known_from: number;
  value: V;
}

/** The current spans of some dossiers or providers, by owner. */
async function currentSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  owners: readonly string[],
): Promise<ReadonlyMap<string, Span<V>[]>> {
  const byOwner = new Map<string, Span<V>[]>();
  if (owners.length === 0) return byOwner;
  const value = sql.ref(Object.keys(table.columns).at(-1) ?? '');
  const { rows } = await sql<Row<V>>`
    select ${sql.ref(table.owner)} as owner, ${table.key ? sql.ref(table.key) : sql.lit(table.name)} as key, from_day, to_day,
      known_from, ${value} as value
    from ${sql.table(table.name)}
    where ${sql.ref(table.owner)} = any(${arrayLiteral(owners)}::uuid[]) and known_to is null
  `.execute(tx);
  for (const row of rows) {
    const { key, from_day: from, to_day: to, known_from: knownFrom } = row;
    const known = { key, from, to, value: row.value, knownFrom, knownTo: null };
    const spans = byOwner.get(row.owner) ?? [];
    byOwner.set(row.owner, spans);
    spans.push(known);
  }
  return byOwner;
}

type OwnedSpan<V> = Span<V> & { owner: string };

async function closeSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  spans: readonly OwnedSpan<V>[],
): Promise<void> {
  if (spans.length === 0) return;
  const key = table.key ? sql`and span.${sql.ref(table.key)} = closed.key` : sql``;
  await sql`
    update ${sql.table(table.name)} as span set known_to = closed.known_to
    from unnest(
      ${arrayLiteral(spans.map(({ owner }) => owner))}::uuid[], ${arrayLiteral(spans.map((span) => span.key))}::text[],
      ${arrayLiteral(spans.map(({ from }) => from))}::date[], ${arrayLiteral(spans.map(({ knownFrom }) => knownFrom))}::bigint[],
      ${arrayLiteral(spans.map(({ knownTo }) => knownTo))}::bigint[]
    ) as closed (owner, key, from_day, known_from, known_to)
    where span.${sql.ref(table.owner)} = closed.owner and span.from_day = closed.from_day
      and span.known_from = closed.known_from ${key}
  `.execute(tx);
}

async function insertSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  spans: readonly OwnedSpan<V>[],
): Promise<void> {
  if (spans.length === 0) return;
  const values = spans.map(({ value }) => table.valuesOf(value));
  const columns: [string, string, (string | number | null)[]][] = [
    [table.owner, 'uuid', spans.map(({ owner }) => owner)],
    ['from_day', 'date', spans.map(({ from }) => from)],
    ['to_day', 'date', spans.map(({ to }) => to)],
    ['known_from', 'bigint', spans.map(({ knownFrom }) => knownFrom)],
    ['known_to', 'bigint', spans.map(({ knownTo }) => knownTo)],
    ...Object.entries(table.columns).map(([name, type], index): [string, string, (string | null)[]] => [
      name,
      type,
      values.map((row) => row[index] ?? null),
    ]),
  ];
  if (table.key) columns.push([table.key, 'text', spans.map(({ key }) => key)]);
  await sql`
    insert into ${sql.table(table.name)} (${sql.join(columns.map(([name]) => sql.ref(name)))})
    select ${sql.join(columns.map(([name, type]) => selected(name, type)))}
    from unnest(${sql.join(columns.map(([, type, list]) => arrayOf(type, list)))})
      as new (${sql.join(columns.map(([name]) => sql.ref(name)))})
  `.execute(tx);
}

/** PostgreSQL arrays of arrays are rectangular, so lists are sent as text. JSON holds no control characters: U+0001 separates values. */
function arrayOf(type: string, list: readonly (string | number | null)[]): RawBuilder<unknown> {
  if (type === 'jsonb') return sql`string_to_array(${list.join('\u0001')}::text, chr(1))::jsonb[]`;
  return sql`${arrayLiteral(list)}::${sql.raw(type.endsWith('[]') ? 'text' : type)}[]`;
}

const selected = (name: string, type: string): RawBuilder<unknown> =>
  type.endsWith('[]') ? sql`${sql.ref(name)}::${sql.raw(type)}` : sql.ref(name);

/** Reverts the changes that positions `first` to `last` made to the spans of an owner. They must be its latest changes. */
async function revertSpans<V>(
  tx: Transaction<Database>,
  { name, owner }: SpanTable<V>,
  ownerId: string,
  { first, last }: { first: number; last: number },
): Promise<void> {
  const spans = sql.table(name);
  const isOwned = sql`${sql.ref(owner)} = ${ownerId}`;
  await sql`delete from ${spans} where ${isOwned} and known_from between ${first} and ${last}`.execute(tx);
  await sql`update ${spans} set known_to = null where ${isOwned} and known_to between ${first} and ${last}`.execute(tx);
}

/** Describes a table of spans: its owner and key columns, and the columns computed from the value. */
export interface SpanTable<V> {
  name: 'dossier_span' | 'deadline_span' | 'board_line' | 'provider_span' | 'provider_profile';
  owner: 'dossier' | 'provider';
  /** The key column; absent if there is one span a day. */
  key?: 'key';
  /** With their SQL types. The last one holds the value itself. */
  columns: Readonly<Record<string, string>>;
  /** As text, in the order of the columns. */
  valuesOf(value: V): readonly (string | null)[];
}
