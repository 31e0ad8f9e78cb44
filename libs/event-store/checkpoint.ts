import type { Kysely, Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { followedTo } from './seen.js';

interface Named {
  name: string;
  version: number;
}

/** Where the projection stands; a new one starts at 0, before the first event. */
export async function openCheckpoint(db: Kysely<Database>, projection: Named): Promise<number> {
  const { name, version } = projection;
  await db
    .insertInto('checkpoint')
    .values({ name, version, position: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return followedTo(db, projection);
}

/**
 * Moves the checkpoint from `from` to `to` and does the work in between, in one transaction: both are there afterwards, or
 * neither is. The checkpoint row is taken first, so a follower that lost its lock without noticing cannot do it a second
 * time.
 *
 * @throws Error when the checkpoint is not at `from`: somebody else has moved it
 */
export async function advanceCheckpoint(
  db: LedgerDatabase,
  { name, version }: Named,
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
    if (moved.numUpdatedRows !== 1n) throw new Error(`the checkpoint of ${name} was moved by somebody else`);
    await work(tx);
  });
  return to;
}
