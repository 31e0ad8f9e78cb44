import { type Kysely, sql, type Transaction } from 'kysely';
import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { keptAlive } from '#database/transactions.js';
import { completeFrom, followedTo, moveCheckpoint, type ProjectionVersion } from '../checkpoint.js';
import { failuresOf, Isolation, advanceIsolated } from '../isolation.js';
import { RangeLength } from '../range-length.js';
import { buildSchema, type RebuildableProjection, dropBuild } from './build-schema.js';

interface BuildOptions {
  signal: AbortSignal;
  /** Called with the position of the build at its start and after each commit. */
  onProgress?: (position: number) => void;
}

/**
 * Follows the ledger for a build up to a position, in transactions that also move the checkpoint of the build: after a
 * crash, the next run resumes there. Up to where the ledger ended when it began, each stream is applied once, as a whole: so
 * the cost is linear in the events, wherever they are in the ledger. Streams that fail are left to the followers, once the build serves.
 *
 * @returns the position reached; less than `upTo` when the signal has aborted
 */
export async function advanceBuild(
  build: LedgerDatabase,
  projection: RebuildableProjection,
  upTo: number,
  { signal, onProgress }: BuildOptions,
): Promise<number> {
  let from = await followedTo(build, projection);
  const whole = from === 0 ? upTo : await completeFrom(build, projection);
  const range = new RangeLength(projection.maxRange);
  onProgress?.(from);
  while (from < upTo && !signal.aborted) {
    const [after, startedAt] = [from, performance.now()];
    const isWhole = after < whole;
    const to = Math.min(from + range.positions, isWhole ? whole : upTo);
    const known = await failuresOf(build, projection);
    await advanceIsolated(build, projection, { from, to, whole }, known, (tx, isolation) =>
      projection.advance(after, to, tx, isolation, isWhole ? whole : undefined),
    );
    from = to;
    range.adapt(to - after, performance.now() - startedAt);
    onProgress?.(from);
  }
  return from;
}

interface Flipped {
  /** The version that served before. */
  before: number;
  position: number;
  /** Streams that could not be applied; followers retry them. */
  failed: string[];
  rows: { table: string; before: number; after: number }[];
}

const ATTEMPTS = 60;
const RETRY_MS = 1_000;

/**
 * Brings a build to the head of the ledger and lets it serve. The head may move meanwhile, and readers may hold the tables
 * that serve, so this takes several attempts.
 *
 * @param head the end of the ledger now
 * @returns `undefined` when the signal has aborted; the build is kept
 * @throws the lock timeout of the last attempt
 */
export async function finishBuild(
  build: LedgerDatabase,
  projection: RebuildableProjection,
  head: () => Promise<number>,
  options: BuildOptions,
): Promise<Flipped | undefined> {
  const catchUp = async (): Promise<void> => {
    await advanceBuild(build, projection, await head(), options);
  };
  await catchUp();
  // Readers find the tables as after a long time in service: with statistics and a visibility map.
  if (!options.signal.aborted)
    for (const table of projection.tables) await sql`vacuum (analyze) ${sql.id(table)}`.execute(build);
  for (let attempt = 1; ; attempt++) {
    await catchUp();
    if (options.signal.aborted) return undefined;
    try {
      return await flip(build, projection, catchUp, options.signal);
    } catch (error) {
      if (!isLockTimeout(error) || attempt === ATTEMPTS) throw error;
      await pause(RETRY_MS, options.signal);
    }
  }
}

/** The transaction of a follower covers one range, which may take this long. */
const FOLLOWER_MS = 30_000;
/** Less than `deadlock_timeout`, so that a reader is never the one to be cancelled, and waits no longer than this. */
const READERS_MS = 500;

/**
 * Lets a build serve, in one transaction: readers see the tables and the checkpoint of the earlier version, or those of the
 * new one. The row of the checkpoint is locked first, as followers do, so none of them writes meanwhile; the next
 * transaction of one that had the earlier version finds another version on record and fails before it writes.
 *
 * @param catchUp brings the build to the head, in transactions of its own
 * @returns `undefined` when the signal has aborted; nothing has changed
 * @throws a lock timeout: a follower or a reader took too long. Nothing has changed, and it can be repeated
 */
