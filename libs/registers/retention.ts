import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

const BATCH = 500;

/**
 * Deletes some attempts of before an instant that changed nothing: they failed, could not be read or found nothing new. Those
 * that an officer decided on stay, like documents. @returns how many
 */
export async function deleteOldAttempts(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from register_reading where id in (
      select id from register_reading where state in ('failed', 'refused', 'same') and at < ${before}
      limit ${BATCH} for update skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
