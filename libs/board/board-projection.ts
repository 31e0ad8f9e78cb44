import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/asynchronous-commit.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { SchemeHistory } from '#domain/scheme/history.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Stretching } from '#event-store/follow.js';
import type { Recorded } from '#event-store/recorded.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { board } from './board.js';
import { storeHolders } from './holders.js';
import { projectDossiers, touchedDossier } from './project-dossiers.js';
import { projectProviders } from './project-providers.js';
import { statusLane } from './status-lane.js';
import { touchedBetween } from './touched.js';
import { recordsOf, type TouchedRecord } from './touched-records.js';

/** How far the board and its deadlines go in one transaction. A stream is read once for all that is new in it. */
export const REACH = 250_000;

/**
 * Follows the ledger into the board's tables. The rows that a position leads to are the same however the ledger was cut
 * on the way, event by event or all at once. No side effects.
 *
 * Commits do not wait for the disk: when the server crashes, the last ones may be gone, whole and with their checkpoint,
 * and are done again.
 */
export const boardProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): Stretching => ({
  ...board,
  reach: REACH,
  async advance(after, upTo, tx) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const providers = await touchedBetween(tx, 'provider', { after, upTo });
    for await (const some of recordsOf(events, providers, upTo)) await projectProviders(tx, some);
    const dossiers = await touchedBetween(tx, 'dossier', { after, upTo }, history);
    for await (const some of recordsOf(events, dossiers, upTo)) await statusesOf(tx, some, history);
  },
});

async function statusesOf(
  tx: Transaction<Database>,
  some: readonly TouchedRecord[],
  history: SchemeHistory,
): Promise<void> {
  const dossiers = dossiersIn(some, history);
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(({ id, slug, provider, first }) => ({ id, provider, scheme: slug, first_position: first })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await projectDossiers(tx, statusLane, dossiers, history);
  await storeHolders(tx, dossiers);
}

export const dossiersIn = (some: readonly TouchedRecord[], history: SchemeHistory) =>
  some.flatMap(
    ({ stream, since, record }) =>
      touchedDossier({ stream, since }, record as readonly Recorded<DossierEvent>[], history) ?? [],
  );
