import { addDays, END_OF_TIME, type Day } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlineSpans, dependencyEnd } from '#domain/deadline/deadlines.js';
import { dossierModel, factsOf, type DossierFacts } from '#domain/dossier/facts.js';
import type { Span } from '#domain/dossier/spans.js';
import { standingOn } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Planning } from './planning.js';

/** A dossier's deadlines as they stand on a day, those that come from what it builds on included. */
export interface Outlook {
  dossier: string;
  /** The one that holds the service today. */
  provider: string;
  scheme: string;
  dependsOn: string[];
  deadlines: Deadline[];
  /** The first later day on which any of this changes by the passage of time. */
  nextTurn: Day | null;
}

/** What changes whose the deadlines are, or which there are. */
const MOVING: ReadonlySet<LedgerEvent['type']> = new Set(['DependencyDeclared', 'ServiceTransferred']);

/** `undefined` while the dossier is not on record. It is read as it stands now, so a plan is never older than its facts. */
export async function outlookOf(planning: Planning, dossier: string, today: Day): Promise<Outlook | undefined> {
  const found = await read(planning, dossier);
  if (!found) return undefined;
  const { facts, scheme } = found;
  const { provider, dependsOn } = standingOn(facts, scheme, today);
  const ends = await Promise.all(dependsOn.map((dependency) => endsOf(planning, dossier, dependency)));
  const spans = [...deadlineSpans(dossier, facts, scheme).values(), ...ends.flat()];
  const moves = facts.dated.flatMap(({ event, day }) => (MOVING.has(event.type) ? [day] : []));
  return {
    dossier,
    provider,
    scheme: facts.scheme,
    dependsOn,
    deadlines: spans.flatMap((stretches) => on(stretches, today)),
    nextTurn: firstAfter(today, [...spans.flatMap(turns), ...moves]),
  };
}

async function read(
  { events, schemes }: Planning,
  dossier: string,
): Promise<{ facts: DossierFacts; scheme: Scheme } | undefined> {
  const { state } = await events.load(dossierStream(dossier), dossierModel);
  const facts = factsOf(state);
  const scheme = facts && (await schemes.at()).get(facts.scheme);
  return scheme && { facts, scheme };
}

async function endsOf(planning: Planning, dependent: string, dependency: string): Promise<Span<Deadline>[][]> {
  const found = await read(planning, dependency);
  if (!found) return [];
  return [...deadlineSpans(dependency, found.facts, found.scheme).values()]
    .filter((spans) => spans[0]?.value.kind === 'grant-end')
    .map((spans) => spans.map((span) => ({ ...span, value: dependencyEnd(dependent, span.value) })));
}

const on = (spans: readonly Span<Deadline>[], day: Day): Deadline[] =>
  spans.filter(({ from, to }) => from <= day && day <= to).map(({ value }) => value);

const turns = (spans: readonly Span<Deadline>[]): Day[] =>
  spans.flatMap(({ from, to }) => (to === END_OF_TIME ? [from] : [from, addDays(to, 1)]));

const firstAfter = (today: Day, days: readonly Day[]): Day | null =>
  days.filter((day) => day > today).sort()[0] ?? null;
