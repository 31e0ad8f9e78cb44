import { sql, type Transaction } from 'kysely';
import type { Database } from './tables.js';

/**
 * True, and the transaction does not wait for the disk when it commits: for what is done again in the same way when
 * PostgreSQL itself crashes and forgets it. What an attempt came to is not like that: its commit waits, and takes all
 * that went before it to the disk as well.
 */
export const unhurried = sql<boolean>`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

/** The same, for the rest of a transaction. */
export async function unhurriedly(tx: Transaction<Database>): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}
