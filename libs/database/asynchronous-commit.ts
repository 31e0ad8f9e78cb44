import { sql, type Transaction } from 'kysely';
import type { Database } from './tables.js';

/**
 * Always true; in a condition of a statement, it turns on asynchronous commit for its transaction, which then does not wait for
 * the disk. Only for what is repeated in the same way after a crash of PostgreSQL loses it. The result of a delivery
 * attempt is not: its commit is synchronous, and flushes every earlier transaction as well.
 */
export const asynchronousCommit = sql<boolean>`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

/** The same, for the rest of a transaction. */
export async function commitAsynchronously(tx: Transaction<Database>): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}
