import {
  circleRefused,
  DependencyGraph,
  dependenciesOnRecord,
  mayAddDependency,
} from '#domain/dossier/dependency-graph.js';
import { dossierName } from '#domain/dossier/dependency.js';
import { dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { drafted, holderFrom } from '#domain/dossier/transfer.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
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
  const names = await namesOf(events, new Map(circle.map((id) => [id, graph.recordOf(id)])));
  return circleRefused(
    event,
    circle.map((id) => ({ dossier: id, name: names.get(id) ?? id })),
  );
}

async function recordsOf(
  events: EventStore<LedgerEvent>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DossierRecord>> {
  const states = await events.loadAll(ids.map(dossierStream), dossierModel);
  return new Map(ids.flatMap((id) => entryOf(id, states.get(dossierStream(id)))));
}

const entryOf = <S>(id: string, state: S | undefined): [string, S][] => (state === undefined ? [] : [[id, state]]);

/** The latest names of dossiers, by id. */
async function namesOf(
  events: EventStore<LedgerEvent>,
  records: ReadonlyMap<string, DossierRecord>,
): Promise<ReadonlyMap<string, string>> {
  const opened = [...records].flatMap(([id, record]) => entryOf(id, factsOf(record)));
  const holders = new Map(opened.map(([id, facts]) => [id, holderFrom(facts, facts.dated)]));
  const providers = await events.loadAll([...new Set(holders.values())].map(providerStream), providerModel);
  return new Map(
    opened.map(([id, facts]) => {
      const holder = holders.get(id) ?? facts.provider;
      const provider = providerOf(providers.get(providerStream(holder)) ?? [])?.name ?? holder;
      return [id, dossierName(provider, serviceOf(facts.dated, facts.undated)?.name)];
    }),
  );
}
