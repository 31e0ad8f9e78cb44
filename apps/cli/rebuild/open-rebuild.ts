import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { pendingMigrations } from '#database/migrator.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { openBuild, type RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { UserError } from '../terminal.js';
import type { projections } from './projections.js';

/** What a rebuild works with. */
export interface Rebuild {
  build: LedgerDatabase;
  projection: RebuildableProjection;
  events: EventStore<LedgerEvent>;
  /** Aborts when the operator stops it, or when the lock that keeps other rebuilds away is lost. */
  signal: AbortSignal;
}

type Define = NonNullable<(typeof projections)[number]['define']>;

/**
 * Opens a rebuild, and closes it. One at a time runs on a database.
 *
 * @throws UserError when it cannot run here
 */
export async function withRebuild<T>(
  ownerUrl: string,
  name: string,
  define: Define,
  stop: AbortSignal,
  work: (rebuild: Rebuild) => Promise<T>,
): Promise<T> {
  const build = openBuild(ownerUrl, { name });
  try {
    const events = new EventStore<LedgerEvent>(build, codec);
    const projection = define(events, new SchemeCatalogue(build, events));
    await assertPossible(build, projection);
    const session = await build.session('jalon rebuild lock');
    try {
      const [row] = await session.query<{ locked: boolean }>(
        `select pg_try_advisory_lock(hashtext('jalon rebuild')) as locked`,
      );
      if (!row?.locked) throw new UserError('Another rebuild is running on this database. Wait until it has ended.');
      const signal = AbortSignal.any([stop, session.lost]);
      return await work({ build, projection, events, signal });
    } finally {
      await session.close();
    }
  } finally {
    await build.destroy();
  }
}

async function assertPossible(build: LedgerDatabase, { tables }: RebuildableProjection): Promise<void> {
  const { rows } = await sql<{ role: string; allowed: boolean }>`
    select current_user as role, has_database_privilege(current_database(), 'create') and coalesce(bool_and(
      pg_has_role(relowner, 'usage')), true) as allowed
    from pg_class where relnamespace = 'public'::regnamespace and relname = any(${[...tables]})
  `.execute(build);
  const { role, allowed } = rows[0] ?? { role: '', allowed: false };
  if (!allowed)
    throw new UserError(
      `Role ${role} may not create schemas or does not own the tables. Set MIGRATION_DATABASE_URL to the role that runs jalon migrate.`,
    );
  const pending = await pendingMigrations(build);
  if (pending.length > 0) throw new UserError('The database schema is not up to date. Run jalon migrate first.');
}
