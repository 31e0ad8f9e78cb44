import type { Day } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { turningDays } from '#domain/dossier/spans.js';
import { type Standing, standingOn } from '#domain/dossier/standing.js';
import type { Scheme } from '#domain/scheme/scheme.js';

/** Where a dossier stands on a day, and where it would stand. */
export interface Standings {
  day: Day;
  before: Standing;
  after: Standing;
}

/** Whether both are told in the same words: what is unknown is neither confirmed nor claimed. */
export const isSameStanding = (a: Standing, b: Standing): boolean =>
  isSameStatus(a, b) && a.stage?.milestone === b.stage?.milestone;

const isSameStatus = (a: Standing, b: Standing): boolean =>
  a.status === b.status && (a.confirmed === b.confirmed || a.status === 'unknown');

/**
 * Today, and what is still to come of it: the first later day on which the status becomes another one than it would have
 * been, and the first on which the stage does, each only where it stays the same today.
 */
export function daysThatTell(
  facts: { before: DossierFacts; after: DossierFacts },
  scheme: Scheme,
  today: Day,
): Standings[] {
  const on = (day: Day): Standings => ({
    day,
    before: standingOn(facts.before, scheme, day),
    after: standingOn(facts.after, scheme, day),
  });
  const now = on(today);
  const turning = [...turningDays(facts.before, scheme), ...turningDays(facts.after, scheme)];
  const later = [...new Set(turning)].filter((day) => day > today).sort();
  const told = [now];
  for (const isSame of [isSameStanding, isSameStatus]) {
    if (!isSame(now.before, now.after)) continue;
    const found = later.map(on).find(({ before, after }) => !isSame(before, after));
    if (found && !told.some(({ day }) => day === found.day)) told.push(found);
  }
  return told.sort((a, b) => (a.day < b.day ? -1 : 1));
}
