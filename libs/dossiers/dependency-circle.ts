import {
  circleRefused,
  DependencyGraph,
  dependenciesOnRecord,
  mayAddDependency,
} from '#domain/dossier/dependency-graph.js';
import { dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { drafted } from '#domain/dossier/transfer.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import type { Refusal } from '#domain/refusal.js';
import type { EventStore } from '#event-store/event-store.js';

/** Whether recording the event may close a circle of dependencies, so that it must not run beside another that may. */
export async function mayCloseCircle(
  events: EventStore<LedgerEvent>,
  dossier: string,
  event: NewDossierEvent,
): Promise<boolean> {
  return mayAddDependency((await events.load(dossierStream(dossier), dossierModel)).state, event);
}

/** A refusal if the event would close a circle of dependencies, according to the streams of all dossiers reached. */
export async function circleClosedBy(
  events: EventStore<LedgerEvent>,
  dossier: string,
  event: NewDossierEvent,
): Promise<Refusal | undefined> {
  const { state: record } = await events.load(dossierStream(dossier), dossierModel);
  if (!mayAddDependency(record, event)) return undefined;
  const after = dependenciesOnRecord([...record, drafted(event, record, 0)]);
  const graph = await DependencyGraph.read([dossier, ...after], (ids) => recordsOf(events, ids));
  const circle = graph.circleWith(dossier, [event]);
  if (!circle) return undefined;
  const nameOf = await providerNames(
    events,
    circle.flatMap((id) => graph.holderOf(id) ?? []),
  );
  return circleRefused(event, circle, (id) => graph.nameOf(id, nameOf) ?? id);
}

async function recordsOf(
  events: EventStore<LedgerEvent>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DossierRecord>> {
  const states = await events.loadAll(ids.map(dossierStream), dossierModel);
  return new Map([...states].map(([stream, record]) => [streamId(stream), record]));
}

/** The latest names of providers, by id. */
async function providerNames(
  events: EventStore<LedgerEvent>,
  ids: readonly string[],
): Promise<(id: string) => string | undefined> {
  const states = await events.loadAll([...new Set(ids)].map(providerStream), providerModel);
  return (id) => providerOf(states.get(providerStream(id)) ?? [])?.name;
}
