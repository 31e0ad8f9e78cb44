import fc from 'fast-check';
import { factsOf } from '#domain/dossier/facts.js';
import { labelsOn, type Standing, standingOn } from '#domain/dossier/standing.js';
import { schemesAt } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { day } from './law.js';
import type { Point, Verdict } from './oracle/brute-force.js';
import { daysAfter, daysOf, monthsAfter } from './oracle/plain-days.js';
import type { Played } from './play.js';

/** A point that is chosen among those at which a history may turn, whatever that history is. */
interface Choice {
  near: number;
  off: number;
  /** Where there is nothing to be near to. */
  day: string;
  /** The instant by its place; the last place is "everything on record". */
  known: number;
}

export const choice: fc.Arbitrary<Choice> = fc.record({
  near: fc.nat({ max: 1000 }),
  off: fc.constantFrom(0, 1, -1),
  day,
  known: fc.nat({ max: 20 }),
});

const DATE = /^\d{4}(-\d\d(-\d\d)?|-Q\d|-H\d)?$/;

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** The n-th of the days at which a history may turn: those named anywhere in its events, and what limits make of them. */
function turn({ record, publications }: Played, n: number): string | undefined {
  const named = record.flatMap(({ event }) => [...textsIn(event)].filter((text) => DATE.test(text)));
  const chosen = named[n % named.length];
  if (chosen === undefined) return undefined;
  const { first, last } = daysOf(chosen);
  const {
    warningDays,
    staleAfterDays,
    currentForMonths = 12,
    duties = [],
  } = publications[n % publications.length]!.scheme;
  const { everyMonths: months = currentForMonths, graceDays = 30 } = duties[0] ?? {};
  const limits = [
    () => first,
    () => last,
    () => daysAfter(last, 1),
    () => daysAfter(first, -warningDays),
    () => daysAfter(first, staleAfterDays),
    () => monthsAfter(last, months),
    () => daysAfter(monthsAfter(first, months), graceDays),
    () => daysAfter(last, graceDays),
  ];
  return limits[Math.floor(n / named.length) % limits.length]!();
}

export function pointIn(played: Played, { near, off, day: anywhere, known }: Choice): Point {
  const instants = [
    ...new Set([...played.record, ...played.publications].map(({ recordedAt }) => recordedAt.getTime())),
  ];
  const nth = known % (instants.length + 1);
  const asOf = near % 5 === 0 ? anywhere : daysAfter(turn(played, near) ?? anywhere, off);
  return { asOf, ...(nth < instants.length && { knownAt: new Date(instants[nth]!) }) };
}

export interface Folded {
  scheme: Scheme;
  standing: Standing;
  version: number;
}

/** What reading a dossier by itself folds from its stream at a point. */
export function foldedAt({ record, publications, scheme: slug }: Played, { asOf, knownAt }: Point): Folded | undefined {
  const known = knownAt ? record.filter(({ recordedAt }) => recordedAt <= knownAt) : record;
  const facts = factsOf(known);
  const upTo = knownAt && publications.filter(({ recordedAt }) => recordedAt <= knownAt).at(-1)?.position;
  const scheme = schemesAt(publications, upTo).get(slug);
  if (!facts || !scheme) return undefined;
  return { scheme, standing: standingOn(facts, scheme, asOf), version: known.length };
}

/** In the words of the oracle. */
export const inShort = (standing: Standing, labels: string[]): Verdict => ({
  status: standing.status,
  confirmed: standing.confirmed,
  grantedFrom: standing.grantedFrom,
  inForce: standing.grants
    .filter(({ state }) => state === 'in-force' || state === 'suspended')
    .map(({ id, decision, state, runsUntil, currentUntil }) => ({
      id,
      decision,
      suspended: state === 'suspended',
      until: runsUntil,
      current: currentUntil,
    })),
  stage: standing.stage,
  expiring: standing.expiring,
  stale: standing.stale,
  lastHeard: standing.lastHeard,
  provider: standing.provider,
  labels,
});

export const foldedInShort = (played: Played, point: Point): Verdict | undefined => {
  const folded = foldedAt(played, point);
  return folded && inShort(folded.standing, labelsOn(folded.scheme, folded.standing, point.asOf));
};
