import type { Scheme } from '#domain/scheme/scheme.js';
import { daysAfter, daysOf, monthsAfter, NEVER } from './plain-days.js';
import { type Heard, isAct, rankOf } from './readings.js';

/** A grant as the events up to a day tell it. */
export interface Told {
  id: string;
  number?: string | undefined;
  /** Told by a decision, report or attestation itself. */
  issued: boolean;
  /** The day of the event that told of it first. */
  told: string;
  validFrom: string;
  /** The day of the reading that it counts from: on an earlier day after its start the register still said otherwise. */
  counts?: string | undefined;
  /** Whose word the start is. Nobody's: it was seen to be there on that day, and no more. */
  startBy?: string | undefined;
  /** The event that gave the start. */
  startIn: string;
  validUntil?: string | undefined;
  endBy?: string | undefined;
  /** The register whose readings alone tell of it. */
  listedBy?: string | undefined;
  referential?: string | undefined;
  /** The texts of those that are open; absent where nobody spoke of any. */
  reservations?: string[] | undefined;
  /** The events that tell of it. */
  words: Heard[];
  /** What it is suspended by; nothing: it is not. */
  suspendedBy: Heard[];
  /** The register of the authority that has listed it as absent since it was last listed or issued. */
  missing?: Heard | undefined;
  /** Ended before its time, from a day on, by which events. */
  closed?: Closing | undefined;
  /** When each duty that was ever kept up has to be again. */
  due: ReadonlyMap<string, string>;
}

interface Closing {
  day: string;
  how: 'withdrawn' | 'delisted' | 'refuted' | 'followed' | 'absorbed';
  by: Heard[];
}

/** "In force from `validFrom`" or the day of the event; a report "from the date of the report"; a duty "from its start". */
export const firstDay = (grant: Told, scheme: Scheme): string => {
  const said = saidStart(grant, scheme);
  return scheme.family === 'report' || grant.counts === undefined || grant.counts < said ? said : grant.counts;
};

/** Whether or not it counts from then: what other dates are compared with. */
export const saidStart = (grant: Told, { family }: Scheme): string =>
  family === 'report' ? grant.told : daysOf(grant.validFrom).first;

const first = (...days: string[]): string => [...days, NEVER].sort()[0] ?? NEVER;

/** The last day that it would be in force if nobody ended it: "both included", and a report "never ends". */
export function lastDay(grant: Told, scheme: Scheme): string {
  if (scheme.family === 'report') return NEVER;
  const printed = grant.validUntil === undefined ? NEVER : daysOf(grant.validUntil).last;
  return first(printed, scheme.family === 'duty' ? keptUntil(grant, scheme) : graceOf(grant, scheme));
}

/** "`runsUntil`, the last day on which it is in force according to the events on record". */
export const runsUntil = (grant: Told, scheme: Scheme): string =>
  first(lastDay(grant, scheme), grant.closed ? daysAfter(grant.closed.day, -1) : NEVER);

/** The day on which it ended: that of what ended it, or its last one. */
export const endDay = (grant: Told, scheme: Scheme): string =>
  first(lastDay(grant, scheme), grant.closed?.day ?? NEVER);

/** "It ends earlier if the grace of its standard version ends earlier (`cut-short`)." */
function graceOf(grant: Told, scheme: Scheme): string {
  const version = versionOf(grant, scheme);
  return scheme.referentials.find((one) => one.version === version)?.graceEnds ?? NEVER;
}

/**
 * docs/schemes.md: "If a grant names no version, Jalon assumes the version that was available on its first day: published, not
 * a draft, grace not over. If several versions were available, or the first day is not on record, none is assumed."
 */
function versionOf(grant: Told, scheme: Scheme): string | undefined {
  if (grant.referential !== undefined || grant.startBy === undefined) return grant.referential;
  const start = saidStart(grant, scheme);
  const there = scheme.referentials.filter(
    ({ draft, published, graceEnds = NEVER }) => draft !== true && published <= start && start <= graceEnds,
  );
  return there.length === 1 ? there[0]?.version : undefined;
}