const flip = (
  build: LedgerDatabase,
  projection: RebuildableProjection,
  catchUp: () => Promise<void>,
  signal: AbortSignal,
): Promise<Flipped | undefined> =>
  build.transaction().execute(async (tx) => {
    const { name, version, tables } = projection;
    await sql`select set_config('lock_timeout', ${String(FOLLOWER_MS)}, true)`.execute(tx);
    const served = await sql<{ version: number; position: number }>`
      select version, position from public.checkpoint where name = ${name} for update
    `.execute(tx);
    await keptAlive(build, tx, catchUp);
    if (signal.aborted) return undefined;
    const position = await positionOf(tx, projection, served.rows[0]?.position ?? 0);
    await sql`select set_config('lock_timeout', ${String(READERS_MS)}, true)`.execute(tx);
    const rows = await countRows(tx, projection);
    await sql`lock table ${sql.join(tables.map((table) => sql.id('public', table)))} in access exclusive mode`.execute(
      tx,
    );
    for (const table of tables) await replace(tx, projection, table);
    await sql`
      insert into public.checkpoint (name, version, position) values (${name}, ${version}, ${position})
      on conflict (name) do update set version = excluded.version, position = excluded.position
    `.execute(tx);
    const failed = await replaceFailures(tx, projection);
    await dropBuild(tx, projection);
    return { before: served.rows[0]?.version ?? version, position, failed, rows };
  });

/** @param served the position that readers have seen */
async function positionOf(tx: Transaction<Database>, { name }: RebuildableProjection, served: number): Promise<number> {
  const { position } = await tx
    .selectFrom('checkpoint')
    .select('position')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  if (position < served) throw new Error(`the build of ${name} is at ${position}, behind ${served}, which readers see`);
  return position;
}

async function replaceFailures(tx: Transaction<Database>, { name }: RebuildableProjection): Promise<string[]> {
  await sql`delete from public.projection_failure where projection = ${name}`.execute(tx);
  const { rows } = await sql<{ stream: string }>`
    insert into public.projection_failure select * from projection_failure returning stream
  `.execute(tx);
  return [...new Set(rows.map(({ stream }) => stream))];
}

async function countRows(tx: Transaction<Database>, projection: RebuildableProjection): Promise<Flipped['rows']> {
  const counted: Flipped['rows'] = [];
  for (const table of projection.tables) {
    const { rows } = await sql<{ before: number; after: number }>`
      select (select count(*) from ${sql.id('public', table)}) as before,
        (select count(*) from ${sql.id(buildSchema(projection), table)}) as after
    `.execute(tx);
    for (const row of rows) counted.push({ table, ...row });
  }
  return counted;
}

/** The new table has the owner and the privileges of the one that it replaces. */
async function replace(tx: Transaction<Database>, projection: RebuildableProjection, table: string): Promise<void> {
  const name = `public.${table}`;
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %s owner to %I', ${name}::text, pg_get_userbyid(relowner)) as statement
    from pg_class where oid = ${name}::regclass
    union all
    select format('grant %s on %s to %s %s', privilege_type, ${name}::text,
      case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
      case when is_grantable then 'with grant option' end)
    from pg_class, aclexplode(relacl) where oid = ${name}::regclass and grantee <> relowner
  `.execute(tx);
  await sql`drop table ${sql.id('public', table)}`.execute(tx);
  await sql`alter table ${sql.id(buildSchema(projection), table)} set schema public`.execute(tx);
  for (const { statement } of rows) await sql.raw(statement).execute(tx);
}

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
      const [from, whole] = [await followedTo(tx, projection), await completeFrom(tx, projection)];
      const built = Math.max(from, whole);
      if (built > to || from < whole)
        throw new Error(`the build of ${projection.name} is at ${built}, beyond ${to}, which readers see`);
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
