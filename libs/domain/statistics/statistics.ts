import { type Day, daysBetween } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { FirstAnnouncement } from '../dossier/progress.js';
import { isOpen, type Status } from '../dossier/status.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import {
  announcementStep,
  ANNOUNCEMENT,
  durationsOf,
  isFew,
  type DatedMilestone,
  type Step,
  stepsOf,
  type Summary,
  summaryOf,
  wholeStep,
} from './durations.js';

/** A dossier as far as its durations go, on the day that is asked about. */
export interface Timed {
  id: string;
  status: Status;
  /** Each milestone at most once. */
  milestones: readonly DatedMilestone[];
  /** When it was first told of. */
  announced: Pick<FirstAnnouncement, 'occurred'> | null;
}

export interface Statistics<T extends Timed> {
  /** From each milestone to the next. */
  steps: Summary[];
  /** From the first milestone to the outcome; `null` when nothing comes before the outcome. */
  whole: Summary | null;
  /** From the first word about a dossier to the outcome; `null` when the scheme has no outcome. */
  announced: Summary | null;
  /** Those that wait for an outcome, the longest at their stage first, then by id; those without a step last. */
  open: OpenDossier<T>[];
}

export interface OpenDossier<T extends Timed> {
  dossier: T;
  /** The furthest milestone it has reached. */
  stage: string | null;
  /** In the step it is making; `null` before the first milestone and when nothing comes after its stage. */
  step: StepProgress | null;
  /** On the whole way, from the first milestone. */
  whole: StepProgress | null;
  /** Since it was first told of. */
  announced: StepProgress | null;
}

/** How long things take in one scheme, by what had happened by a day; the first cycle of each dossier, not its renewals. */
export function statisticsOf<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): Statistics<T> {
  const timelines = dossiers.map(timelineOf);
  const whole = wholeStep(scheme);
  const announced = announcementStep(scheme);
  return {
    steps: stepsOf(scheme).map((step) => summaryOf(step, timelines)),
    whole: whole && summaryOf(whole, timelines),
    announced: announced && summaryOf(announced, timelines),
    open: openAmong(scheme, dossiers, asOf),
  };
}

/**
 * The first word about a dossier comes last, so that a milestone of that name is found before it. Whether the authority dates
 * it does not matter: few announcements are its own.
 */
const timelineOf = ({ milestones, announced }: Timed): DatedMilestone[] => [
  ...milestones,
  ...(announced ? [{ milestone: ANNOUNCEMENT, occurred: announced.occurred, confirmed: true }] : []),
];

function openAmong<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): OpenDossier<T>[] {
  const timelines = dossiers.map(timelineOf);
  const durations = new Map<string, number[]>();
  const daysOf = (step: Step): readonly number[] => {
    const key = JSON.stringify([step.from, step.to]);
    const known = durations.get(key) ?? durationsOf(step, timelines).flatMap((duration) => duration?.days ?? []);
    durations.set(key, known);
    return known;
  };
  const progressOf = (step: Step | null | undefined, dossier: T): StepProgress | null => {
    const timeline = timelineOf(dossier);
    const from = timeline.find(({ milestone }) => milestone === step?.from);
    const ended = timeline.some(({ milestone }) => milestone === step?.to);
    return step && from && !ended ? progressIn(step, from, daysOf(step), asOf) : null;
  };
  const steps = stepsOf(scheme);
  return dossiers
    .filter(({ status }) => isOpen(status))
    .map((dossier) => {
      const stage = furthest(scheme, dossier);
      const next = steps.find(({ from }) => from === stage);
      const [whole, announced] = [wholeStep(scheme), announcementStep(scheme)].map((way) => progressOf(way, dossier));
      return { dossier, stage, step: progressOf(next, dossier), whole: whole ?? null, announced: announced ?? null };
    })
    .sort((a, b) => inOrder(sortKeyOf(a), sortKeyOf(b)));
}

/** What open dossiers are sorted by. */
type SortKey = readonly [days: number, id: string];

export const sortKeyOf = ({ dossier, step }: Pick<OpenDossier<Timed>, 'dossier' | 'step'>): SortKey => [
  step?.days ?? -1,
  dossier.id,
];

export const inOrder = ([days, id]: SortKey, [otherDays, otherId]: SortKey): number =>
  otherDays - days || (id < otherId ? -1 : Number(id > otherId));

function furthest(scheme: Scheme, { milestones }: Timed): string | null {
  const index = Math.max(-1, ...milestones.map(({ milestone }) => milestoneIndex(scheme, milestone)));
  return scheme.milestones[index]?.code ?? null;
}

/** Where a dossier that has begun a step and not ended it lies among those that have made it. */
interface StepProgress extends Step {
  since: DatedMilestone['occurred'];
  /** From the earliest day of `since` to the day that is asked about. */
  days: number;
  /** The same from its latest day: other than `days` when `since` is not a day. */
  leastDays: number;
  /** How many made the step. */
  n: number;
  few: boolean;
  /** How many of them it has outlasted already. */
  longerThan: number;
  /** The share of them, in whole percent; `null` without any. */
  percentile: number | null;
}

/** @param durations the days that those took who have made the step */
function progressIn(step: Step, { occurred }: DatedMilestone, durations: readonly number[], asOf: Day): StepProgress {
  const days = daysBetween(earliest(occurred), asOf);
  const longerThan = durations.filter((others) => others < days).length;
  return {
    ...step,
    since: occurred,
    days,
    leastDays: Math.max(0, daysBetween(latest(occurred), asOf)),
    n: durations.length,
    few: isFew(durations.length),
    longerThan,
    percentile: durations.length === 0 ? null : Math.round((100 * longerThan) / durations.length),
  };
}
