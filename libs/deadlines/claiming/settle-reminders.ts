import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/asynchronous-commit.js';

/**
 * Claimed reminders become what became of the deliveries that carry them, at the instant at which that was sent or last
 * due to be tried. A reminder whose delivery is under way stays claimed. They are locked in the order in which whoever
 * answers or plans locks them, so that nobody waits in a circle. The disk is not waited for: what a crash of PostgreSQL
 * forgets, the next call for all does again.
 *
 * @param deliveries those that are looked at; absent: all
 */
export async function settleReminders(db: LedgerDatabase, deliveries?: readonly string[]): Promise<void> {
  const which = deliveries ? sql`reminder.delivery = any(${[...deliveries]}::uuid[])` : sql`true`;
  await sql`
    with settled as materialized (
      select reminder.id, delivery.state,
        coalesce(delivery.sent_at, greatest(reminder.changed_at, delivery.next_attempt_at)) as changed_at,
        case delivery.state when 'failed' then 'not-delivered' when 'cancelled' then 'subscription-ended' end as outcome
      from reminder join delivery on delivery.id = reminder.delivery
      where reminder.state = 'claimed' and delivery.state in ('sent', 'failed', 'cancelled') and ${which}
      order by reminder.id for update of reminder
    )
    update reminder set state = settled.state, changed_at = settled.changed_at, outcome = settled.outcome
    from settled where reminder.id = settled.id and ${asynchronousCommit}
  `.execute(db);
}
