import type { Scheme } from '#domain/scheme/scheme.js';
import { daysAfter, daysOf, monthsAfter, NEVER } from './plain-days.js';
import type { Heard } from './readings.js';

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
export function versionOf(grant: Told, scheme: Scheme): string | undefined {
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
export function contradict(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return daysOf(one).last < daysOf(other).first || daysOf(other).last < daysOf(one).first;
}
