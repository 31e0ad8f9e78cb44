import type { Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { hasEffect, type DossierEventWith } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { factsOf, ofType, type DatedFact, type DossierRecord } from './facts.js';
import { incrementalFilter } from '../memoize.js';
import type { Status } from './status.js';
import { warningOf, type Contradiction, type Warning } from '../warning/warning.js';

const onDependencies = incrementalFilter<DatedFact>(({ event }) => hasEffect(event, 'dependencies'));

/** Ids of the dossiers depended on after the given facts: declared and not ended. */
export function dependenciesFrom(known: readonly DatedFact[]): string[] {
  const found = new Set<string>();
  for (const { event } of onDependencies(known)) {
    if (!hasEffect(event, 'dependencies')) continue;
    switch (event.type) {
      case 'DependencyDeclared':
        found.add(event.data.dependsOn);
        break;
      case 'DependencyEnded':
        found.delete(event.data.dependsOn);
        break;
    }
  }
  return [...found];
}

/**
 * Rejects a dependency on the dossier itself, and the end of a dependency that was not declared by then.
 *
 * @param at path of the data in the request
 * @throws Refusal dependency-cycle, unknown-reference
 */
export function assertDependency(
  record: DossierRecord,
  { type, occurred, data: { dependsOn } }: DossierEventWith<'dependencies'>,
  dossier: string,
  at: string,
): void {
  const field = `${at}.dependsOn`;
  switch (type) {
    case 'DependencyDeclared':
      if (dependsOn === dossier) throw refuse('dependency-cycle', field, 'own-dependency');
      return;
    case 'DependencyEnded': {
      const declared = ofType(factsOf(record)?.dated ?? [], 'DependencyDeclared');
      if (declared.some(({ day, event }) => event.data.dependsOn === dependsOn && day <= latest(occurred))) return;
      throw refuse('unknown-reference', field, 'no-such-dependency', { dossier: dependsOn });
    }
  }
}

/** The name of a dossier in sentences. */
export const dossierName = (provider: string, service: string | null | undefined): string =>
  [provider, service].filter(Boolean).join(' / ');

/** A dossier depended on, directly or through others, as of one day. */
export interface Dependency {
  provider: { id: string; slug: string; name: string };
  service: string | null;
  status: Status;
  /** Its grant ends within the scheme's warning window and has no successor. */
  expiring: boolean;
  /** Earliest last day among the grants in force. */
  grantEnd: Day | null;
  /** Ids of the dossiers that it depends on itself. */
  dependsOn: readonly string[];
}

/** A dossier whose dependencies are followed. */
export interface Dependent {
  id: string;
  status: Status;
  because: readonly string[];
  dependsOn: readonly string[];
}

/** Reads dependencies by id, as of one day; those not on record are omitted. */
type ReadDependencies = (ids: readonly string[]) => Promise<ReadonlyMap<string, Dependency>>;

/** All dependencies of the dossiers, direct and indirect, by id; one read for each level. */
export async function followDependencies(
  dependents: readonly Pick<Dependent, 'id' | 'dependsOn'>[],
  read: ReadDependencies,
): Promise<ReadonlyMap<string, Dependency>> {
  const known = new Map<string, Dependency>();
  const asked = new Set<string>();
  for (;;) {
    const reached = new Set(dependents.flatMap((dependent) => dependenciesOf(dependent, known).map(({ id }) => id)));
    const level = [...reached].filter((id) => !asked.has(id));
    if (level.length === 0) return known;
    for (const id of level) asked.add(id);
    for (const [id, dependency] of await read(level)) known.set(id, dependency);
  }
}

const MOST_LEVELS = 20;
const MOST_FOLLOWED = 500;

interface FollowedDependency {
  id: string;
  /** Ids of the dossiers in between, the direct dependency first. */
  through: readonly string[];
}

/** Each dependency once, by its shortest path, nearest first; within limits, and ending where a circle is on record. */
function dependenciesOf(
  { id: self, dependsOn }: Pick<Dependent, 'id' | 'dependsOn'>,
  known: ReadonlyMap<string, Dependency>,
): FollowedDependency[] {
  const met = new Set([self]);
  const followed: FollowedDependency[] = [];
  const follow = (ids: readonly string[], through: readonly string[]): void => {
    for (const id of ids) {
      if (met.has(id) || met.size > MOST_FOLLOWED) continue;
      met.add(id);
      followed.push({ id, through });
    }
  };
  follow(dependsOn, []);
  // The list grows while it is read.
  for (const { id, through } of followed)
    if (through.length + 1 < MOST_LEVELS) follow(known.get(id)?.dependsOn ?? [], [...through, id]);
  return followed;
}

const ENDED: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'renewing', 'withdrawn', 'suspended']);

const NEVER_GRANTED: ReadonlySet<Status> = new Set([
  'refused',
  'abandoned',
  'in-progress',
  'applied',
  'announced',
  'unknown',
]);

const HAS_GRANT: ReadonlySet<Status> = new Set(['granted', 'granted-with-reservations', 'suspended']);

/**
 * Composition: a service built on a qualified service is qualified for its own layer only, so it needs the grants of all
 * layers below.
 *
 * @param known all dependencies, as `followDependencies` reads them
 */
export const dependencyWarnings = (dependent: Dependent, known: ReadonlyMap<string, Dependency>): Warning[] =>
  dependenciesOf(dependent, known).flatMap(({ id, through }) => {
    const dependency = known.get(id);
    const between = through.map((other) => nameIn(known, other));
    return dependency ? warningsAbout(dependency, dependent, between) : [];
  });

const nameIn = (known: ReadonlyMap<string, Dependency>, id: string): string => {
  const dependency = known.get(id);
  return dependency ? dossierName(dependency.provider.name, dependency.service) : id;
};

function warningsAbout(
  { provider, service, status, expiring, grantEnd }: Dependency,
  { status: own, because }: Dependent,
  through: readonly string[],
): Warning[] {
  const about = { service: dossierName(provider.name, service), ...(through.length > 0 && { through }) };
  const events = [...because];
  if (ENDED.has(status)) return [risk({ code: 'depends-on-ended-grant', params: { ...about, status }, events })];
  if (NEVER_GRANTED.has(status))
    return HAS_GRANT.has(own) ? [risk({ code: 'depends-on-never-granted', params: { ...about, status }, events })] : [];
  return expiring ? [risk({ code: 'depends-on-expiring-grant', params: { ...about, ends: grantEnd }, events })] : [];
}

const risk = (found: Contradiction): Warning => warningOf(found, () => undefined);
