import { z } from 'zod';
import { type Day, daysBetween, later } from '../date/day.js';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import type { FirstAnnouncement } from '../dossier/progress.js';
import type { Outline } from '../dossier/spans.js';
import { isOpen, type Status } from '../dossier/status.js';
import { milestoneIndex, outcomeIn, type Scheme } from '../scheme/scheme.js';
import {
  announcementStep,
  ANNOUNCEMENT,
  CountedStep,
  durationsOf,
  isFew,
  type DatedMilestone,
  type Step,
  stepsOf,
  type Summary,
  summaryOf,
  wholeStep,
} from './durations.js';

/** The part of a dossier from which durations are computed. */
export interface Timed {
  id: string;
  status: Status;
  /** Each milestone at most once. */
  milestones: readonly DatedMilestone[];
  /** The first announcement, intent, target or validation. */
  announced: Pick<FirstAnnouncement, 'occurred'> | null;
  granted: Outline['granted'];
  /** The day of the last reading that confirmed it, or that would have; `null`: no register lists it. */
  read: Day | null;
}

/** Nobody knows of a dossier that a register lists after its last reading, but for a milestone reached since. */
export const observedUntil = ({ read, milestones }: Pick<Timed, 'read' | 'milestones'>, asOf: Day): Day =>
  read === null ? asOf : milestones.map(({ occurred }) => earliest(occurred)).reduce(later, read);

export interface Statistics<T extends Timed> {
  /** From each milestone to the next. */
  steps: Summary[];
  /** From the first milestone to the outcome; `null` if nothing precedes the outcome. */
  whole: Summary | null;
  /** From the first announcement to the outcome; `null` if the scheme has no outcome. */
  announced: Summary | null;
  /** Without an outcome; the longest at their stage first, then by id; those without a step last. */
  open: OpenDossier<T>[];
}

/** The rank of a dossier that is making a step among those that completed it. */
const StepProgress = CountedStep.extend({
  since: PartialDateSchema,
  days: z
    .int()
    .describe('From the earliest day of `since` to `asOf`, or to the last reading of the register that lists it.'),
  leastDays: z.int().describe('From the latest day of `since` until then.'),
  longerThan: z.int().describe('Number of the `n` dossiers that took less than `days`.'),
  percentile: z.int().nullable().describe('Their share in percent; `null` if `n` is 0.'),
});
export type StepProgress = z.infer<typeof StepProgress>;

/** The progress of a dossier without an outcome. */
export const Progress = z.strictObject({
  stage: z.string().nullable().describe('The furthest milestone reached.'),
  step: StepProgress.nullable().describe('In its current step; `null` before the first milestone and after the last.'),
  whole: StepProgress.nullable().describe('Since the first milestone.'),
  announced: StepProgress.nullable().describe('Since the first announcement.'),
});

export interface OpenDossier<T extends Timed> extends z.infer<typeof Progress> {
  dossier: T;
}

/** Durations in a scheme as of a day. Renewals are excluded. */
export function statisticsOf<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): Statistics<T> {
  const timelines = dossiers.map((dossier) => timelineOf(scheme, dossier));
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
 * A grant without its milestone, such as one that a register lists, reaches the outcome on the day that it is dated. The
 * announcement is last, so that a milestone with that code is found first. Announcements need no confirmation.
 */
function timelineOf(scheme: Scheme, { milestones, announced, granted }: Timed): DatedMilestone[] {
  const outcome = outcomeIn(scheme);
  const isMissing = outcome !== undefined && !milestones.some(({ milestone }) => milestone === outcome);
  return [
    ...milestones,
    ...(isMissing && granted?.dated ? [{ milestone: outcome, ...granted }] : []),
    ...(announced ? [{ milestone: ANNOUNCEMENT, occurred: announced.occurred, confirmed: true }] : []),
  ];
}

function openAmong<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): OpenDossier<T>[] {
  const timelines = dossiers.map((dossier) => timelineOf(scheme, dossier));
  const durations = new Map<string, number[]>();
  const daysOf = (step: Step): readonly number[] => {
    const key = JSON.stringify([step.from, step.to]);
    const known = durations.get(key) ?? durationsOf(step, timelines).flatMap((duration) => duration?.days ?? []);
    durations.set(key, known);
    return known;
  };
  const progressOf = (step: Step | null | undefined, dossier: T): StepProgress | null => {
    const timeline = timelineOf(scheme, dossier);
    const from = timeline.find(({ milestone }) => milestone === step?.from);
    const ended = timeline.some(({ milestone }) => milestone === step?.to);
    return step && from && !ended ? progressIn(step, from, daysOf(step), observedUntil(dossier, asOf)) : null;
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

/** The sort key of open dossiers. */
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

/** @param durations in days, of the dossiers that completed the step */
function progressIn(step: Step, { occurred }: DatedMilestone, durations: readonly number[], until: Day): StepProgress {
  const days = daysBetween(earliest(occurred), until);
  const longerThan = durations.filter((others) => others < days).length;
  return {
    ...step,
    since: occurred,
    days,
    leastDays: Math.max(0, daysBetween(latest(occurred), until)),
    n: durations.length,
    few: isFew(durations.length),
    longerThan,
    percentile: durations.length === 0 ? null : Math.round((100 * longerThan) / durations.length),
  };
}
