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
 * Reads subscriptions while no confirmation is under way. Otherwise a batch of events for which the new subscription is not
 * seen could contain some after its start position, which it would never receive. Read the batch first: a confirmation that
 * starts later begins after it. Confirmations wait for the read only, not for the transaction.
 */
export async function betweenConfirmations<T>(tx: Transaction<Database>, read: () => Promise<T>): Promise<T> {
  await sql`savepoint between_confirmations`.execute(tx);
  await sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
  const result = await read();
  await sql`rollback to savepoint between_confirmations`.execute(tx); // releases the lock
  return result;
}

const lockConfirming = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);
