import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { retry } from '#concurrency/timeout.js';
import { grantToApp } from './app-rights.js';
import { openDatabase } from './connection.js';
import { isLockTimeout } from './errors.js';
import type { Database } from './tables.js';
import { PATIENT } from './timeouts.js';

/** By `server_version_num`. */
const OLDEST_SERVER = 150_000;

/** The server is older than those that Jalon runs on. */
export class ServerTooOld extends Error {
  constructor(version: string) {
    super(`PostgreSQL ${version} is too old. Jalon needs PostgreSQL ${OLDEST_SERVER / 10_000} or later.`);
    this.name = 'ServerTooOld';
  }
}

/** @throws ServerTooOld */
async function assertSupported(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ number: number; version: string }>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version
  `.execute(db);
  const [{ number, version } = { number: 0, version: 'unknown' }] = rows;
  if (number < OLDEST_SERVER) throw new ServerTooOld(version);
}

/** The database has a migration that this release does not know. */
export class SchemaTooNew extends Error {
  constructor(migration: string) {
    super(`A later release of Jalon has migrated the database (${migration}). Start that release or a later one.`);
    this.name = 'SchemaTooNew';
  }
}

/** @throws SchemaTooNew */
async function assertKnown(db: Kysely<Database>, provider: MigrationProvider): Promise<void> {
  const known = await provider.getMigrations();
  const unknown = (await appliedMigrations(db)).find((name) => !(name in known));
  if (unknown !== undefined) throw new SchemaTooNew(unknown);
}

/** While a migration waits for a table, all later statements on it wait as well: appends give up after 10 seconds. */
const LOCK_MS = 2_000;

/**
 * Brings the schema of the owner's database up to date, then grants the app's role its privileges. No-op if the
 * schema is up to date; concurrent runs wait for each other. Each migration is a transaction, so that one holds its locks no
 * longer than it takes itself; the first ones, in an empty database, are one together. A migration that fails leaves the
 * schema as the one before it did, and the next run goes on there.
 *
 * @param appRole the role that api and worker connect as; without one, no grants are made
 * @returns the names of the migrations that ran
 * @throws ServerTooOld, SchemaTooNew
 * @throws a lock timeout: for half a minute, a table has been in use all the time
 */
export async function migrateToLatest(
  ownerUrl: string,
  appRole?: string,
  provider: MigrationProvider = migrationFiles,
): Promise<string[]> {
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon migrate', timeouts: PATIENT });
  try {
    await assertSupported(db);
    const migrator = new Migrator({ db, provider: boundedLocks(provider) });
    const isNew = !(await isMigrated(db));
    if (!isNew) await assertKnown(db, provider);
    const step = async (): Promise<string[]> => {
      const { error, results = [] } = await (isNew ? migrator.migrateToLatest() : migrator.migrateUp());
      if (error) throw error as Error;
      return results.map(({ migrationName }) => migrationName);
    };
    const ran: string[] = [];
    const next = () => retry(step, isLockTimeout);
    for (let some = await next(); some.length > 0; some = await next()) ran.push(...some);
    if (appRole) await grantToApp(db, appRole);
    return ran;
  } finally {
    await db.destroy();
  }
}

/** Whether the database has a schema, of whichever release. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regclass('kysely_migration') is not null as known
  `.execute(db);
  return rows[0]?.known === true;
}

const boundedLocks = (provider: MigrationProvider): MigrationProvider => ({
  async getMigrations() {
    const bounded = (migration: Migration): Migration => ({
      async up(db) {
        await sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`.execute(db);
        await migration.up(db);
      },
    });
    const all = Object.entries(await provider.getMigrations());
    return Object.fromEntries(all.map(([name, migration]) => [name, bounded(migration)]));
  },
});

const folder = join(import.meta.dirname, '../../migrations');

/** Read at once: a process that has given up the rights of root may not be able to later. */
const files = readdirSync(folder).filter((file) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.[jt]s$/.test(file));

/** The files of `migrations/`, in the order of their names: TypeScript under the tests, JavaScript once built. */
export const migrationFiles: MigrationProvider = {
  async getMigrations(): Promise<Record<string, Migration>> {
    const migrations = files.map(async (file): Promise<[string, Migration]> => [
      parse(file).name,
      (await import(pathToFileURL(join(folder, file)).href)) as Migration,
    ]);
    return Object.fromEntries(await Promise.all(migrations));
  },
};

/** In their order. */
export async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).sort();
}

/** The migrations of this release that the database has not had yet. */
export async function pendingMigrations(db: Kysely<Database>): Promise<string[]> {
  const applied = new Set(await appliedMigrations(db));
  return files.map((file) => parse(file).name).filter((name) => !applied.has(name));
}
