import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import { isConfirmed } from '../keeping/is-confirmed.js';
import type { Recipient } from '../planning.js';

/** Nobody there is reminded any more. What has become a delivery is left to whoever ended the subscription. */
export async function cancelAll(
  tx: Transaction<Database>,
  subscription: string,
  outcome: 'subscription-ended' | 'subscription-changed',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('reminder')
    .set({ state: 'cancelled', outcome, changed_at: now })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .execute();
}

/**
 * The wishes changed: what was planned by the old ladder is cancelled. What is due already, what became known late, and a
 * day that somebody asked for stay as long as their deadline is still one to be told of.
 */
export async function cancelOutdated(tx: Transaction<Database>, recipient: Recipient, now: Date): Promise<void> {
  const cancelled = { state: 'cancelled', outcome: 'subscription-changed', changed_at: now } as const;
  await tx
    .updateTable('reminder')
    .set(cancelled)
    .where('subscription', '=', recipient.subscription)
    .where('state', '=', 'planned')
    .where('fire_at', '>', now)
    .where('because', '=', 'ladder')
    .execute();
  const kept = await tx
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['reminder.id', 'dossier_plan.dossier', 'provider', 'scheme', 'kind'])
    .select(isConfirmed.as('confirmed'))
    .where('subscription', '=', recipient.subscription)
    .where('reminder.state', '=', 'planned')
    .execute();
  const unwanted = kept
    .filter(({ kind, ...reminder }) => !recipient.wants({ ...reminder, kind: kind as DeadlineKind }))
    .map(({ id }) => id);
  if (unwanted.length === 0) return;
  await tx
    .updateTable('reminder')
    .set(cancelled)
    .where(sql<boolean>`id = any(${unwanted}::uuid[])`)
    .where('state', '=', 'planned')
    .execute();
}
