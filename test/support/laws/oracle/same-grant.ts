import type { Scheme } from '#domain/scheme/scheme.js';
import { isSameNumber, mayBeSame } from './decision-number.js';
import { daysAfter, daysOf } from './plain-days.js';
import { isAct, rankOf } from './readings.js';
import { contradict, firstDay, isInForce, isNear, lastDay, saidStart, warnedEnd, type Told } from './told-grant.js';

const isWithdrawn = ({ closed }: Told): boolean => closed?.how === 'withdrawn';

/**
 * "After a withdrawal … a `GrantIssued` always opens one", but one that begins before the withdrawal, under a number that
 * agrees, is the grant that was withdrawn, told late.
 */
export const isLateWordOf = (known: Told, issued: Told, scheme: Scheme): boolean =>
  known.closed?.how === 'withdrawn' &&
  firstDay(issued, scheme) < known.closed.day &&
  mayBeSame(known.number, issued.number) &&
  isNear(saidStart(known, scheme), saidStart(issued, scheme));

/**
 * "A second `GrantIssued` belongs to the same grant if the numbers agree (or one is missing) and the starts are less than half
 * a year (183 days) apart." Of reports without two numbers, one is another if it covers another period.
 */
export function isToldAgain(known: Told, issued: Told, scheme: Scheme): boolean {
  if (!known.issued || isWithdrawn(known) || !isNear(saidStart(known, scheme), saidStart(issued, scheme))) return false;
  if (!mayBeSame(known.number, issued.number)) return false;
  const isByNumber = known.number !== undefined && issued.number !== undefined;
  return isByNumber || scheme.family !== 'report' || !contradict(known.validUntil, issued.validUntil);
}

/** "An announcement around the start is merged into the grant." */
export const isAnnouncementOf = (known: Told, issued: Told, scheme: Scheme): boolean =>
  !known.issued &&
  !isWithdrawn(known) &&
  mayBeSame(known.number, issued.number) &&
  known.startBy !== undefined &&
  isNear(saidStart(known, scheme), saidStart(issued, scheme));

/**
 * "A later `GrantIssued` with the number of a grant, whose start … lies within the time of that grant, or before it by less than
 * half a year, belongs to the grant, also when it is published after the end … Reports and duties are followed by the next one."
 */
export const isUnderItsNumber = (known: Told, issued: Told, scheme: Scheme): boolean =>
  scheme.family === 'decision' &&
  known.number !== undefined &&
  issued.number !== undefined &&
  isSameNumber(known.number, issued.number) &&
  isInForce(known, scheme, startWithin(known, issued, scheme));

/** "… or before it by less than half a year". */
const startWithin = (known: Told, word: Told, scheme: Scheme): string => {
  const [start, own] = [firstDay(known, scheme), firstDay(word, scheme)];
  return own < start && isNear(saidStart(known, scheme), saidStart(word, scheme)) ? start : own;
};

/**
 * "A later listing as `granted` with the number and such a start amends the grant as well, but sets no earlier end."
 */
const isExtension = (known: Told, word: Told, scheme: Scheme): boolean =>
  isListing(word) && known.told < word.told && isUnderItsNumber(known, word, scheme) && saysLaterEnd(known, word);

const isListing = ({ issued, words }: Told): boolean =>
  !issued && words.every((event) => isAct(event) && event.type === 'RegisterObserved');

const saysLaterEnd = (known: Told, word: Told): boolean =>
  known.validUntil !== undefined &&
  word.validUntil !== undefined &&
  !isBetter(known.endBy, word.endBy) &&
  daysOf(word.validUntil).last > daysOf(known.validUntil).last;

/**
 * "If its source ranks equal or better than the one that gave the end, its `validUntil` replaces the end, earlier or later; if it
 * ranks worse, it only warns. The start stays. Without `validUntil` the end stays."
 */
export function amended(known: Told, issued: Told, scheme: Scheme): Told {
  const whole = withWord(known, issued, scheme);
  const isLater = known.told < issued.told;
  const { validFrom, counts, startBy, startIn } = known;
  const kept = isLater && !isDated(issued) ? { ...whole, validFrom, counts, startBy, startIn } : whole;
  const changesEnd = isLater && issued.validUntil !== undefined && !isBetter(known.endBy, issued.endBy);
  // "The version, the reservations … that it gives replace those of the grant, if its source ranks as high as any of it."
  const ranks = known.words.map(({ kind }) => rankOf(kind));
  const isAsGood = rankOf(issued.words[0]?.kind ?? '') <= Math.min(...ranks);
  const restated = isLater && isAsGood && (issued.reservations ?? []).length > 0;
  const version = isLater && isAsGood ? (issued.referential ?? kept.referential) : kept.referential;
  const changed = { ...kept, referential: version, ...(restated && { reservations: issued.reservations }) };
  return changesEnd ? { ...changed, validUntil: issued.validUntil, endBy: issued.endBy } : changed;
}

