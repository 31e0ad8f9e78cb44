import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { aheadOfDatabase, Clock, CLOCK_TOLERANCE_MS } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { differenceOf, outdatedAmong, remedyFor } from '#event-store/checkpoint.js';
import { followerLock } from '#event-store/follow.js';
import { count } from '../progress.js';
import { projections } from '../rebuild/projections.js';
import { fail, type Finding, ok, RESTORE, warn } from './finding.js';

export async function server(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ version: string; readOnly: boolean }>`
    select current_setting('server_version') as version, current_setting('transaction_read_only')::boolean as "readOnly"
  `.execute(db);
  const [{ version, readOnly } = { version: 'unknown', readOnly: true }] = rows;
  const name = `PostgreSQL ${version}`;
  return readOnly ? fail(`${name}, read-only.`, 'Connect to the primary, or end the read-only mode.') : ok(`${name}.`);
}

/** Versions, and how far each projection has followed the ledger. */
export async function projectionsAt(db: LedgerDatabase, head: number): Promise<Finding> {
  const outdated = await outdatedAmong(db, projections);
  if (outdated.length > 0)
    return fail(`${outdated.map(differenceOf).join('; ')}.`, `${outdated.map(remedyFor).join('; ')}.`);
  const rows = await db.selectFrom('checkpoint').selectAll().execute();
  const beyond = rows.find(({ position }) => position > head);
  if (beyond)
    return fail(`${beyond.name} is at ${count(beyond.position)}, beyond the ledger: it was rewound.`, RESTORE);
  const missing = projections.filter(({ name }) => !rows.some((row) => row.name === name)).map(({ name }) => name);
  if (missing.length > 0) return warn(`Not started: ${missing.join(', ')}.`, 'Start a worker.');
  const behind = rows.filter(({ position }) => position < head);
  if (behind.length === 0) return ok('All projections have followed the ledger to its end.');
  const named = behind.map(({ name, position }) => `${name} by ${count(head - position)} events`).join(', ');
  return warn(`Behind the ledger: ${named}.`, 'If this does not change, see the log of the worker.');
}

const NAMED = 5;

/** What the projections could not apply. */
export async function failures(db: LedgerDatabase): Promise<Finding> {
  const failed = await db
    .selectFrom('projection_failure')
    .select('stream')
    .distinct()
    .orderBy('stream')
    .limit(NAMED + 1)
    .execute();
  if (failed.length === 0) return ok('No stream has failed in a projection.');
  const named = failed.slice(0, NAMED).map(({ stream }) => stream);
  return warn(
    `Failed: ${named.join(', ')}${failed.length > named.length ? ' …' : ''}.`,
    'See the log of the worker; it retries.',
  );
}

/** It holds a lock for each projection that it follows. */
export async function worker(db: LedgerDatabase): Promise<Finding> {
  const locks = projections.map(followerLock);
  const { rows } = await sql<{ lock: string }>`
    select lock from unnest(${locks}::text[]) as lock where not exists (
      select from pg_locks join pg_database on pg_database.oid = database
      where datname = current_database() and locktype = 'advisory' and granted
        and objid::bigint = hashtext(lock)::bigint & x'ffffffff'::bigint)
  `.execute(db);
  const idle = projections.filter((projection) => rows.some(({ lock }) => lock === followerLock(projection)));
  if (idle.length === 0) return ok('A worker is running.');
  return warn(`No worker follows ${idle.map(({ name }) => name).join(', ')}.`, 'Start one of this release.');
}

export async function unfinishedRebuilds(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ name: string }>`
    select substr(nspname, 13) as name from pg_namespace where nspname like 'jalon\\_build\\_%' order by 1
  `.execute(db);
  if (rows.length === 0) return ok('No rebuild is unfinished.');
  const names = rows.map(({ name }) => name);
  return warn(`Unfinished, or running: ${names.join(', ')}.`, `To resume: jalon rebuild ${names[0] ?? ''}`);
}

const NOTABLE_MS = 5_000;

/** Of this machine and the database. */
export async function clocks(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ offset: number }>`
    select extract(epoch from clock_offset)::float8 as offset from ledger_head
  `.execute(db);
  const offset = rows[0]?.offset ?? 0;
  const ahead = await aheadOfDatabase(db, new Clock());
  const seconds = `${Math.abs(ahead / 1000).toFixed(1)} s`;
  const message = `The clock of the database is ${seconds} ${ahead > 0 ? 'behind' : 'ahead of'} that of this machine.`;
  if (Math.abs(ahead) > CLOCK_TOLERANCE_MS)
    return fail(message, 'Synchronize both with NTP: with more than a minute, nothing expires.');
  if (Math.abs(ahead) > NOTABLE_MS) return warn(message, 'Synchronize both with NTP.');
  if (offset !== 0)
    return warn(`Events are recorded ${offset} s off the clock of the database.`, 'Start without JALON_CLOCK.');
  return ok(`The clocks of the database and this machine differ by ${seconds}.`);
}

const REDIS_MS = 5_000;

export async function queues(url: string | undefined): Promise<Finding> {
  if (url === undefined) return ok('On PostgreSQL.');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: REDIS_MS,
    commandTimeout: REDIS_MS,
    retryStrategy: () => null,
  });
  let reason = 'no answer';
  redis.on('error', ({ message }: Error) => (reason = message));
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy === undefined || policy === 'noeviction') return ok('Redis answers.');
    return warn(`Redis has maxmemory-policy ${policy} and may drop jobs.`, 'Set maxmemory-policy to noeviction.');
  } catch {
    return fail(`Redis does not answer: ${reason}.`, 'Check REDIS_URL. Messages wait until it answers.');
  } finally {
    if (redis.status !== 'end') redis.disconnect(); // would keep the process for two seconds
  }
}
