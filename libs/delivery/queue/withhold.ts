import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { errorColumns } from './outcome.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Attempt } from '../recipient.js';
import { disable } from './disable.js';
import { releaseClaims } from './leases.js';

/** Why a claimed delivery may not be sent. */
export interface Withheld {
  reason: Reason;
  /** The address is suppressed. */
  suppressed: boolean;
}

/**
 * Cancels outdated confirmation requests and deliveries of ended or pending subscriptions; holds the others until the
 * subscription is resumed. If the address was suppressed after the claim, the subscription is disabled here; otherwise the
 * delivery would be claimed again and again.
 */
export async function withhold(
  db: LedgerDatabase,
  attempt: Attempt,
  { reason: why, suppressed }: Withheld,
  now: Date,
): Promise<void> {
  const { delivery, subscription } = attempt;
  const isHeld = !isForPending(attempt) && (suppressed || subscription.state === 'disabled');
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

/** Confirmation requests and mails to the person of an account are sent while their subscription is pending, others later. */
const isForPending = ({ delivery, subscription }: Attempt): boolean =>
  delivery.message.type === 'subscription.verification' || subscription.account !== null;

/** Why a delivery may not be sent. Checked at each attempt: the subscription may have ended since the last one. */
export function refusalToSend(attempt: Attempt, now: Date): Reason | undefined {
  const { message } = attempt.delivery;
  const { state, confirm_round, confirm_until } = attempt.subscription;
  if (!isForPending(attempt)) return state === 'active' ? undefined : reason('subscription-not-active', { state });
  if (state !== 'pending') return reason('confirmation-not-needed', { state });
  if (confirm_until <= now) return reason('confirmation-expired');
  return message.type !== 'subscription.verification' || message.data.round === confirm_round
    ? undefined
    : reason('confirmation-superseded');
}
