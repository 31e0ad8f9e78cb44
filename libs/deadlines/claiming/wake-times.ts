import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

export interface WakeTime {
  fireAt: Date;
  /** For how many something is due then. */
  subscriptions: number;
}

/**
 * The instants up to one at which reminders are due, soonest first. What is overdue counts at the instant it was due; what
 * waits for its subscription to be enabled does not count.
 */
export async function wakeTimes(db: LedgerDatabase, until: Date): Promise<WakeTime[]> {
  const { rows } = await sql<WakeTime>`
    select fire_at as "fireAt", count(distinct subscription) as subscriptions
    from reminder where state = 'planned' and fire_at <= ${until}
      and not exists (select from subscription where id = reminder.subscription and state = 'disabled')
    group by fire_at order by fire_at
  `.execute(db);
  return rows;
}
