import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/** Claimed reminders become what became of their deliveries. A reminder whose delivery is under way stays claimed. */
export async function settleReminders(db: LedgerDatabase): Promise<void> {
  await sql`
    update reminder set state = delivery.state
    from delivery
    where reminder.state = 'claimed' and delivery.state in ('sent', 'failed', 'cancelled')
      and delivery.cause = 'reminder:' || reminder.id and delivery.subscription = reminder.subscription
  `.execute(db);
}
