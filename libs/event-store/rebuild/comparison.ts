import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { keptAlive } from '#database/transactions.js';
import { followedTo, moveCheckpoint, type ProjectionVersion } from '../checkpoint.js';
import { failuresOf, Isolation } from '../isolation.js';
import { buildSchema, type RebuildableProjection } from './build-schema.js';

type Row = Record<string, unknown>;

interface Difference {
  /** The columns of the primary key. */
  key: Row;
  /** `null`: the tables that serve do not have the row. */
  serving: Row | null;
  /** `null`: the build does not have it. */
  rebuilt: Row | null;
}

interface TableComparison {
  table: string;
  /** Of the table that serves. */
  rows: number;
  differing: number;
  /** The first of them, by key. */
  first: Difference[];
}

export interface Comparison {
  /** At which both were compared. */
  position: number;
  tables: TableComparison[];
}

/**
 * Compares a build with the tables that serve, row by row, at the position of the latter. A snapshot holds them there, so no
 * follower waits; what the build lacks up to there is projected in the same transaction.
 *
 * @throws Error when the build is beyond that position
 */
export const compare = (build: LedgerDatabase, projection: RebuildableProjection): Promise<Comparison> =>
  build
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const to = (await served(tx, projection))?.position ?? 0;
      const from = await followedTo(tx, projection);
      if (from > to) throw new Error(`the build of ${projection.name} is at ${from}, beyond ${to}, which readers see`);
      await moveCheckpoint(tx, projection, { from, to });
      const isolation = new Isolation(tx, await failuresOf(tx, projection), true);
      if (from < to) await keptAlive(build, tx, () => projection.advance(from, to, tx, isolation));
      const tables: TableComparison[] = [];
      for (const table of projection.tables) tables.push(await compareTable(tx, buildSchema(projection), table));
      return { position: to, tables };
    });

/** What readers see of a projection, whatever the search path; `undefined` before it has begun. */
export async function served(
  db: Kysely<Database>,
  { name }: Pick<ProjectionVersion, 'name'>,
): Promise<{ version: number; position: number } | undefined> {
  const { rows } = await sql<{ version: number; position: number }>`
    select version, position from public.checkpoint where name = ${name}
  `.execute(db);
  return rows[0];
}

const SHOWN = 5;

async function compareTable(tx: Transaction<Database>, schema: string, table: string): Promise<TableComparison> {
  const [serving, rebuilt] = [sql.id('public', table), sql.id(schema, table)];
  const key = await primaryKey(tx, table);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const { rows } = await sql<{ rows: number; differing: number; first: Difference[] }>`
    with serving as (select * from ${serving} except all select * from ${rebuilt}),
      rebuilt as (select * from ${rebuilt} except all select * from ${serving}),
      differing as (
        select to_jsonb(serving) as serving, to_jsonb(rebuilt) as rebuilt, row_number() over (order by ${columns}) as nth
        from serving full join rebuilt using (${columns})
      )
    select (select count(*) from ${serving}) as rows, count(*) as differing,
      coalesce(jsonb_agg(jsonb_build_object('serving', serving, 'rebuilt', rebuilt) order by nth)
        filter (where nth <= ${SHOWN}), '[]') as first
    from differing
  `.execute(tx);
  const { first = [], ...counts } = rows[0] ?? { rows: 0, differing: 0 };
  return {
    table,
    ...counts,
    first: first.map((one) => ({ ...one, key: keyOf(key, one.serving ?? one.rebuilt ?? {}) })),
  };
}

const keyOf = (key: readonly string[], row: Row): Row => Object.fromEntries(key.map((column) => [column, row[column]]));

async function primaryKey(tx: Transaction<Database>, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indrelid = ${`public.${table}`}::regclass and indisprimary order by array_position(indkey::int2[], attnum)
  `.execute(tx);
  return rows.map(({ name }) => name);
}
