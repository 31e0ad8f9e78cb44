import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { buildSchema, dropBuild, type RebuildableProjection } from './build-schema.js';

export interface Flipped {
  /** The version that served before. */
  before: number;
  position: number;
  /** Streams that could not be applied; followers retry them. */
  failed: string[];
  rows: { table: string; before: number; after: number }[];
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
 * @throws a lock timeout: a follower or a reader took too long. Nothing has changed, and it can be repeated
 */
export const flip = (
  build: LedgerDatabase,
  projection: RebuildableProjection,
  catchUp: () => Promise<void>,
): Promise<Flipped> =>
  build.transaction().execute(async (tx) => {
    const { name, version, tables } = projection;
    await sql`select set_config('lock_timeout', ${String(FOLLOWER_MS)}, true)`.execute(tx);
    const served = await sql<{ version: number; position: number }>`
      select version, position from public.checkpoint where name = ${name} for update
    `.execute(tx);
    await catchUp();
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
