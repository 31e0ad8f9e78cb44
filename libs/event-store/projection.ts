import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Recorded } from './recorded.js';

interface Named {
  name: string;
  version: number;
}

/** What can be derived from the ledger by following it. A change of what is written is a new version, beside the old one. */
export interface Projection<E> extends Named {
  /** Writes what follows from the events, in their order, through `tx` and has no other effect: it may be done again. */
  handle(batch: Recorded<E>[], tx: Transaction<Database>): Promise<void>;
}

/**
 * A projection that is told how far the ledger has grown and reads what it needs by itself. One that goes by streams,
 * not by events, catches up a long way at once for less than it costs step by step.
 */
export interface Stretching extends Named {
  /** The most positions that it takes at once. */
  reach: number;
  /** Writes what follows from the events after position `after`, up to and with `upTo`, through `tx`; it may be done again. */
  advance(after: number, upTo: number, tx: Transaction<Database>): Promise<void>;
}
