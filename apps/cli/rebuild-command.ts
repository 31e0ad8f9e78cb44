import { Command } from 'commander';
import { sql } from 'kysely';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/errors.js';
import { pendingMigrations } from '#database/migrator.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { completeFrom, followedTo, handOver, type ProjectionVersion } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { dropBuild, openBuild, prepareBuild, type RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { advanceBuild, finishBuild, compare, type Comparison, served } from '#event-store/rebuild/build.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { databaseUrls, projections } from './database-commands.js';
import { count, durationOf, Progress, counted, asTable, UserError } from './terminal.js';

/** A rebuild that was stopped. What it has built is kept. */
class RebuildStopped extends Error {}

/** @throws UserError for an unknown name */
function projectionNamed(name: string) {
  const found = projections.find((one) => one.name === name);
  if (found) return found;
  throw new UserError(`Unknown projection ${name}. Projections: ${projections.map((one) => one.name).join(', ')}.`);
}

/**
 * Rebuilds a projection and lets it serve, in the version of this release.
 *
 * @throws RebuildStopped when the signal has aborted
 */
export async function rebuild(ownerUrl: string, name: string, stop: AbortSignal): Promise<void> {
  const { define, ...projection } = projectionNamed(name);
  if (!define) return rebuildInPlace(ownerUrl, projection);
  await withRebuild(ownerUrl, name, define, stop, async (opened) => {
    const { build, events } = opened;
    const startedAt = performance.now();
    await prepareBuild(build, opened.projection);
    const flipped = await whileShown(opened, await events.head(), (onProgress) =>
      finishBuild(build, opened.projection, () => events.head(), { signal: opened.signal, onProgress }),
    ).catch((error: unknown) => {
      if (!isLockTimeout(error)) throw error;
      throw new UserError(
        `The tables of ${name} are in use all the time, so the rebuilt ones cannot replace them. They are kept: run jalon rebuild ${name} again.`,
      );
    });
    if (!flipped) return stopped(opened);
    const { before, position, failed, rows } = flipped;
    const time = durationOf((performance.now() - startedAt) / 1000);
    console.log(
      `${name} serves in version ${projection.version} (before: ${before}) at position ${count(position)}, after ${time}.`,
    );
    console.log(
      asTable([['TABLE', 'ROWS', 'BEFORE'], ...rows.map((row) => [row.table, count(row.after), count(row.before)])]),
    );
    if (failed.length > 0) console.error(`Could not be applied, and are retried by the worker: ${failed.join(', ')}.`);
  });
}

/**
 * Builds a projection beside the one that serves and compares them. The build is dropped.
 *
 * @throws RebuildStopped when the signal has aborted
 */
export async function checkAgainstRebuild(ownerUrl: string, name: string, stop: AbortSignal): Promise<Comparison> {
  const { define, version } = projectionNamed(name);
  if (!define) throw new UserError(`${name} cannot be checked: its rows do not follow from the ledger alone.`);
  return withRebuild(ownerUrl, name, define, stop, async (opened) => {
    const { build, projection } = opened;
    const serving = await served(build, projection);
    if (!serving) throw new UserError(`${name} has not been started: no worker has followed the ledger yet.`);
    if (serving.version !== version)
      throw new UserError(
        `${name} serves in version ${serving.version}, and this release has version ${version}: they cannot be compared. Run jalon rebuild ${name}.`,
      );
    await prepareBuild(build, projection);
    if (Math.max(await followedTo(build, projection), await completeFrom(build, projection)) > serving.position) {
      await dropBuild(build, projection);
      await prepareBuild(build, projection);
    }
    await whileShown(opened, serving.position, (onProgress) =>
      advanceBuild(build, projection, serving.position, { signal: opened.signal, onProgress }),
    );
    if (opened.signal.aborted) return stopped(opened);
    const comparison = await compare(build, projection);
    await dropBuild(build, projection);
    return comparison;
  });
}

async function whileShown<T>(
  { projection }: Rebuild,
  upTo: number,
  work: (onProgress: (position: number) => void) => Promise<T>,
): Promise<T> {
  let progress: Progress | undefined;
  const onProgress = (position: number): void => {
    if (!progress) {
      const how = position === 0 ? 'Rebuilding' : 'Resuming the rebuild of';
      const where = position === 0 ? '' : ` at position ${count(position)}`;
      console.error(
        `${how} ${projection.name} in version ${projection.version}${where}, beside the tables that serve.`,
      );
    }
    progress ??= new Progress(upTo, { screen: process.stderr, unit: 'events', from: position, pauseMs: 2_000 });
    progress.show(position);
  };
  try {
    return await work(onProgress);
  } finally {
    progress?.clear();
  }
}