/** Whether it gives a start by itself. */
const isDated = ({ words: [event] }: Told): boolean => event?.data['validFrom'] !== undefined;

/** "… until the authority lists, issues or announces it again". */
const seenAgain = ({ words, missing }: Told, word: Told): Pick<Told, 'words' | 'missing'> => ({
  words: [...words, ...word.words],
  missing: word.words.some(isAct) ? undefined : missing,
});

/**
 * "If dated within the warning window before the end, and half a year or more after the start, they announce the next grant."
 * A listing that says no start cannot say that it is another grant.
 */
export function isTheNext(known: Told, word: Told, scheme: Scheme): boolean {
  // "… if it is published after the end, and gives no such start, it tells of the next grant".
  if (scheme.family === 'decision' && isListing(word) && firstDay(word, scheme) > lastDay(known, scheme))
    if (saysLaterEnd(known, word)) return true;
  if (known.startBy === undefined || word.startBy === undefined) return false;
  if (firstDay(word, scheme) < daysAfter(firstDay(known, scheme), 183)) return false;
  if (scheme.family !== 'decision') return true;
  const end = warnedEnd(known, scheme);
  return end !== undefined && daysAfter(end, -scheme.warningDays) <= word.told;
}

/** Of reports, an older period does not follow a later one. */
export const coversLater = (known: Told, word: Told, { family }: Scheme): boolean =>
  family === 'report' &&
  contradict(known.validUntil, word.validUntil) &&
  daysOf(known.validUntil ?? '').first > daysOf(word.validUntil ?? '').last;

/** "Each date comes from the best source that gives it, the first among equals; missing values are filled in." */
export function withWord(known: Told, word: Told, scheme: Scheme): Told {
  // "A claim never weakens an act": of a grant of the authority it changes nothing.
  if (known.words.some(isAct) && !word.words.some(isAct)) return { ...known, ...seenAgain(known, word) };
  // "While only readings of one register tell of a grant, the dates that were read last count."
  const isReadAgain = known.listedBy !== undefined && known.listedBy === word.listedBy;
  const restarts = isReadAgain && word.startBy !== undefined && mayRestart(known, word, scheme);
  const start = restarts || isBetterStart(known, word, scheme) ? word : known;
  const extends_ = (isReadAgain && word.endBy !== undefined) || isExtension(known, word, scheme);
  const end = extends_ || isBetter(word.endBy, known.endBy) ? word : known;
  return {
    ...known,
    listedBy: isReadAgain ? known.listedBy : undefined,
    issued: known.issued || word.issued,
    number: known.number ?? word.number,
    validFrom: start.validFrom,
    counts: start === known ? known.counts : undefined,
    startBy: start.startBy,
    startIn: start.startIn,
    suspendedBy: known.suspendedBy.length > 0 ? known.suspendedBy : word.suspendedBy,
    validUntil: end.validUntil,
    endBy: end.endBy,
    referential: known.referential ?? word.referential,
    reservations: known.reservations ?? word.reservations,
    ...seenAgain(known, word),
    due: new Map([...known.due, ...word.due]),
  };
}

/** "… nor does a later one than the day on which the register first listed the grant, once this has begun." */
const mayRestart = (known: Told, word: Told, scheme: Scheme): boolean =>
  known.counts === undefined &&
  isNear(saidStart(known, scheme), saidStart(word, scheme)) &&
  (daysOf(word.validFrom).first <= known.told || word.told < firstDay(known, scheme));

const isBetter = (kind: string | undefined, than: string | undefined): boolean =>
  kind !== undefined && (than === undefined || rankOf(kind) < rankOf(than));

/** What was seen on a day without a start cannot have begun after it; starts half a year apart are not of one grant. */
function isBetterStart(known: Told, word: Told, scheme: Scheme): boolean {
  if (!isBetter(word.startBy, known.startBy)) return false;
  // "… until a decision dates its start better".
  if (known.counts !== undefined && !word.issued) return false;
  const [before, after] = [saidStart(known, scheme), saidStart(word, scheme)];
  return known.startBy === undefined ? daysOf(word.validFrom).first <= firstDay(known, scheme) : isNear(before, after);
}
