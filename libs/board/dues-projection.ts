import { commitAsynchronously } from '#database/asynchronous-commit.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Stretching } from '#event-store/follow.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossiersIn, REACH } from './board-projection.js';
import { dues } from './board.js';
import { duesLane } from './dues-lane.js';
import { projectDossiers } from './project-dossiers.js';
import { touchedBetween } from './touched.js';
import { recordsOf } from './touched-records.js';

/** Follows the ledger into the board's deadlines and its lines, which tell of them, as `boardProjection` does into its statuses. */
export const duesProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): Stretching => ({
  ...dues,
  reach: REACH,
  async advance(after, upTo, tx) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const touched = await touchedBetween(tx, 'dossier', { after, upTo }, history);
    for await (const some of recordsOf(events, touched, upTo))
      await projectDossiers(tx, duesLane, dossiersIn(some, history), history);
  },
});