async function stopped({ build, projection }: Rebuild): Promise<never> {
  const position = await followedTo(build, projection);
  throw new RebuildStopped(
    `Stopped at position ${count(position)}. What has been built is kept; to resume, run the command again.`,
  );
}

/** For projections whose rows do not follow from the ledger alone. */
async function rebuildInPlace(ownerUrl: string, projection: ProjectionVersion): Promise<void> {
  await using db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon rebuild' });
  const { name, version } = projection;
  if (name === planningCheckpoint.name) {
    await handOver(db, projection, 0);
    console.log(
      `Reminders that were sent or answered do not follow from the ledger, so ${name} keeps its tables: the worker plans all dossiers again in version ${version} and repeats no reminder.`,
    );
    return;
  }
  const serving = await served(db, projection);
  if (!serving || serving.version === version)
    throw new UserError(`${name} cannot be rebuilt: its rows are messages, most of which have been sent.`);
  await handOver(db, projection);
  console.log(`${name} continues in version ${version}; messages that have been planned are kept.`);
}

interface Rebuild {
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
async function withRebuild<T>(
  ownerUrl: string,
  name: string,
  define: Define,
  stop: AbortSignal,
  work: (rebuild: Rebuild) => Promise<T>,
): Promise<T> {
  await using build = openBuild(ownerUrl, { name });
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

const INTERRUPTED = 130;

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('Rebuild a projection from the ledger beside the one that serves, then replace it.')
    .argument('<name>', `one of ${projections.map(({ name }) => name).join(', ')}`)
    .option('--check', 'compare with the tables that serve instead of replacing them; exits with 1 if they differ')
    .addHelpText(
      'after',
      `
Connects with MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL), or with the database of the
Jalon running on this machine. Api and workers can run meanwhile; lists are replaced in one transaction.

Ctrl-C stops it after the current transaction, and the next run resumes there; so does the one after a crash.

Examples:
  jalon rebuild board
  jalon rebuild --check board`,
    )
    .action(async (name: string, { check = false }: { check?: boolean }) => {
      const { ownerUrl } = await databaseUrls(process.env);
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          stop.abort();
        });
      try {
        if (check) report(name, await checkAgainstRebuild(ownerUrl, name, stop.signal));
        else await rebuild(ownerUrl, name, stop.signal);
      } catch (error) {
        if (!(error instanceof RebuildStopped)) throw error;
        console.error(error.message);
        process.exitCode = INTERRUPTED;
      }
    });

function report(name: string, { position, tables }: Comparison): void {
  const differing = tables.filter((table) => table.differing > 0);
  const result = differing.length === 0 ? 'equal' : 'NOT equal';
  console.log(`At position ${count(position)}, the tables of ${name} are ${result} to those rebuilt from the ledger.`);
  console.log(
    asTable(
      tables.map(({ table, rows, differing: n }) => [table, counted(rows, 'row'), n ? `${count(n)} differ` : '']),
    ),
  );
  for (const { table, differing: all, first } of differing) {
    console.log(`\n${table}:`);
    for (const { key, serving, rebuilt } of first) {
      console.log(
        `  ${Object.entries(key)
          .map(([column, value]) => `${column} ${shown(value)}`)
          .join(', ')}`,
      );
      if (!serving) console.log('    missing');
      else if (!rebuilt) console.log('    does not follow from the ledger');
      else for (const line of differences(serving, rebuilt)) console.log(`    ${line}`);
    }
    if (all > first.length) console.log(`  and ${count(all - first.length)} more`);
  }
  if (differing.length > 0) process.exitCode = 1;
}

/** The fields of two rows that differ, down to those within JSON. */
function differences(serving: unknown, rebuilt: unknown, path = ''): string[] {
  if (JSON.stringify(serving) === JSON.stringify(rebuilt)) return [];
  if (!isObject(serving) || !isObject(rebuilt)) return [`${path} is ${shown(serving)}, rebuilt ${shown(rebuilt)}`];
  return [...new Set([...Object.keys(serving), ...Object.keys(rebuilt)])].flatMap((key) =>
    differences(serving[key], rebuilt[key], path === '' ? key : `${path}.${key}`),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const LONGEST = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
