import type { Attempt } from './attempt.js';

/** Why a delivery may not go out; asked at each attempt, since a subscription may end between two. */
export function whyNot({ delivery, subscription }: Attempt, now: Date): string | undefined {
  const { message } = delivery;
  const { state, confirm_round, confirm_until } = subscription;
  if (message.type !== 'subscription.verification')
    return state === 'active' ? undefined : `the subscription is ${state}`;
  if (state !== 'pending') return `the subscription is ${state}`;
  if (confirm_until <= now) return 'the time to confirm is over';
  return message.data.round === confirm_round ? undefined : 'a later confirmation was asked for';
}
