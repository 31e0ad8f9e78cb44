import type { Scheme } from '#domain/scheme/scheme.js';
import { daysAfter, daysOf } from './plain-days.js';
import { contradict, firstDay, isNear, rankOf, warnedEnd, type Told } from './told-grant.js';

/** Contract, "same grant told again": about one start, numbers that agree; of reports without two numbers, about one period. */
export function isToldAgain(known: Told, issued: Told, scheme: Scheme): boolean {
  if (!known.issued || !isNear(firstDay(known, scheme), firstDay(issued, scheme))) return false;
  if (known.number !== undefined && issued.number !== undefined) return known.number === issued.number;
  return scheme.family !== 'report' || !contradict(known.validUntil, issued.validUntil);
}

/** Contract: "an announced (not issued) unnumbered grant with a said start within 183 days becomes part of the issued one". */
export const isAnnouncementOf = (known: Told, issued: Told, scheme: Scheme): boolean =>
  !known.issued &&
  known.number === undefined &&
  known.startBy !== undefined &&
  isNear(firstDay(known, scheme), firstDay(issued, scheme));

/**
 * Contract: "dated >= 183 days after that one's (said) start and (decision) that one's end is within the warning window on
 * that day". A listing that says no start cannot say that it is another grant.
 */
export function isTheNext(known: Told, word: Told, scheme: Scheme): boolean {
  if (known.startBy === undefined || word.startBy === undefined) return false;
  if (firstDay(word, scheme) < daysAfter(firstDay(known, scheme), 183)) return false;
  if (scheme.family !== 'decision') return true;
  const end = warnedEnd(known, scheme);
  return end !== undefined && daysAfter(end, -scheme.warningDays) <= word.told;
}

/** Contract: of reports, an older period does not follow a later one. */
export const coversLater = (known: Told, word: Told, { family }: Scheme): boolean =>
  family === 'report' &&
  contradict(known.validUntil, word.validUntil) &&
  daysOf(known.validUntil ?? '').first > daysOf(word.validUntil ?? '').last;

/** "Each of its dates stands by the best source that says it, and what one source leaves out is filled in from another." */
export function withWord(known: Told, word: Told, scheme: Scheme): Told {
  const start = isBetterStart(known, word, scheme) ? word : known;
  const end = isBetter(word.endBy, known.endBy) ? word : known;
  return {
    ...known,
    number: known.number ?? word.number,
    validFrom: start.validFrom,
    startBy: start.startBy,
    validUntil: end.validUntil,
    endBy: end.endBy,
    referential: known.referential ?? word.referential,
    reservations: known.reservations || word.reservations,
    kinds: [...known.kinds, ...word.kinds],
    due: new Map([...known.due, ...word.due]),
  };
}

const isBetter = (kind: string | undefined, than: string | undefined): boolean =>
  kind !== undefined && (than === undefined || rankOf(kind) < rankOf(than));

/** What was seen on a day without a start cannot have begun after it; starts half a year apart are not of one grant. */
function isBetterStart(known: Told, word: Told, scheme: Scheme): boolean {
  if (!isBetter(word.startBy, known.startBy)) return false;
  const [before, after] = [firstDay(known, scheme), firstDay(word, scheme)];
  return known.startBy === undefined ? daysOf(word.validFrom).first <= before : isNear(before, after);
}
