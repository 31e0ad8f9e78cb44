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

/** The dates of a dossier, as of the day requested. */
export interface Timed {
  id: string;
  status: Status;
  /** Each milestone at most once. */
  milestones: readonly DatedMilestone[];
  /** Its first announcement. */
  announced: Pick<FirstAnnouncement, 'occurred'> | null;
}

export interface Statistics<T extends Timed> {
  /** From each milestone to the next. */
  steps: Summary[];
  /** From the first milestone to the outcome; `null` when nothing comes before the outcome. */
  whole: Summary | null;
  /** From the first announcement to the outcome; `null` when the scheme has no outcome. */
  announced: Summary | null;
  /** The dossiers with a pending outcome, the longest at their stage first, then by id; those without a step last. */
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
  /** Since its first announcement. */
  announced: StepProgress | null;
}

/** The durations in one scheme as of a day, for the first cycle of each dossier, without renewals. */
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
 * The announcement comes last, so that a milestone of that name is found first. It counts as confirmed, because few
 * announcements are made by the authority.
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

/** The progress of a dossier within a step, compared with the dossiers that completed it. */
interface StepProgress extends Step {
  since: DatedMilestone['occurred'];
  /** From the earliest day of `since` to the day requested. */
  days: number;
  /** From the latest day of `since`. */
  leastDays: number;
  /** How many dossiers completed the step. */
  n: number;
  few: boolean;
  /** How many of them took fewer days. */
  longerThan: number;
  /** Their share in whole percent; `null` without any. */
  percentile: number | null;
}

/** @param durations the days of the dossiers that completed the step */
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
