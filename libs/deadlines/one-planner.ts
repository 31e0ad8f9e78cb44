import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * Planning is done by one at a time, in any process, until the transaction ends: the follower, a day's turn and a new
 * subscription may concern the same rows, and each must see what the one before it planned.
 */
export async function beOnlyPlanner(tx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(tx);
}
