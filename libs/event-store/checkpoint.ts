import type { Kysely } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Projection } from './projection.js';
import type { Recorded } from './recorded.js';
import { followedTo } from './seen.js';

/** Where the projection stands; a new one starts at 0, before the first event. */
export async function openCheckpoint<E>(db: Kysely<Database>, projection: Projection<E>): Promise<number> {
  const { name, version } = projection;
  await db
    .insertInto('checkpoint')
    .values({ name, version, position: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return followedTo(db, projection);
}

/**
 * Handles a batch and moves the checkpoint from `from` to its last event, in one transaction: both are there afterwards,
 * or neither is. The checkpoint row is taken first, so a follower that lost its lock without noticing cannot handle the
 * batch a second time.
 *
 * @throws Error when the checkpoint is not at `from`: somebody else has moved it
 */
export async function handleBatch<E>(
  db: LedgerDatabase,
  projection: Projection<E>,
  from: number,
  batch: Recorded<E>[],
): Promise<number> {
  const to = batch.at(-1)?.position ?? from;
  const { name, version } = projection;
  await db.transaction().execute(async (tx) => {
    const moved = await tx
      .updateTable('checkpoint')
      .set({ position: to })
      .where('name', '=', name)
      .where('version', '=', version)
      .where('position', '=', from)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new Error(`the checkpoint of ${name} was moved by somebody else`);
    await projection.handle(batch, tx);
  });
  return to;
}
