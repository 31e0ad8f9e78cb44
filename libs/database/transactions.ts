import { type RawBuilder, sql, type Transaction } from 'kysely';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import type { LedgerDatabase } from './connection.js';
import type { Database } from './tables.js';

/**
 * Always true; in a condition of a statement, it turns on asynchronous commit for its transaction, which then does not wait for
 * the disk. Only for work that is repeated identically when a crash of PostgreSQL loses it. The result of a delivery
 * attempt is not: its commit is synchronous, and flushes every earlier transaction as well.
 */
export const asynchronousCommit = sql<boolean>`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

/** The same, for the rest of a transaction. */
export async function commitAsynchronously(tx: Transaction<Database>): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}

const RETRY_MS = 100;

/**
 * Runs `work` under a session-level advisory lock; others wait for it, and skip their work once their signal aborts. The
 * lock belongs to a session of its own: it is released when the process dies, is frozen or cut off, but also when the session
 * is lost while `work` goes on. `work` must therefore tolerate a concurrent run; it is told by its signal.
 */
export async function withAdvisoryLock(
  db: LedgerDatabase,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const session = await db.session('jalon lock');
  try {
    const held = AbortSignal.any([signal, session.lost]);
    if (await session.lock(name, RETRY_MS, held)) await work(held);
  } finally {
    await session.close();
  }
}

const turns = new WeakMap<LedgerDatabase, KeyedMutex>();

/**
 * Runs `work` while no other work of that name runs, in this process or another. Callers of one process queue up in it, so that
 * each process uses one connection for waiting, whatever the size of its pool. A transaction holds the lock: it is released
 * when the process dies, but also when its connection is lost while `work` goes on.
 */
export async function inTurn<T>(
  db: LedgerDatabase,
  name: 'dependencies' | 'services' | 'registrations' | 'readings' | 'approvals',
  work: () => Promise<T>,
): Promise<T> {
  const mutex = turns.get(db) ?? new KeyedMutex();
  turns.set(db, mutex);
  return mutex.runExclusive(name, async () => {
    const lock = sql<Held>`select pg_advisory_xact_lock(hashtext(${`jalon ${name}`})) is not null as held`;
    const done = await holding(db, lock, work);
    if (!done) throw new Error('unreachable: the lock was neither held nor refused');
    return done.result;
  });
}

/** The same, unless other work of that name runs or waits: then nothing is done, and nobody waited for. */
export async function inFreeTurn<T>(db: LedgerDatabase, name: 'readings', work: () => Promise<T>) {
  const lock = sql<Held>`select pg_try_advisory_xact_lock(hashtext(${`jalon ${name}`})) as held`;
  return (await holding(db, lock, work))?.result;
}

type Held = { held: boolean };

async function holding<T>(db: LedgerDatabase, lock: RawBuilder<Held>, work: () => Promise<T>) {
  let done: { result: T } | undefined;
  try {
    await db.waiting.transaction().execute(async (tx) => {
      const { rows } = await lock.execute(tx);
      if (rows[0]?.held) done = { result: await keptAlive(db, tx, work) };
    });
  } catch (error) {
    // The commit only releases the lock: if it fails, what `work` did has still been done.
    if (!done) throw error;
  }
  return done;
}

/** Sends statements meanwhile, so that PostgreSQL does not end the open transaction as one of a process that is gone. */
export async function keptAlive<T>(db: LedgerDatabase, tx: Transaction<Database>, work: () => Promise<T>): Promise<T> {
  let beat: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beat = beat.then(() => sql`select`.execute(tx)).catch(() => undefined);
  }, db.beatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await beat;
  }
}
