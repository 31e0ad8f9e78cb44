import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Day } from '#domain/date/day.js';
import { arrayLiteral } from '#event-store/group-commit.js';
import type { Stretch } from './validity-interval.js';

/** A stretch of days as it is known from one position of the ledger to another (excluded; `null`: to this day). */
export interface Known<V> extends Stretch<V> {
  knownFrom: number;
  knownTo: number | null;
}

/** What is known of one dossier or provider, followed from position to position in memory: what is to be written follows. */
export class Chronicle<V> {
  /** Spans that are not stored yet; some may be over again. */
  readonly written: Known<V>[] = [];
  /** Stored spans that are over. */
  readonly closed: Known<V>[] = [];
  private open: ReadonlyMap<string, Known<V>>;

  /** @param stored the spans that are known to this day */
  constructor(stored: readonly Known<V>[]) {
    this.open = new Map(stored.map((span) => [nameOf(span), span]));
  }

  get spans(): Known<V>[] {
    return [...this.open.values()];
  }

  /** From a position on the spans are these. Those that say the same already stay as they are, the others are over. */
  become(next: readonly Stretch<V>[], position: number): void {
    const before = new Map(this.open);
    const open = new Map<string, Known<V>>();
    for (const span of next) {
      const name = nameOf(span);
      const known = before.get(name);
      if (known && (known === span || (known.to === span.to && known.text === span.text))) {
        open.set(name, known);
        before.delete(name);
      } else open.set(name, this.begin(span, position));
    }
    for (const span of before.values()) this.end(span, position);
    this.open = open;
  }

  private begin(span: Stretch<V>, position: number): Known<V> {
    const known = { ...span, knownFrom: position, knownTo: null };
    this.written.push(known);
    this.fresh.add(known);
    return known;
  }

  private readonly fresh = new Set<Known<V>>();

  private end(span: Known<V>, position: number): void {
    span.knownTo = position;
    if (!this.fresh.has(span)) this.closed.push(span);
  }
}

const nameOf = ({ key, from }: Stretch<unknown>): string => `${from} ${key}`;

interface OnTime {
  position: number;
  recordedAt: Date;
}

/** What was recorded at one instant: no `knownAt` can tell it apart. */
export interface Moment {
  first: number;
  last: number;
  /** How many events of the stream there are by then. */
  count: number;
}

/**
 * The moments of a stream that end at a position or later.
 *
 * @param besides what else of the ledger matters to the stream from its beginning on: publications of its scheme
 */
export function momentsSince(record: readonly OnTime[], since: number, besides: readonly OnTime[] = []): Moment[] {
  const moments: Moment[] = [];
  let instant: number | undefined;
  let count = 0;
  for (const point of inOrder(record, besides)) {
    if (point.ofStream) count += 1;
    const current = moments.at(-1);
    const { position, recordedAt } = point;
    if (current && instant === recordedAt.getTime()) Object.assign(current, { last: position, count });
    else moments.push({ first: position, last: position, count });
    instant = recordedAt.getTime();
  }
  return moments.filter((moment) => moment.last >= since && moment.count > 0);
}

function inOrder(record: readonly OnTime[], besides: readonly OnTime[]) {
  const points = record.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: true }));
  if (besides.length === 0) return points;
  points.push(...besides.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: false })));
  return points.sort((a, b) => a.position - b.position);
}

interface Row<V> {
  owner: string;
  key: string;
  from_day: Day;
  to_day: Day;
  known_from: number;
  value: V;
}

