import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * Waits until nobody plans, in any process, and is the only one who does until the transaction ends: the follower, a day's
 * turn, a day more within the horizon and a new subscription may concern the same rows, and each must see what the one before
 * it planned. Who snoozes a reminder plans one more without it, and holds its deadline instead.
 */
export async function beOnlyPlanner(tx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(tx);
}
