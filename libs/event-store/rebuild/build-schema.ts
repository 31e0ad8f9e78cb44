import { type Kysely, sql, type Transaction } from 'kysely';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { type DatabaseTimeouts, PATIENT } from '#database/timeouts.js';
import { openCheckpoint, type ProjectionVersion } from '../checkpoint.js';
import type { RangeProjection } from '../follow.js';

/** A projection that follows from the ledger alone, so its tables can be built again beside those that serve. */
export interface RebuildableProjection extends RangeProjection {
  /** Those that it alone writes; no foreign key refers to them, and none leads out of them. */
  tables: readonly string[];
}

export const buildSchema = ({ name }: Pick<ProjectionVersion, 'name'>): string => `jalon_build_${name}`;

/**
 * The database as a build sees it: the tables of the projection, its checkpoint and its failures are those of the build, all
 * others the usual ones. Code that names tables without a schema needs no change.
 */
export function openBuild(
  ownerUrl: string,
  projection: Pick<ProjectionVersion, 'name'>,
  timeouts: DatabaseTimeouts = PATIENT,
): LedgerDatabase {
  const url = new URL(ownerUrl);
  const options = `${url.searchParams.get('options') ?? ''} -c search_path=${buildSchema(projection)},public`;
  url.searchParams.set('options', options.trim());
  return openDatabase({ url: url.href, applicationName: 'jalon rebuild', timeouts });
}

/**
 * Creates the empty tables of a build, with the columns, constraints and indexes of those that serve. Keeps those of an
 * earlier run that was interrupted, unless it was for another version or before the latest migration.
 */
export async function prepareBuild(build: LedgerDatabase, projection: RebuildableProjection): Promise<void> {
  const label = await labelOf(build, projection);
  const found = await sql<{ label: string | null }>`
    select obj_description(oid, 'pg_namespace') as label from pg_namespace where nspname = ${buildSchema(projection)}
  `.execute(build);
  if (found.rows[0]?.label === label) return;
  await build.transaction().execute(async (tx) => {
    await dropBuild(tx, projection);
    await sql`create schema ${sql.id(buildSchema(projection))}`.execute(tx);
    await sql`comment on schema ${sql.id(buildSchema(projection))} is ${sql.lit(label)}`.execute(tx);
    for (const table of ['checkpoint', 'projection_failure', ...projection.tables])
      await copyTable(tx, buildSchema(projection), table);
    await openCheckpoint(tx, projection);
  });
}

async function labelOf(db: Kysely<Database>, { name, version }: ProjectionVersion): Promise<string> {
  const { rows } = await sql<{ latest: string }>`select max(name) as latest from kysely_migration`.execute(db);
  return `${name} ${version}, stream by stream, after ${rows[0]?.latest ?? 'no migration'}`;
}

export async function dropBuild(db: Kysely<Database>, projection: Pick<ProjectionVersion, 'name'>): Promise<void> {
  await sql`drop schema if exists ${sql.id(buildSchema(projection))} cascade`.execute(db);
}

/** Indexes keep their names, which `like` would change: later migrations refer to them. */
async function copyTable(tx: Transaction<Database>, schema: string, table: string): Promise<void> {
  // Without a schema as long as the copy does not exist, and thus on the copy once it does.
  const { rows } = await sql<{ definition: string }>`
    select case when con.oid is null then pg_get_indexdef(indexrelid, 0, true)
      else format('alter table %I add constraint %I %s', ${table}::text, conname, pg_get_constraintdef(con.oid))
      end as definition
    from pg_index left join pg_constraint as con on conindid = indexrelid and contype in ('p', 'u', 'x')
    where indrelid = ${`public.${table}`}::regclass
  `.execute(tx);
  await sql`
    create table ${sql.id(schema, table)} (like ${sql.id('public', table)} including all excluding indexes)
  `.execute(tx);
  for (const { definition } of rows) await sql.raw(definition).execute(tx);
}
