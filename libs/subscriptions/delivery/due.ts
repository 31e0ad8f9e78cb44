import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

export interface DueDelivery {
  id: string;
  /** When it becomes due; in the past for what is due now. */
  fireAt: Date;
}

/**
 * What may be attempted by `until`, soonest first: planned ones by the app's clock, and claims that have died by the
 * database's. A claim that holds is left out: it is renewed, or `haveLapsed` will say so.
 */
export async function dueDeliveries(db: LedgerDatabase, until: Date, limit: number): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    select id, "fireAt" from (
      (select id, next_attempt_at as "fireAt", ordinal from delivery
        where state = 'planned' and next_attempt_at <= ${until} order by next_attempt_at, ordinal limit ${limit})
      union all
      (select id, next_attempt_at, ordinal from delivery
        where state = 'claimed' and claimed_until <= clock_timestamp() order by claimed_until, ordinal limit ${limit})
    ) due
    order by "fireAt", ordinal limit ${limit}
  `.execute(db);
  return rows;
}

/** Whether the claim of some process has died. */
export async function haveLapsed(db: LedgerDatabase): Promise<boolean> {
  const { rows } = await sql<{ lapsed: boolean }>`
    select exists (select from delivery where state = 'claimed' and claimed_until <= clock_timestamp()) as lapsed
  `.execute(db);
  return rows[0]?.lapsed === true;
}
