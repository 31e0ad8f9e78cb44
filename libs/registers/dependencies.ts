import { END_OF_TIME } from '#domain/date/day.js';
import { DependencyGraph } from '#domain/dossier/dependency-graph.js';
import { dossierModel } from '#domain/dossier/facts.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import type { Entry } from '#domain/register/entry.js';
import type { Register } from '#domain/register/register.js';
import type { EventStore } from '#event-store/event-store.js';
import type { DossierOnRecord } from './dossier-on-record.js';
import type { Identified } from './identify-dossiers.js';

interface Known {
  /** Dossiers by id. */
  before: ReadonlyMap<string, DossierOnRecord>;
  /** Ids by key of the entry. */
  dossierOf: ReadonlyMap<string, string>;
  /** Ids of dossiers whose entries or dependencies cannot be read. */
  unclear: ReadonlySet<string>;
}

export const namesDependencies = ({ reader: { fields } }: Register): boolean =>
  fields.dependsOn !== undefined || fields.dependents !== undefined;

/** The dossiers that an entry depends on, as far as the register lists them. */
export const wantedBy = ({ dependsOn }: Entry, dossierOf: Known['dossierOf']): ReadonlySet<string> =>
  new Set(dependsOn.flatMap((key) => dossierOf.get(key) ?? []));

/** The dependencies to end: those that the register declared and lists no longer, as far as both sides of them can be read. */
export const endedBy = (
  listed: ReadonlySet<string>,
  { id, dependsOn, declared }: DossierOnRecord,
  unclear: Known['unclear'],
): string[] =>
  unclear.has(id) ? [] : dependsOn.filter((other) => declared.has(other) && !listed.has(other) && !unclear.has(other));

/**
 * The dependencies to declare, by id of the dossier: those that are neither in force nor declared by the register before, so
 * that what an officer has ended stays ended. Those that would close a circle are left out.
 */
export async function newDependencies(
  identified: readonly Identified[],
  { before, dossierOf, unclear }: Known,
  events: EventStore<LedgerEvent>,
): Promise<Map<string, string[]>> {
  const wanted = identified.flatMap(({ entry, dossier: id }) => {
    const dossier = before.get(id);
    const isKnown = (other: string) =>
      dossier?.declared.has(other) === true || dossier?.dependsOn.includes(other) === true;
    const listed = wantedBy(entry, dossierOf);
    const missing = [...listed].filter((other) => other !== id && !isKnown(other));
    const ended = dossier ? endedBy(listed, dossier, unclear) : [];
    return missing.length + ended.length === 0 ? [] : [{ id, missing, ended }];
  });
  if (wanted.every(({ missing }) => missing.length === 0)) return new Map();
  const reached = wanted.flatMap(({ id, missing }) => [id, ...missing]);
  const graph = await DependencyGraph.read([...new Set(reached)], async (ids) => {
    const records = await events.loadAll(ids.map(dossierStream), dossierModel, { skipUnreadable: true });
    return new Map([...records].map(([stream, record]) => [streamId(stream), record]));
  });
  for (const { id, ended } of wanted)
    graph.add(
      id,
      ended.map((other) => dependency('DependencyEnded', other)),
    );
  return new Map(
    wanted.map(({ id, missing }) => [
      id,
      missing.filter((dependsOn) => {
        const event = dependency('DependencyDeclared', dependsOn);
        if (graph.circleWith(id, [event])) return false;
        graph.add(id, [event]);
        return true;
      }),
    ]),
  );
}

/** After everything on record, for the graph only. */
const dependency = (type: 'DependencyDeclared' | 'DependencyEnded', dependsOn: string): DossierEvent => ({
  ...{ type, occurred: END_OF_TIME, source: { kind: 'other', publisher: '-' }, data: { dependsOn } },
});
