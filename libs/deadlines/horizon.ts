import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { addDays, type Day } from '#domain/date/day.js';

/**
 * How far ahead reminders are rows. A ladder reaches years ahead, and most of what it would plan is superseded before its
 * day comes: what lies beyond is worked out when it is asked for, and planned when it comes near.
 */
export const HORIZON_DAYS = 35;

/**
 * The last day up to which every reminder is planned; who plans a deadline plans it up to there. It begins at the horizon,
 * or before today where deadlines are kept already.
 */
export async function plannedUntil(tx: Transaction<Database>, today: Day): Promise<Day> {
  const row = await tx.selectFrom('reminder_horizon').select('planned_until').executeTakeFirst();
  if (row) return row.planned_until;
  const { rows } = await sql<{ planned_until: Day }>`
    insert into reminder_horizon (planned_until)
    select case when exists (select from deadline) then ${addDays(today, -1)}::date
      else ${addDays(today, HORIZON_DAYS)}::date end
    returning planned_until
  `.execute(tx);
  if (!rows[0]) throw new Error('the row of reminder_horizon was not inserted');
  return rows[0].planned_until;
}
