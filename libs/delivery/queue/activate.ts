import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * Makes a pending subscription active, from the ledger's head on: once this commits, every event recorded later reaches
 * it, and none recorded earlier does.
 *
 * @returns false when it waits for no such confirmation: another round, too late, or not pending
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
 * Between confirming a subscription and fanning changes out. A confirmation takes the ledger's head as the beginning; were a
 * batch under way that does not see the subscription yet, and holds events after that head, they would be lost to it.
 * Held to the end of the transaction; take it before reading what it protects.
 */
export const lockFanOut = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
const lockConfirming = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);
