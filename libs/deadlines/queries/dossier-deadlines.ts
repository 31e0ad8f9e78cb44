import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { compareDays, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { daysLeft, type Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOn, dependencyEnd } from '#domain/deadline/deadlines.js';
import { type DossierFacts, dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { deriveDeadlines } from '../plan/derived-deadlines.js';
import { type DossierRef, PLANNING, type Planning } from '../planning.js';

export interface DossierDeadline extends Deadline {
  /** As in `DeadlineLists`. */
  daysLeft: number;
}

/** The deadlines that result from the facts of a dossier, by key, including those of its dependents. */
export interface DeadlinesPreview {
  before: ReadonlyMap<string, DeadlineOfDossier>;
  after: ReadonlyMap<string, DeadlineOfDossier>;
}

/** The deadlines of one dossier, derived from the ledger, so never outdated. */
@Injectable()
export class DeadlinesOfDossier {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Including grant ends of its dependencies, soonest first. Empty for an unknown dossier.
   *
   * @param upTo ledger position to read up to; absent: the head
   */
  async on(dossier: string, asOf: Day, upTo?: number): Promise<DossierDeadline[]> {
    const { state } = await this.planning.events.load(dossierStream(dossier), dossierModel, { upTo });
    const facts = factsOf(state);
    if (!facts) return [];
    const placed = await deadlinesOfFacts(this.planning, dossier, facts, { day: asOf, dependents: [], upTo });
    return [...placed.values()]
      .map(({ deadline }) => ({ ...deadline, daysLeft: daysLeft(deadline.due, asOf) }))
      .sort((a, b) => compareDays(earliest(a.due), earliest(b.due)));
  }

  /** How the deadlines on a day change if the facts of the dossier change. */
  async preview(
    dossier: string,
    facts: { before: DossierFacts; after: DossierFacts },
    day: Day,
  ): Promise<DeadlinesPreview> {
    const about = { day, dependents: await dossiersDependingOn(this.db, dossier) };
    return {
      before: await deadlinesOfFacts(this.planning, dossier, facts.before, about),
      after: await deadlinesOfFacts(this.planning, dossier, facts.after, about),
    };
  }
}

export interface DeadlineOfDossier {
  deadline: Deadline;
  place: DossierRef;
}

/**
 * The deadlines that result from the facts of a dossier on a day, by key: its own, the grant ends of its dependencies,
 * and those that it causes for its dependents.
 *
 * @param upTo ledger position for schemes and other dossiers; absent: the head
 */
export async function deadlinesOfFacts(
  planning: Planning,
  dossier: string,
  facts: DossierFacts,
  { day, dependents, upTo }: { day: Day; dependents: readonly DossierRef[]; upTo?: number | undefined },
): Promise<Map<string, DeadlineOfDossier>> {
  const scheme = (await planning.schemes.at(upTo)).get(facts.scheme);
  if (!scheme) return new Map();
  const { deadlines: own, dependsOn, ...place } = deriveDeadlines(dossier, facts, scheme, day);
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
  const { state } = await events.load(dossierStream(dossier), dossierModel, { upTo });
  const facts = factsOf(state);
  const scheme = facts && (await schemes.at(upTo)).get(facts.scheme);
  return facts && scheme ? ends(deadlinesOn(dossier, facts, scheme, day).deadlines) : [];
}

/** The dossiers that depend on a dossier, as last planned. */
export const dossiersDependingOn = (db: LedgerDatabase, dossier: string): Promise<DossierRef[]> =>
  db
    .selectFrom('dossier_plan')
    .select(['provider', 'dossier', 'scheme'])
    .where(sql<boolean>`depends_on @> array[${dossier}]::uuid[]`)
    .orderBy('dossier')
    .execute();
