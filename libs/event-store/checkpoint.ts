import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';

export interface ProjectionVersion {
  name: string;
  version: number;
}

/** The position of a projection; a new one starts at 0, before the first event. */
export async function openCheckpoint(db: Kysely<Database>, projection: ProjectionVersion): Promise<number> {
  const { name, version } = projection;
  await db
    .insertInto('checkpoint')
    .values({ name, version, position: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return followedTo(db, projection);
}

/**
 * Moves the checkpoint from `from` to `to` and does the work in between, in one transaction. The checkpoint row is locked
 * first, so a follower that lost its lock without noticing cannot repeat the work.
 *
 * @throws Error when the checkpoint is not at `from`: another follower has moved it
 */
export async function advanceCheckpoint(
  db: LedgerDatabase,
  { name, version }: ProjectionVersion,
  { from, to }: { from: number; to: number },
  work: (tx: Transaction<Database>) => Promise<void>,
): Promise<number> {
  await db.transaction().execute(async (tx) => {
    const moved = await tx
      .updateTable('checkpoint')
      .set({ position: to })
      .where('name', '=', name)
      .where('version', '=', version)
      .where('position', '=', from)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new Error(`the checkpoint of ${name} was moved by another follower`);
    await work(tx);
  });
  return to;
}

const pollMs = 15;

/** The position up to which a projection has followed the ledger; 0 before it has begun. */
export async function followedTo(db: Kysely<Database>, { name, version }: ProjectionVersion): Promise<number> {
  const row = await db
    .selectFrom('checkpoint')
    .select('position')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.position ?? 0;
}

/**
 * Waits until a projection has followed the ledger up to `position`, so that a reader sees what it wrote.
 *
 * @returns false when the time is up first, or the projection has not started yet
 */
export async function waitUntilSeen(
  db: LedgerDatabase,
  projection: ProjectionVersion,
  position: number,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  let reached = await followedTo(db, projection);
  while (reached < position) {
    if (performance.now() + pollMs > deadline) return false;
    reached = await nextPoll(db, projection);
  }
  return true;
}

const polls = new WeakMap<LedgerDatabase, Map<string, Promise<number>>>();

/** All who wait for a projection share one query per interval, however many they are. */
function nextPoll(db: LedgerDatabase, projection: ProjectionVersion): Promise<number> {
  const ofDatabase = polls.get(db) ?? new Map<string, Promise<number>>();
  polls.set(db, ofDatabase);
  const key = `${projection.name} ${projection.version}`;
  const pending = ofDatabase.get(key);
  if (pending) return pending;
  const poll = sleep(pollMs)
    .then(() => followedTo(db, projection))
    .finally(() => ofDatabase.delete(key));
  ofDatabase.set(key, poll);
  return poll;
}
