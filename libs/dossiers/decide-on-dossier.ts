import { recordOnDossier, schemeOf } from '#domain/dossier/dossier.js';
import { dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { assertTransfers, referencesIn } from '#domain/dossier/transfer.js';
import type { DossierEvent, NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel } from '#domain/provider/provider.js';
import { refuse, type Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';

/**
 * What recording an event on a dossier comes to, recorded or rehearsed.
 *
 * @param dossier `unknown`: what `unknownIn` found
 * @throws Refusal unknown-dossier, unknown-provider, transfer-to-holder and those of `recordOnDossier`
 */
export function decideOn(
  record: DossierRecord,
  event: NewDossierEvent,
  { id, schemes, unknown }: { id: string; schemes: Schemes; unknown: Refusal | undefined },
): DossierEvent[] {
  const { scheme } = openedIn(record, id, schemes);
  const decided = recordOnDossier(record, event, { id, scheme });
  if (unknown) throw unknown;
  assertTransfers(record, decided);
  return decided;
}

/** The first dossier or provider that the event names and that is not on record. */
export async function unknownIn(
  events: EventStore<LedgerEvent>,
  { data }: NewDossierEvent,
): Promise<Refusal | undefined> {
  for (const { kind, id, field } of referencesIn(data)) {
    const { version } =
      kind === 'dossier'
        ? await events.load(dossierStream(id), dossierModel)
        : await events.load(providerStream(id), providerModel);
    if (version === 0) return refuse(`unknown-${kind}`, field, `no ${kind} ${id} is on record`);
  }
  return undefined;
}

/** @throws Refusal unknown-dossier */
export function openedIn(record: DossierRecord, id: string, schemes: Schemes) {
  const facts = factsOf(record);
  if (!facts) throw refuse('unknown-dossier', 'id', `no dossier ${id} is on record`);
  return { facts, scheme: schemeOf(facts.scheme, schemes) };
}
