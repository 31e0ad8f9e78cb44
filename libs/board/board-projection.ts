import { streamId, streamKind, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import { board } from './board.js';
import { projectDossiers } from './project-dossiers.js';
import { projectProvider } from './project-provider.js';
import { touchedBy } from './touched.js';

/**
 * Follows the ledger into the board's tables. The rows that a position leads to are the same whatever the batches
 * were, event by event or all at once. No side effects.
 */
export const boardProjection = (events: EventStore<LedgerEvent>, schemes: Schemes): Projection<LedgerEvent> => ({
  ...board,
  async handle(batch, tx) {
    const touched = await touchedBy(batch, events.codec, tx);
    for (const { stream, record } of touched.filter((one) => streamKind(one.stream) === 'provider'))
      await projectProvider(streamId(stream), record, tx);
    const dossiers = touched.filter((one) => streamKind(one.stream) === 'dossier');
    await projectDossiers(dossiers, schemes, tx);
  },
});
