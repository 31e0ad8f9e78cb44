import type { Day } from '#domain/date/day.js';
import { dossierModel, type DossierRecord, factsOf, happenedBy } from '#domain/dossier/facts.js';
import { holderOn } from '#domain/dossier/transfer.js';
import { type DossierNames, type ProviderRef, serviceOf } from '#domain/dossier/standing.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';

/** Events of dossiers that cannot be read; names come from the first of them. */
const MOST_READABLE = 10_000;

/**
 * Names of the dossiers on record, by id. Two queries, regardless of the number of dossiers, and one for those with an event
 * that cannot be read: they are named by their other events.
 */
export async function dossierNames(
  events: EventStore<LedgerEvent>,
  dossiers: readonly string[],
  day: Day,
): Promise<Map<string, DossierNames>> {
  const ids = [...new Set(dossiers)];
  const records = await recordsOf(events, ids.map(dossierStream));
  const found = ids.flatMap((id) => {
    const facts = factsOf(records.get(dossierStream(id)) ?? []);
    if (!facts) return [];
    const service = serviceOf(happenedBy(facts, day), facts.undated);
    return [{ id, provider: holderOn(facts, day), service, scheme: facts.scheme }];
  });
  const holders = [...new Set(found.map(({ provider }) => provider))];
  const providers = await providersCalled(events, holders, day);
  return new Map(found.map((place) => [place.id, { ...place, provider: providers(place.provider) }]));
}

async function recordsOf(
  events: EventStore<LedgerEvent>,
  streams: readonly string[],
): Promise<ReadonlyMap<string, DossierRecord>> {
  const records = await events.loadAll(streams, dossierModel, { skipUnreadable: true });
  const others = streams.filter((stream) => !records.has(stream));
  if (others.length === 0) return records;
  const found = await events.readAll({ after: 0, limit: MOST_READABLE, streams: others, unreadable: 'skip' });
  const readable = found as Recorded<DossierEvent>[];
  return new Map([
    ...records,
    ...others.map((one): [string, DossierRecord] => [one, readable.filter(({ stream }) => stream === one)]),
  ]);
}

async function providersCalled(
  events: EventStore<LedgerEvent>,
  ids: readonly string[],
  day: Day,
): Promise<(id: string) => ProviderRef> {
  const records = await events.loadAll(ids.map(providerStream), providerModel, { skipUnreadable: true });
  const called = new Map(ids.map((id) => [id, providerRefOf(id, records.get(providerStream(id)), day)]));
  return (id) => called.get(id) ?? providerRefOf(id);
}