/** "In force … as long as every obligation of the scheme is met": "lapsed when an obligation and its grace are over". */
const keptUntil = (grant: Told, scheme: Scheme): string =>
  first(
    ...(scheme.duties ?? []).map(({ code, everyMonths, graceDays = 0 }) =>
      daysAfter(grant.due.get(code) ?? monthsAfter(firstDay(grant, scheme), everyMonths), graceDays),
    ),
  );

/** "`currentUntil`, the last day on which a report is current or an obligation is met". */
export function currentUntil(grant: Told, scheme: Scheme): string | null {
  if (scheme.family === 'decision') return null;
  if (scheme.family === 'duty') return lastDay(grant, scheme);
  return monthsAfter(
    grant.validUntil === undefined ? grant.told : daysOf(grant.validUntil).last,
    scheme.currentForMonths ?? 0,
  );
}

/** The day that warnings of its end go by: the earliest that the printed end can mean. */
export function warnedEnd(grant: Told, scheme: Scheme): string | undefined {
  const last = lastDay(grant, scheme);
  if (last === NEVER) return undefined;
  const printed = grant.validUntil === undefined ? undefined : daysOf(grant.validUntil);
  return printed?.last === last ? printed.first : last;
}

export const isInForce = (grant: Told, scheme: Scheme, day: string): boolean =>
  firstDay(grant, scheme) <= day && day <= runsUntil(grant, scheme);

/** "Decided and not yet valid", and to be valid one day. */
export const isComing = (grant: Told, scheme: Scheme, day: string): boolean =>
  firstDay(grant, scheme) > day && firstDay(grant, scheme) <= runsUntil(grant, scheme);

/** "… less than half a year (183 days) apart". */
export const isNear = (one: string, other: string): boolean =>
  daysAfter(one, -183) < other && other < daysAfter(one, 183);

/** "Dates of different precision contradict each other only if no day satisfies both." */
function contradict(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return daysOf(one).last < daysOf(other).first || daysOf(other).last < daysOf(one).first;
}

/*
 * docs/status.md: "Decision numbers are compared in a normal form: without a leading word or sign ("n°", "no.", "décision",
 * "decision", "number", "numéro", "#"), without spaces, punctuation, accents, case or leading zeros."
 */

