import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/** Rows per transaction. */
const BATCH = 500;

/** Days after a missed deadline on which its reminders may still be escalated, or followed by others. */
const FOLLOWED_DAYS = 366;

const wasMissedBefore = (before: Date) =>
  sql`deadline.state = 'missed' and coalesce(lapses, due_latest) < ${before}::date - ${FOLLOWED_DAYS}::int`;

/**
 * Deletes some reminders that were due before an instant and are settled. Those of deadlines that are open, or were missed
 * recently, stay: later ones depend on them.
 *
 * @returns how many
 */
export async function deleteOldReminders(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from reminder where id in (
      select id from reminder
      where fire_at < ${before} and state not in ('planned', 'claimed') and not exists (
        select from deadline where key = deadline_key and version = deadline_version and (
          deadline.state = 'open' or deadline.state = 'missed' and not (${wasMissedBefore(before)})
        )
      )
      order by fire_at, id limit ${BATCH} for update of reminder skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes some answers to dates that were replaced before an instant, and to deadlines that were over. @returns how many */
export async function deleteOldAnswers(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from reminder_answer where (deadline_key, deadline_version, subscription) in (
      select deadline_key, deadline_version, subscription from reminder_answer join deadline on key = deadline_key
      where changed_at < ${before} and (
        version > deadline_version or deadline.state in ('met', 'cancelled') or ${wasMissedBefore(before)}
      )
      limit ${BATCH} for update of reminder_answer skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes some reminders of a subscription that is over, and its answers. @returns how many */
export async function deleteRemindersOf(db: LedgerDatabase, subscription: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with answers as (delete from reminder_answer where subscription = ${subscription}),
      audience as (delete from reminder_audience where subscription = ${subscription})
    delete from reminder where id in (
      select id from reminder where subscription = ${subscription} and state not in ('planned', 'claimed')
      limit ${BATCH} for update skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
