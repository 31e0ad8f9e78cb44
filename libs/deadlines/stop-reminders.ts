import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ReminderOutcome } from '#database/tables/deadline.js';
import { planAgain, takeBack } from './drop-reminders.js';

/**
 * An answer makes reminders, which the caller holds, unneeded: those that are planned, and those on their way that nobody
 * has begun to send, or that wait to be tried again with nothing else in the message.
 */
export async function stopReminders(
  tx: Transaction<Database>,
  reminders: readonly { id: string; delivery: string | null }[],
  { outcome, now }: { outcome: Extract<ReminderOutcome, 'acknowledged' | 'snoozed'>; now: Date },
): Promise<void> {
  if (reminders.length === 0) return;
  const ids = reminders.map(({ id }) => id);
  const taken = await takeBack(tx, [...new Set(reminders.flatMap(({ delivery }) => delivery ?? []))], ids);
  await sql`
    update reminder set state = 'skipped', outcome = ${outcome}, changed_at = ${now}
    where id = any(${ids}::uuid[]) and (state = 'planned' or delivery = any(${taken}::uuid[]))
  `.execute(tx);
  await planAgain(tx, taken, now);
}
