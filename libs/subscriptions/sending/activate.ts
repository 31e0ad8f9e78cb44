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
 * Resolves when the confirmations under way have committed or failed. A reader of subscriptions that had not waited could miss
 * one whose start position is before some of the events that it fans out, and which it would never send. Read the events first:
 * a confirmation that starts later begins after them. Confirmations do not wait for the transaction.
 */
export async function awaitConfirmations(tx: Transaction<Database>): Promise<void> {
  await sql`savepoint between_confirmations`.execute(tx);
  await sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
  await sql`rollback to savepoint between_confirmations`.execute(tx); // releases the lock
}

const lockConfirming = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);
