import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kysely, type Migration, type MigrationProvider, Migrator, sql, type Transaction } from 'kysely';
import { openDatabase } from './connection.js';
import type { Database } from './tables.js';
import { PATIENT } from './timeouts.js';

/**
 * Brings the schema of the owner's database up to date, then grants the app's role its privileges. No-op if the
 * schema is up to date; concurrent runs wait for each other. A migration that fails leaves the schema as it was
 * (PostgreSQL's DDL is transactional: all pending migrations are one transaction).
 *
 * @param appRole the role that api and worker connect as; without one, no grants are made
 * @returns the names of the migrations that ran
 */
export async function migrateToLatest(ownerUrl: string, appRole?: string): Promise<string[]> {
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon migrate', timeouts: PATIENT });
  try {
    const { error, results } = await new Migrator({ db, provider: migrationFiles }).migrateToLatest();
    if (error) throw error as Error;
    if (appRole) await grantToApp(db, appRole);
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

const folder = join(import.meta.dirname, '../../migrations');

/** The files of `migrations/`, in the order of their names: TypeScript under the tests, JavaScript once built. */
export const migrationFiles: MigrationProvider = {
  async getMigrations(): Promise<Record<string, Migration>> {
    const files = (await readdir(folder)).filter((file) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.[jt]s$/.test(file));
    const migrations = files.map(async (file): Promise<[string, Migration]> => [
      parse(file).name,
      (await import(pathToFileURL(join(folder, file)).href)) as Migration,
    ]);
    return Object.fromEntries(await Promise.all(migrations));
  },
};

/** Read-only for the app: the ledger is written through `ledger_append`, the schema by the owner. */
const readOnly = ['event', 'ledger_head', 'ledger_epoch', 'kysely_migration', 'kysely_migration_lock'];

/**
 * Grants the app's role the privileges of api and worker, and revokes all others: no TRUNCATE, no ownership, no
 * INSERT into the ledger. Also grants schema `bullmq`, where the queue creates its own tables as the app's role. Runs after
 * every migration, so a new table needs no grants of its own.
 */
async function grantToApp(db: Kysely<Database>, role: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Two GRANTs at once on one object fail with "tuple concurrently updated".
    await sql`select pg_advisory_xact_lock(hashtext('jalon grants'))`.execute(tx);
    const app = sql.id(role);
    await sql`grant usage on schema public to ${app}`.execute(tx);
    await grantTables(tx, role);
    await sql`grant usage on all sequences in schema public to ${app}`.execute(tx);
    await sql`grant execute on all functions in schema public to ${app}`.execute(tx);
    await grantToQueue(tx, role);
  });
}

/** The queue creates its own tables, and temporary ones for bulk jobs. */
async function grantToQueue(tx: Transaction<Database>, role: string): Promise<void> {
  const app = sql.id(role);
  const found = await sql<{ name: string }>`select current_database() as name`.execute(tx);
  await sql`grant temporary on database ${sql.id(found.rows[0]?.name ?? '')} to ${app}`.execute(tx);
  await sql`create schema if not exists bullmq`.execute(tx);
  await sql`grant usage, create on schema bullmq to ${app}`.execute(tx);
}

async function grantTables(tx: Transaction<Database>, role: string): Promise<void> {
  const app = sql.id(role);
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  `.execute(tx);
  for (const { name } of tables.rows) {
    await sql`revoke all on ${sql.id('public', name)} from ${app}`.execute(tx);
    const rights = readOnly.includes(name) ? sql`select` : sql`select, insert, update, delete`;
    await sql`grant ${rights} on ${sql.id('public', name)} to ${app}`.execute(tx);
  }
}
