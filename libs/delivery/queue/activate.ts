import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * Activates a pending subscription as of the head of the ledger: it receives all events recorded later and none recorded
 * earlier.
 *
 * @returns false if the confirmation does not apply: another round, expired, or the subscription is not pending
 */
export async function activate(tx: Transaction<Database>, id: string, round: number, now: Date): Promise<boolean> {
  await lockConfirming(tx);
  const { position } = await tx.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'active', since_position: position, confirmed_at: now, ended_at: null })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('confirm_round', '=', round)
    .where('confirm_until', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const key = sql`hashtext('jalon subscription changes')`;

/**
 * Excludes confirmations while changes are fanned out. Otherwise a concurrent batch that does not see the new subscription
 * could contain events after its start position, which it would never receive. Held until the transaction ends; take the
 * lock before reading subscriptions.
 */
export const lockFanOut = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
const lockConfirming = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);
