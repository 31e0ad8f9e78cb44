import type { Day } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOn } from '#domain/deadline/deadlines-on.js';
import { dependencyEnd } from '#domain/deadline/dependency-end.js';
import { dossierModel, type DossierFacts, factsOf } from '#domain/dossier/facts.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { outlookOn } from '../keeping/outlook-on.js';
import type { Place, Planning } from '../planning.js';

export interface Placed {
  deadline: Deadline;
  place: Place;
}

/**
 * Every deadline that the facts of a dossier make on a day, by key: its own, those from what it builds on, and those of
 * the dossiers that build on it.
 *
 * @param upTo the last position that counts for schemes and other dossiers; absent: everything on record
 */
export async function deadlinesOfFacts(
  planning: Planning,
  dossier: string,
  facts: DossierFacts,
  { day, dependents, upTo }: { day: Day; dependents: readonly Place[]; upTo?: number | undefined },
): Promise<Map<string, Placed>> {
  const scheme = (await planning.schemes.at(upTo)).get(facts.scheme);
  if (!scheme) return new Map();
  const { deadlines: own, dependsOn, ...place } = outlookOn(dossier, facts, scheme, day);
  const below = await Promise.all(dependsOn.map((other) => endsOf(planning, other, { day, upTo })));
  const placed = [
    ...own.map((deadline) => ({ deadline, place })),
    ...below.flat().map((end) => ({ deadline: dependencyEnd(dossier, end), place })),
    ...dependents.flatMap((dependent) =>
      ends(own).map((end) => ({ deadline: dependencyEnd(dependent.dossier, end), place: dependent })),
    ),
  ];
  return new Map(placed.map((one) => [one.deadline.key, one]));
}

const ends = (deadlines: readonly Deadline[]): Deadline[] => deadlines.filter(({ kind }) => kind === 'grant-end');

async function endsOf(
  { events, schemes }: Planning,
  dossier: string,
  { day, upTo }: { day: Day; upTo?: number | undefined },
): Promise<Deadline[]> {
  const { state } = await events.load(dossierStream(dossier), dossierModel, upTo === undefined ? {} : { upTo });
  const facts = factsOf(state);
  const scheme = facts && (await schemes.at(upTo)).get(facts.scheme);
  return facts && scheme ? ends(deadlinesOn(dossier, facts, scheme, day).deadlines) : [];
}
