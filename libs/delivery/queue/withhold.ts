import { reason } from '#domain/refusal.js';
import type { Reason } from '#language/phrases.js';
import { errorColumns } from './outcome.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Attempt } from '../recipient.js';
import { disable } from './disable.js';
import { releaseClaims } from './leases.js';

/** A claimed delivery may not go out. */
export interface Withheld {
  reason: Reason;
  /** Because its address takes no mail. */
  suppressed: boolean;
}

/**
 * What asks for a confirmation that nobody waits for any more is cancelled, and so is what is owed to a subscription that was
 * ended or is asked anew; the rest is held, for whoever enables the subscription. An address may have been suppressed between
 * the claim and the attempt: its subscription is disabled here, or it would be claimed again and again.
 */
export async function withhold(
  db: LedgerDatabase,
  { delivery, subscription }: Attempt,
  { reason: why, suppressed }: Withheld,
  now: Date,
): Promise<void> {
  const isHeld =
    delivery.message.type !== 'subscription.verification' && (suppressed || subscription.state === 'disabled');
  const error = errorColumns(why);
  await db.transaction().execute(async (tx) => {
    if (isHeld) {
      if (suppressed) await disable(tx, subscription.id, 'bounced', now);
      return releaseClaims(tx, [delivery], 1);
    }
    await tx
      .updateTable('delivery')
      .set({ state: 'cancelled', claim: null, claimed_until: null, last_error: error.text, last_reason: error.json })
      .where('id', '=', delivery.id)
      .where('claim', '=', delivery.claim)
      .execute();
  });
}

/** Why a delivery may not go out; asked at each attempt, since a subscription may end between two. */
export function refusalToSend({ delivery, subscription }: Attempt, now: Date): Reason | undefined {
  const { message } = delivery;
  const { state, confirm_round, confirm_until } = subscription;
  if (message.type !== 'subscription.verification')
    return state === 'active' ? undefined : reason('subscription-not-active', { state });
  if (state !== 'pending') return reason('confirmation-not-needed', { state });
  if (confirm_until <= now) return reason('confirmation-expired');
  return message.data.round === confirm_round ? undefined : reason('confirmation-superseded');
}
