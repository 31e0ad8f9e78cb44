import { Migrator } from 'kysely';
import { openDatabase } from './connection.js';
import { grantToApp } from './grants.js';
import { migrationFiles } from './migration-files.js';

/**
 * Brings the schema of the owner's database up to date, then grants the app's role what it needs. Does nothing when
 * there is nothing to do, and two at once wait for each other. A migration that fails leaves the schema as it was
 * (PostgreSQL's DDL is transactional: all pending migrations are one transaction).
 *
 * @param appRole the role that api and worker connect as; without one, no grants are made
 * @returns the names of the migrations that ran
 */
export async function migrateToLatest(ownerUrl: string, appRole?: string): Promise<string[]> {
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon migrate' });
  try {
    const { error, results } = await new Migrator({ db, provider: migrationFiles }).migrateToLatest();
    if (error) throw error as Error;
    if (appRole) await grantToApp(db, appRole);
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
