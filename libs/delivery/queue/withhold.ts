import { reason } from '#domain/refusal.js';
import type { Reason } from '#language/phrases.js';
import { errorColumns } from './outcome.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Message } from '#notifications/message.js';
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
 * subscription is enabled. If the address was suppressed after the claim, the subscription is disabled here; otherwise the
 * delivery would be claimed again and again.
 */
export async function withhold(
  db: LedgerDatabase,
  { delivery, subscription }: Attempt,
  { reason: why, suppressed }: Withheld,
  now: Date,
): Promise<void> {
  const isHeld = !isForPending(delivery.message) && (suppressed || subscription.state === 'disabled');
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

type ForPending = Extract<Message, { type: 'subscription.verification' | ToPerson }>;
type ToPerson = 'account.link' | 'proposal.waiting';

const isForPending = (message: Message): message is ForPending =>
  message.type === 'subscription.verification' ||
  message.type === 'account.link' ||
  message.type === 'proposal.waiting';

/** Why a delivery may not be sent. Checked at each attempt: the subscription may have ended since the last one. */
export function refusalToSend({ delivery, subscription }: Attempt, now: Date): Reason | undefined {
  const { message } = delivery;
  const { state, confirm_round, confirm_until } = subscription;
  if (!isForPending(message)) return state === 'active' ? undefined : reason('subscription-not-active', { state });
  if (state !== 'pending') return reason('confirmation-not-needed', { state });
  if (confirm_until <= now) return reason('confirmation-expired');
  return message.type !== 'subscription.verification' || message.data.round === confirm_round
    ? undefined
    : reason('confirmation-superseded');
}
