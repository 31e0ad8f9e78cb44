import { compareDays, type Day, daysBetween, isDay, later } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { Outline } from '../dossier/spans.js';
import { outcomeIn, prerequisites, type Scheme } from '../scheme/scheme.js';
import { ANNOUNCEMENT, type DatedMilestone, durationBetween, type Step } from './durations.js';
import { observedUntil, type Timed } from './statistics.js';

/** A dossier from which times to an outcome are computed. */
export interface TimedCase extends Timed, Pick<Outline, 'level' | 'ended'> {}

/** Starts a step at the last milestone of a dossier before the end of the step. */
export const LAST = 'last';

/** A dossier that began a step, as of a day. */
export interface Case {
  /** The day from which days are counted. */
  start: Day;
  level: string | null;
  /** `out-of-order`: completed before it began, which is a contradiction or a renewal. */
  outcome: 'completed' | 'pending' | 'ended' | 'out-of-order';
  /** Until the step was completed, otherwise until the end of observation. */
  days: number;
  /** Until it ended without completing the step. */
  endedAfter: number | null;
  /** The day on which it was completed is not on record: counted on that of a later milestone or of a listing. */
  atLatest: boolean;
  precise: boolean;
  confirmed: boolean;
}

/** A date that ends a step. */
interface End extends DatedMilestone {
  atLatest: boolean;
}

/** What became of the dossiers that began a step, as of a day. */
export function casesOf(scheme: Scheme, step: Step, dossiers: readonly TimedCase[], asOf: Day): Case[] {
  const before = new Set(prerequisites(scheme, step.to));
  const after = new Set(
    scheme.milestones.map(({ code }) => code).filter((code) => prerequisites(scheme, code).includes(step.to)),
  );
  const outcome = outcomeIn(scheme);
  return dossiers.flatMap((dossier) => {
    const end = endOf(dossier, step.to, after, outcome);
    const start = startOf(dossier, step.from, before, end);
    return start ? caseOf(dossier, start, end, asOf) : [];
  });
}

function startOf(
  { milestones, announced }: TimedCase,
  from: string,
  before: ReadonlySet<string>,
  end: End | undefined,
): DatedMilestone | undefined {
  const reached = milestones.find(({ milestone }) => milestone === from);
  if (reached) return reached;
  if (from === ANNOUNCEMENT) return announced ? { milestone: from, ...announced, confirmed: true } : undefined;
  if (from !== LAST) return undefined;
  const isBefore = (start: DatedMilestone): boolean => !end || durationBetween(start, end) !== undefined;
  return milestones.filter(({ milestone }) => before.has(milestone)).findLast(isBefore);
}

/** The earliest of: the milestone, the start of the first grant if that is the outcome; else of what comes after. */
function endOf(
  { milestones, granted }: TimedCase,
  to: string,
  after: ReadonlySet<string>,
  outcome: string | undefined,
): End | undefined {
  const ends = milestones.map((one) => ({ ...one, atLatest: one.milestone !== to }));
  if (granted && outcome !== undefined)
    ends.push({ milestone: outcome, ...granted, atLatest: outcome !== to || !granted.dated });
  const first = (some: End[]): End | undefined =>
    some.length < 2
      ? some[0]
      : some.toSorted((one, other) => compareDays(earliest(one.occurred), earliest(other.occurred)))[0];
  return (
    first(ends.filter(({ milestone }) => milestone === to)) ??
    first(ends.filter(({ milestone }) => after.has(milestone)))
  );
}

function caseOf(dossier: TimedCase, from: DatedMilestone, end: End | undefined, asOf: Day): Case {
  const { level, ended } = dossier;
  const start = earliest(from.occurred);
  const duration = end && durationBetween(from, end);
  if (end && duration) {
    const { days, precise, confirmed } = duration;
    return { start, level, outcome: 'completed', days, endedAfter: null, atLatest: end.atLatest, precise, confirmed };
  }
  return {
    ...{ start, level, outcome: end ? 'out-of-order' : ended === null ? 'pending' : 'ended' },
    days: daysBetween(start, later(ended ?? start, observedUntil(dossier, asOf))),
    endedAfter: end || ended === null ? null : Math.max(0, daysBetween(start, ended)),
    ...{ atLatest: false, precise: isDay(from.occurred), confirmed: from.confirmed },
  };
}
