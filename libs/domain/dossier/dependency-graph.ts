import { compareDays } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { liveEvents } from '../event/corrections.js';
import { type DossierEvent, DossierEventSchema, hasEffect } from '../event/dossier-events.js';
import { type Refusal, refuse } from '../refusal.js';
import { dependenciesFrom, dossierName } from './dependency.js';
import { type DossierRecord, factsOf } from './facts.js';
import { serviceOf } from './standing.js';
import { drafted, holderFrom } from './transfer.js';

/** Ids of the dossiers depended on by everything on record, whatever its date: declared and not ended. */
export const dependenciesOnRecord = (record: DossierRecord): string[] =>
  dependenciesFrom(
    liveEvents(record, DossierEventSchema)
      .filter(({ event }) => hasEffect(event, 'dependencies'))
      .map((fact) => ({ ...fact, day: earliest(fact.event.occurred ?? '') }))
      .sort((a, b) => compareDays(a.day, b.day) || a.position - b.position),
  );

/** Whether an event adds a dependency by itself, so that it may close a circle. */
export const declaresDependency = ({ type }: { type: string }): boolean => type === 'DependencyDeclared';

/** Whether events of its type may add a dependency: a declaration, or an amendment. */
export const mayConcernDependency = (event: Pick<DossierEvent, 'type'>): boolean =>
  declaresDependency(event) || event.type === 'EventCorrected' || event.type === 'EventRetracted';

/** Whether recording the event may add a dependency: a declaration, or an amendment of a dossier that has declared one. */
export const mayAddDependency = (record: DossierRecord, event: Pick<DossierEvent, 'type'>): boolean =>
  declaresDependency(event) ||
  (mayConcernDependency(event) && record.some(({ event: other }) => hasEffect(other, 'dependencies')));

/** The records of dossiers by id; those not on record are omitted. */
type ReadRecords = (ids: readonly string[]) => Promise<ReadonlyMap<string, DossierRecord>>;

/** Dossiers on record and what they depend on, directly or through others. */
export class DependencyGraph {
  readonly #dependencies = new Map<string, readonly string[]>();

  private constructor(private readonly records: Map<string, DossierRecord>) {}

  /** The given dossiers and all that they depend on; one read for each level. */
  static async read(dossiers: readonly string[], read: ReadRecords): Promise<DependencyGraph> {
    const graph = new DependencyGraph(new Map());
    const asked = new Set<string>();
    for (let level = [...new Set(dossiers)]; level.length > 0;) {
      for (const id of level) asked.add(id);
      for (const [id, record] of await read(level)) graph.records.set(id, record);
      level = [...new Set(level.flatMap((id) => graph.#dependenciesOf(id)))].filter((id) => !asked.has(id));
    }
    return graph;
  }

  /** Id of the provider that holds a dossier according to everything on record; `undefined` if it is not opened. */
  holderOf(dossier: string): string | undefined {
    const facts = factsOf(this.#recordOf(dossier));
    return facts && holderFrom(facts, facts.dated);
  }

  /** The latest name of a dossier, in sentences; `undefined` if it is not opened. @param provider the name of its holder */
  nameOf(dossier: string, provider: (id: string) => string | undefined): string | undefined {
    const facts = factsOf(this.#recordOf(dossier));
    if (!facts) return undefined;
    const holder = holderFrom(facts, facts.dated);
    return dossierName(provider(holder) ?? holder, serviceOf(facts.dated, facts.undated)?.name);
  }

  /**
   * The shortest circle that events about to be recorded would close: the ids of the dossiers in the order of their
   * dependencies, the first one again at the end. `undefined` if there is none. Circles already on record do not count.
   */
  circleWith(dossier: string, events: readonly DossierEvent[]): string[] | undefined {
    const before = this.#dependenciesOf(dossier);
    const added = dependenciesOnRecord(this.#with(dossier, events)).filter((id) => !before.includes(id));
    const path = this.#pathTo(dossier, added);
    return path && [dossier, ...path];
  }

  /** Counts the events as recorded. */
  add(dossier: string, events: readonly DossierEvent[]): void {
    this.records.set(dossier, this.#with(dossier, events));
    this.#dependencies.delete(dossier);
  }

  #recordOf(dossier: string): DossierRecord {
    return this.records.get(dossier) ?? [];
  }

  #with(dossier: string, events: readonly DossierEvent[]): DossierRecord {
    const record = this.#recordOf(dossier);
    return [...record, ...events.map((event, index) => drafted(event, record, index))];
  }

  #dependenciesOf(id: string): readonly string[] {
    const known = this.#dependencies.get(id) ?? dependenciesOnRecord(this.#recordOf(id));
    this.#dependencies.set(id, known);
    return known;
  }

  #pathTo(target: string, starts: readonly string[]): string[] | undefined {
    const reachedFrom = new Map<string, string | undefined>(starts.map((id) => [id, undefined]));
    // A map is iterated in the order of insertion, including what is added meanwhile: breadth first.
    for (const id of reachedFrom.keys()) {
      if (id === target) return pathBack(reachedFrom, id);
      for (const next of this.#dependenciesOf(id)) if (!reachedFrom.has(next)) reachedFrom.set(next, id);
    }
    return undefined;
  }
}

function pathBack(reachedFrom: ReadonlyMap<string, string | undefined>, end: string): string[] {
  const path: string[] = [];
  for (let id: string | undefined = end; id !== undefined; id = reachedFrom.get(id)) path.unshift(id);
  return path;
}

/**
 * @param circle as `circleWith` returns it
 * @param nameOf the name of a dossier, in sentences
 */
export const circleRefused = (
  event: DossierEvent,
  circle: readonly string[],
  nameOf: (id: string) => string,
): Refusal =>
  refuse('dependency-cycle', fieldOf(event), 'dependency-cycle', {
    path: circle.map((id) => ({ dossier: id, name: nameOf(id) })),
  });

/** Path in the request of what adds the dependency. */
function fieldOf({ type, data }: DossierEvent): string {
  if (type === 'EventRetracted') return 'data.event';
  if (type !== 'EventCorrected') return 'data.dependsOn';
  return data.changes.data?.dependsOn === undefined ? 'data.changes' : 'data.changes.data.dependsOn';
}
