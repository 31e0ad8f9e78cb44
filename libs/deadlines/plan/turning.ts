import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';

/** Of `dossier_plan`: by a day, time alone may have changed something since it was planned, or the clock was ahead then. */
const turnsBy = (day: Day) => sql<boolean>`(next_turn <= ${day} or planned_on > ${day})`;

const failsOn = (day: Day) => sql<boolean>`failing_on is not distinct from ${day}`;

/**
 * Dossiers that are to be planned as of a day, in order.
 *
 * @param failing those that could not be on that day, or the others
 */
export async function turning(
  db: LedgerDatabase,
  day: Day,
  { failing, after, most }: { failing: boolean; after?: string | undefined; most: number },
): Promise<string[]> {
  let some = db.selectFrom('dossier_plan').select('dossier').where(turnsBy(day));
  if (after !== undefined) some = some.where('dossier', '>', after);
  const rows = await some
    .where(failing ? failsOn(day) : sql<boolean>`not ${failsOn(day)}`)
    .orderBy('dossier')
    .limit(most)
    .execute();
  return rows.map(({ dossier }) => dossier);
}

/**
 * Whether planning has come to a day: every deadline is as it stands then, and its reminders up to then are rows. After
 * downtime, what is due may be less urgent than what is still to be planned, or about something that is over. A dossier that
 * could not be planned on that day does not count.
 */
export async function isPlannedFor(db: LedgerDatabase, day: Day): Promise<boolean> {
  const { rows } = await sql<{ planned: boolean }>`
    select exists (select from reminder_horizon where planned_until >= ${day})
      and not exists (select from dossier_plan where ${turnsBy(day)} and not ${failsOn(day)}) as planned
  `.execute(db);
  return rows[0]?.planned === true;
}
