import type { Scheme } from '#domain/scheme/scheme.js';
import { daysAfter, daysOf, monthsAfter, NEVER } from './plain-days.js';

/** A grant as the events up to a day tell it. */
export interface Told {
  id: string;
  number?: string | undefined;
  /** Told by a decision, report or attestation itself. */
  issued: boolean;
  /** The day of the event that told of it first. */
  told: string;
  validFrom: string;
  /** Whose word the start is. Nobody's: it was seen to be there on that day, and no more. */
  startBy?: string | undefined;
  validUntil?: string | undefined;
  endBy?: string | undefined;
  referential?: string | undefined;
  reservations: number;
  kinds: string[];
  /** By whose word it is suspended; nobody's: it is not. */
  suspendedBy: string[];
  /** Ended before its time, from a day on, by whose word. */
  closed?: Closing | undefined;
  /** When each duty that was ever kept up has to be again. */
  due: ReadonlyMap<string, string>;
}

interface Closing {
  day: string;
  how: 'withdrawn' | 'delisted' | 'refuted' | 'followed' | 'absorbed';
  by: string[];
}

const RANKS = ['decision', 'catalogue', 'list', 'statement', 'company', 'press', 'other'];
export const rankOf = (kind: string): number => RANKS.indexOf(kind) + 1;
export const isAuthority = (kind: string): boolean => rankOf(kind) <= 4;

/** Contract: a decision runs from validFrom (else occurred), a report from occurred, a duty from its start. */
export const firstDay = (grant: Told, { family }: Scheme): string =>
  family === 'report' ? grant.told : daysOf(grant.validFrom).first;

const first = (...days: string[]): string => [...days, NEVER].sort()[0] ?? NEVER;

/** The last day that it would be in force if nobody ended it. */
export function lastDay(grant: Told, scheme: Scheme): string {
  if (scheme.family === 'report') return NEVER;
  const printed = grant.validUntil === undefined ? NEVER : daysOf(grant.validUntil).last;
  return first(printed, scheme.family === 'duty' ? keptUntil(grant, scheme) : graceOf(grant, scheme));
}

/** docs/schemes.md: the version that it names, else "the only one that was there to be granted under on its first day". */
function graceOf(grant: Told, scheme: Scheme): string {
  const start = firstDay(grant, scheme);
  const there = scheme.referentials.filter(({ version, draft, published, graceEnds = NEVER }) =>
    grant.referential === undefined
      ? grant.startBy !== undefined && draft !== true && published <= start && start <= graceEnds
      : version === grant.referential,
  );
  return there.length === 1 ? (there[0]?.graceEnds ?? NEVER) : NEVER;
}

/** "everyMonths (+ graceDays) after its start or the last SurveillancePassed", or when that said that it is due next. */
const keptUntil = (grant: Told, scheme: Scheme): string =>
  first(
    ...(scheme.duties ?? []).map(({ code, everyMonths, graceDays = 0 }) =>
      daysAfter(grant.due.get(code) ?? monthsAfter(firstDay(grant, scheme), everyMonths), graceDays),
    ),
  );

/** The last day on which it counts as current: of a report months after its period, of a duty before it lapses. */
export function currentUntil(grant: Told, scheme: Scheme): string | null {
  if (scheme.family === 'decision') return null;
  if (scheme.family === 'duty') return lastDay(grant, scheme);
  return monthsAfter(
    grant.validUntil === undefined ? grant.told : daysOf(grant.validUntil).last,
    scheme.currentForMonths ?? 0,
  );
}

/** The day that warnings of its end go by: "a deadline warns from its earliest day". */
export function warnedEnd(grant: Told, scheme: Scheme): string | undefined {
  const last = lastDay(grant, scheme);
  if (last === NEVER) return undefined;
  const printed = grant.validUntil === undefined ? undefined : daysOf(grant.validUntil);
  return printed?.last === last ? printed.first : last;
}

export const isInForce = (grant: Told, scheme: Scheme, day: string): boolean =>
  firstDay(grant, scheme) <= day &&
  day <= lastDay(grant, scheme) &&
  (grant.closed === undefined || day < grant.closed.day);

/** Contract: "within 183 days of the start". */
export const isNear = (one: string, other: string): boolean =>
  daysAfter(one, -183) < other && other < daysAfter(one, 183);

/** "Dates … contradict each other only when there is no day that both can mean." */
export function contradict(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return daysOf(one).last < daysOf(other).first || daysOf(other).last < daysOf(one).first;
}