/** A word only where no letter follows, so that "NORD-7" keeps its letters. */
const LEADING = /^[^a-z0-9#]*(?:decision|number|numero|n°|no|#)(?![a-z])/;

const normal = (number: string): string => {
  let rest = number.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  while (LEADING.test(rest)) rest = rest.replace(LEADING, '');
  return rest.replace(/[^\p{L}\p{N}]/gu, '').replace(/^0+(?=.)/, '');
};

/** Whether two numbers are those of one decision. */
export const isSameNumber = (one: string, other: string): boolean => normal(one) === normal(other);

/** "… if the numbers agree (or one is missing)". */
export const mayBeSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || isSameNumber(one, other);

/** The grants as read so far, in the order in which they were told. */
export class GrantList {
  grants: Told[] = [];

  constructor(readonly scheme: Scheme) {}

  put(grant: Told, changes: Partial<Told>): void {
    this.grants = this.grants.map((one) => (one === grant ? { ...one, ...changes } : one));
  }

  inForce(day: string): Told[] {
    return this.grants.filter((grant) => isInForce(grant, this.scheme, day));
  }

  /** Those that a number may mean: of that number, or in force without one. */
  named(number: string, day: string): Told | undefined {
    const isOfNumber = (grant: Told) =>
      grant.number !== undefined && isSameNumber(grant.number, number) && hasAnyDay(grant, this.scheme);
    const unnumbered = this.inForce(day).filter((grant) => grant.number === undefined);
    return this.grants.findLast(isOfNumber) ?? unnumbered.at(-1);
  }

  /** "They apply to the decision they name, otherwise to the grant in force. The grant must be running." */
  running(number: string | undefined, day: string): Told | undefined {
    const running = this.inForce(day);
    if (number === undefined) return running.at(-1);
    return (
      running.findLast((grant) => grant.number !== undefined && isSameNumber(grant.number, number)) ??
      running.findLast((grant) => grant.number === undefined)
    );
  }

  /** "… (or, for a withdrawal, not yet valid)": the one that is next. */
  coming(number: string | undefined, day: string): Told | undefined {
    return this.grants
      .filter((grant) => isComing(grant, this.scheme, day) && mayBeSame(grant.number, number))
      .sort((a, b) => (firstDay(a, this.scheme) < firstDay(b, this.scheme) ? -1 : 1))[0];
  }

  /** Whether or not it has lapsed: an audit passed reinstates it. */
  lastBegun(number: string | undefined, day: string): Told | undefined {
    return this.grants.findLast(
      (one) => firstDay(one, this.scheme) <= day && one.closed === undefined && mayBeSame(one.number, number),
    );
  }

  /** The grant that ended last, if a withdrawal ended it. */
  lastIfWithdrawn(day: string): Told | undefined {
    const last = lastEnded(this.grants, this.scheme, day);
    return last?.closed?.how === 'withdrawn' ? last : undefined;
  }

  /** "A reinstatement of a withdrawn grant": of the number, or the last one if none is named. */
  withdrawn(number: string | undefined, day: string): Told | undefined {
    if (number === undefined) return this.lastIfWithdrawn(day);
    const withdrawn = this.grants.filter(
      ({ number: own, closed }) => closed?.how === 'withdrawn' && mayBeSame(own, number),
    );
    return withdrawn.findLast((grant) => grant.number !== undefined) ?? withdrawn.at(-1);
  }
}

/** Of those that have begun, or were withdrawn before they did, the one whose end is the latest. */
export function lastEnded(grants: readonly Told[], scheme: Scheme, day: string): Told | undefined {
  const over = grants.filter((grant) => hasBegun(grant, scheme, day) && grant.closed?.how !== 'refuted');
  return over.findLast((grant) => over.every((other) => endDay(other, scheme) <= endDay(grant, scheme)));
}

/** "A grant that cannot be in force on any day (its version or its end is over before its start) is none." */
export const hasAnyDay = (grant: Told, scheme: Scheme): boolean => firstDay(grant, scheme) <= lastDay(grant, scheme);

/** A grant that is withdrawn before its first day has had its time on the day of the withdrawal. */
export const hasBegun = (grant: Told, scheme: Scheme, day: string): boolean =>
  (firstDay(grant, scheme) <= day && hasAnyDay(grant, scheme)) ||
  (grant.closed?.how === 'withdrawn' && grant.closed.day <= day);

const isWithdrawn = ({ closed }: Told): boolean => closed?.how === 'withdrawn';

/**
 * "After a withdrawal … a `GrantIssued` always opens one", but one that begins before the withdrawal, under a number that
 * agrees, is the grant that was withdrawn, told late.
 */
export const isLateWordOf = (known: Told, issued: Told, scheme: Scheme): boolean =>
  known.closed?.how === 'withdrawn' &&
  firstDay(issued, scheme) < known.closed.day &&
  mayBeSame(known.number, issued.number) &&
  (isNear(saidStart(known, scheme), saidStart(issued, scheme)) || wasSeen(known, issued, scheme));

/** "A listing without a start shows a grant that began by then: what ran on its day is that grant." */
const wasSeen = (known: Told, issued: Told, scheme: Scheme): boolean =>
  known.startBy === undefined &&
  firstDay(issued, scheme) <= firstDay(known, scheme) &&
  firstDay(known, scheme) <= lastDay(issued, scheme);

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
  (known.startBy === undefined
    ? wasSeen(known, issued, scheme)
    : isNear(saidStart(known, scheme), saidStart(issued, scheme)));

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
    // "A listing … sets no earlier date."
    due: new Map([...known.due, ...[...word.due].filter(([code, due]) => due > (known.due.get(code) ?? ''))]),
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
