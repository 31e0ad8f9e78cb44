import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { grantToApp } from './app-rights.js';
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

/** Read at once: a process that has given up the rights of root may not be able to later. */
const files = readdirSync(folder).filter((file) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.[jt]s$/.test(file));

/** The files of `migrations/`, in the order of their names: TypeScript under the tests, JavaScript once built. */
const migrationFiles: MigrationProvider = {
  async getMigrations(): Promise<Record<string, Migration>> {
    const migrations = files.map(async (file): Promise<[string, Migration]> => [
      parse(file).name,
      (await import(pathToFileURL(join(folder, file)).href)) as Migration,
    ]);
    return Object.fromEntries(await Promise.all(migrations));
  },
};

/** The migrations of this release that the database has not had yet. */
export async function pendingMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  return files.map((file) => parse(file).name).filter((name) => !applied.has(name));
}
