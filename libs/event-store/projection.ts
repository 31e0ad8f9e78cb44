import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Recorded } from './recorded.js';

/** What can be derived from the ledger by following it. A change of what is written is a new version, beside the old one. */
export interface Projection<E> {
  name: string;
  version: number;
  /** Writes what follows from the events, in their order, through `tx` and has no other effect: it may be done again. */
  handle(batch: Recorded<E>[], tx: Transaction<Database>): Promise<void>;
}
