import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';

/**
 * Whether planning has come to a day: every deadline is as it stands then, and its reminders up to then are rows. After
 * downtime, what is due may be less urgent than what is still to be planned, or about something that is over. A dossier that
 * could not be planned on that day does not count.
 */
export async function isPlannedFor(db: LedgerDatabase, day: Day): Promise<boolean> {
  const { rows } = await sql<{ planned: boolean }>`
    select exists (select from reminder_horizon where planned_until >= ${day})
      and not exists (
        select from dossier_plan where (next_turn <= ${day} or planned_on > ${day}) and failing_on is distinct from ${day}
      ) as planned
  `.execute(db);
  return rows[0]?.planned === true;
}
