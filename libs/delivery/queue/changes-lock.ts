import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

const key = sql`hashtext('jalon subscription changes')`;

/**
 * Between confirming a subscription and fanning changes out. A confirmation takes the ledger's head as the beginning; were a
 * batch under way that does not see the subscription yet, and holds events after that head, they would be lost to it.
 * Held to the end of the transaction; take it before reading what it protects.
 */
export const lockFanOut = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
export const lockConfirming = (tx: Transaction<Database>) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);
