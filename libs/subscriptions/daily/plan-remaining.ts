import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { planDigest } from './plan-digest.js';

/**
 * Whoever is told at once from now on is told now of what waits for the next digest. The caller has locked the subscription,
 * which is active.
 */
export async function planRemaining(tx: Transaction<Database>, subscription: string, now: Date): Promise<void> {
  const last = await tx
    .selectFrom('daily_change')
    .select('position')
    .where('subscription', '=', subscription)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last) await planDigest(tx, { subscription, cause: `daily:up-to:${last.position}` }, now);
}