/** The spans of some dossiers or providers that are known to this day, by whose they are. */
export async function openSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  owners: readonly string[],
): Promise<ReadonlyMap<string, Known<V>[]>> {
  const byOwner = new Map<string, Known<V>[]>();
  if (owners.length === 0) return byOwner;
  const value = sql.ref(Object.keys(table.columns).at(-1) ?? '');
  const { rows } = await sql<Row<V>>`
    select ${sql.ref(table.owner)} as owner, ${table.key ? sql.ref(table.key) : sql.lit('')} as key, from_day, to_day,
      known_from, ${value} as value
    from ${sql.table(table.name)}
    where ${sql.ref(table.owner)} = any(${arrayLiteral(owners)}::uuid[]) and known_to is null
  `.execute(tx);
  for (const row of rows) {
    const { key, from_day: from, to_day: to, known_from: knownFrom } = row;
    const known = { key, from, to, value: row.value, text: table.textOf(row.value), knownFrom, knownTo: null };
    const spans = byOwner.get(row.owner) ?? [];
    byOwner.set(row.owner, spans);
    spans.push(known);
  }
  return byOwner;
}

/** A span and whose it is. */
export type Owned<V> = Known<V> & { owner: string };

export async function closeSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  spans: readonly Owned<V>[],
): Promise<void> {
  if (spans.length === 0) return;
  const key = table.key ? sql`and span.${sql.ref(table.key)} = over.key` : sql``;
  await sql`
    update ${sql.table(table.name)} as span set known_to = over.known_to
    from unnest(
      ${arrayLiteral(spans.map(({ owner }) => owner))}::uuid[], ${arrayLiteral(spans.map((span) => span.key))}::text[],
      ${arrayLiteral(spans.map(({ from }) => from))}::date[], ${arrayLiteral(spans.map(({ knownFrom }) => knownFrom))}::bigint[],
      ${arrayLiteral(spans.map(({ knownTo }) => knownTo))}::bigint[]
    ) as over (owner, key, from_day, known_from, known_to)
    where span.${sql.ref(table.owner)} = over.owner and span.from_day = over.from_day
      and span.known_from = over.known_from ${key}
  `.execute(tx);
}

export async function insertSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  spans: readonly Owned<V>[],
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
    select ${sql.join(columns.map(([name, type]) => picked(name, type)))}
    from unnest(${sql.join(columns.map(([, type, list]) => arrayOf(type, list)))})
      as new (${sql.join(columns.map(([name]) => sql.ref(name)))})
  `.execute(tx);
}

/** An array of arrays has to be a rectangle: lists travel as text. JSON holds no control characters: one may part it. */
function arrayOf(type: string, list: readonly (string | number | null)[]): RawBuilder<unknown> {
  if (type === 'jsonb') return sql`string_to_array(${list.join('\u0001')}::text, chr(1))::jsonb[]`;
  return sql`${arrayLiteral(list)}::${sql.raw(type.endsWith('[]') ? 'text' : type)}[]`;
}

const picked = (name: string, type: string): RawBuilder<unknown> =>
  type.endsWith('[]') ? sql`${sql.ref(name)}::${sql.raw(type)}` : sql.ref(name);

/** Takes back what positions `first` to `last` did to somebody's spans; they must be the last that did anything. */
export async function takeBack<V>(
  tx: Transaction<Database>,
  { name, owner }: SpanTable<V>,
  whose: string,
  { first, last }: { first: number; last: number },
): Promise<void> {
  const spans = sql.table(name);
  const theirs = sql`${sql.ref(owner)} = ${whose}`;
  await sql`delete from ${spans} where ${theirs} and known_from between ${first} and ${last}`.execute(tx);
  await sql`update ${spans} set known_to = null where ${theirs} and known_to between ${first} and ${last}`.execute(tx);
}

/** A table of spans: whose they are, what tells several of one day apart, and the columns that follow from the value. */
export interface SpanTable<V> {
  name: 'dossier_span' | 'deadline_span' | 'board_line' | 'provider_span';
  owner: 'dossier' | 'provider';
  /** The column that holds the key; absent: there is one span a day. */
  key?: 'key';
  /** With their types. The value itself is in the last one. */
  columns: Readonly<Record<string, string>>;
  /** As text, in the order of the columns. */
  valuesOf(value: V): readonly (string | null)[];
  /** The same for equal values, also for one that comes from the table. */
  textOf(value: V): string;
}
