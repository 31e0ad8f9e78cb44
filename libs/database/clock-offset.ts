import { sql, type Kysely } from 'kysely';
import type { Database } from './tables.js';

/**
 * Lets `recorded_at` run ahead of the database's clock by `ms`, for tests and demos; 0 in production. Only the owner may.
 * Setting it back does not turn time back: `recorded_at` stands still until the clock has caught up with the last event.
 */
export async function setClockOffset(ownerDb: Kysely<Database>, ms: number): Promise<void> {
  await sql`update ledger_head set clock_offset = ${ms} * interval '1 millisecond'`.execute(ownerDb);
}
