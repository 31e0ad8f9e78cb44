import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { planDeliveries } from '#delivery/queue/plan.js';

const CONFIRM_WITHIN_MS = 48 * 3_600_000;

export const confirmUntil = (now: Date): Date => new Date(now.getTime() + CONFIRM_WITHIN_MS);

/** Plans the message that asks for confirmation, in the transaction that makes the subscription wait for it. */
export async function askToConfirm(tx: Transaction<Database>, subscription: string, round: number, now: Date) {
  const message = {
    type: 'subscription.verification' as const,
    timestamp: now.toISOString(),
    data: { subscription, round },
  };
  await planDeliveries(tx, [{ cause: `confirm:${round}`, subscription, message }], now);
}
