import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Day } from '#domain/date/day.js';
import { arrayLiteral } from '#event-store/array-literal.js';
import type { Known } from './chronicle.js';
import type { SpanTable } from './span-table.js';

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
