import type { Day } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { standingOn, type Standing } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';

export interface Found {
  standing: Standing;
  /** Of the dossier's stream by then. */
  version: number;
}

/**
 * Some dossiers as they stood on a day by the events up to a position, folded from their streams: the board says which
 * ones are asked for, not what they say. By id.
 *
 * @param schemes as they were on record at that position
 */
export async function standingsOf(
  events: EventStore<LedgerEvent>,
  schemes: Schemes,
  dossiers: readonly { id: string; scheme: string }[],
  { asOf, upTo }: { asOf: Day; upTo: number },
): Promise<ReadonlyMap<string, Found>> {
  const records = await events.loadAll(
    dossiers.map(({ id }) => dossierStream(id)),
    dossierModel,
  );
  const found = new Map<string, Found>();
  for (const { id, scheme: slug } of dossiers) {
    const record = (records.get(dossierStream(id)) ?? []).filter(({ position }) => position <= upTo);
    const facts = factsOf(record);
    const scheme = schemes.get(slug);
    if (facts && scheme) found.set(id, { standing: standingOn(facts, scheme, asOf), version: record.length });
  }
  return found;
}
