import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { claimOrSkip } from './claim-or-skip.js';
import type { ClaimedReminder } from './claimed-reminder.js';
import { putOffEscalations } from './escalation.js';
import { holdSubscriptions } from './hold-subscriptions.js';

/**
 * Takes what is due for up to `most` subscriptions that nobody else is claiming for, at most `MOST_IN_DIGEST` deadlines
 * each: of each deadline the most urgent reminder, the others are skipped. An escalation is taken only where somebody of
 * the same owner was told, has had the time to answer, and nobody has; else it is put off or skipped.
 *
 * What comes back, by subscription, is the caller's alone until the transaction ends: it plans deliveries of it and says so
 * with `carriedBy`, which is what makes it claimed (one write of each row, not two). A crash before the commit leaves all as
 * it was. Empty once nothing is due that others are not at.
 *
 * @param zone the ledger's, for subscriptions that wished no other
 */
export async function claimDue(
  tx: Transaction<Database>,
  now: Date,
  most: number,
  zone: string,
): Promise<Map<string, ClaimedReminder[]>> {
  for (;;) {
    const subscriptions = await holdSubscriptions(tx, now, most);
    const later = await putOffEscalations(tx, subscriptions, { now, zone });
    const due = await claimOrSkip(tx, subscriptions, now);
    const claimed = due.flatMap(({ isClaimed, ...reminder }) => (isClaimed ? [reminder] : []));
    if (claimed.length > 0 || due.length + later === 0) return bySubscription(claimed);
    // All that was due for them was skipped or put off; there may be others.
  }
}

function bySubscription(claimed: readonly ClaimedReminder[]): Map<string, ClaimedReminder[]> {
  const reminders = new Map<string, ClaimedReminder[]>();
  for (const one of claimed) {
    const its = reminders.get(one.subscription);
    if (its) its.push(one);
    else reminders.set(one.subscription, [one]);
  }
  return reminders;
}

/** Claims reminders that `claimDue` gave: these deliveries carry them, each alone or with others. */
export async function carriedBy(
  tx: Transaction<Database>,
  carried: readonly { ids: readonly string[]; delivery: string }[],
  now: Date,
): Promise<void> {
  const pairs = carried.flatMap(({ ids, delivery }) => ids.map((id) => [id, delivery] as const));
  await sql`
    update reminder set state = 'claimed', delivery = carried.delivery, changed_at = ${now}
    from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, delivery]) => delivery)}::uuid[])
      as carried (id, delivery)
    where reminder.id = carried.id
  `.execute(tx);
}
