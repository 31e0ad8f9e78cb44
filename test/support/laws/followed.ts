import { statusProjection } from '#projections/status-projection.js';
import type { LedgerDatabase } from '#database/connection.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { advanceCheckpoint, openCheckpoint } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** Brings the board to the end of the ledger in steps of these lengths, over and over. */
export async function follow(db: LedgerDatabase, lengths: readonly number[]): Promise<void> {
  const events = new EventStore<LedgerEvent>(db, codec);
  const projection = statusProjection(events, new SchemeCatalogue(db, events));
  const head = await events.head();
  let from = await openCheckpoint(db, projection);
  for (let nth = 0; from < head; nth++) {
    const to = Math.min(from + lengths[nth % lengths.length]!, head);
    from = await advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
  }
}
