import type { Day } from '../date/day.js';
import type { FirstTold } from '../dossier/first-told.js';
import { isOpen } from '../dossier/flags.js';
import type { Status } from '../dossier/status.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import type { Reached } from './duration.js';
import { placeIn, type Place } from './place.js';
import { ANNOUNCEMENT, announcedIn, stepsOf, wholeOf, type Step } from './step.js';
import { durationsOf, summaryOf, type Summary } from './summary.js';

/** A dossier as far as its durations go, on the day that is asked about. */
export interface Timed {
  id: string;
  status: Status;
  /** Each milestone at most once. */
  milestones: readonly Reached[];
  /** When it was first told of. */
  announced: Pick<FirstTold, 'occurred'> | null;
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
  step: Place | null;
  /** On the whole way, from the first milestone. */
  whole: Place | null;
  /** Since it was first told of. */
  announced: Place | null;
}

/** How long things take in one scheme, by what had happened by a day; the first cycle of each dossier, not its renewals. */
export function statisticsOf<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): Statistics<T> {
  const timelines = dossiers.map(timelineOf);
  const whole = wholeOf(scheme);
  const announced = announcedIn(scheme);
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
const timelineOf = ({ milestones, announced }: Timed): Reached[] => [
  ...milestones,
  ...(announced ? [{ milestone: ANNOUNCEMENT, occurred: announced.occurred, confirmed: true }] : []),
];

function openAmong<T extends Timed>(scheme: Scheme, dossiers: readonly T[], asOf: Day): OpenDossier<T>[] {
  const timelines = dossiers.map(timelineOf);
  const made = new Map<string, number[]>();
  const daysOf = (step: Step): readonly number[] => {
    const key = JSON.stringify([step.from, step.to]);
    const known = made.get(key) ?? durationsOf(step, timelines).flatMap((duration) => duration?.days ?? []);
    made.set(key, known);
    return known;
  };
  const placeOf = (step: Step | null | undefined, dossier: T): Place | null => {
    const timeline = timelineOf(dossier);
    const from = timeline.find(({ milestone }) => milestone === step?.from);
    const ended = timeline.some(({ milestone }) => milestone === step?.to);
    return step && from && !ended ? placeIn(step, from, daysOf(step), asOf) : null;
  };
  const steps = stepsOf(scheme);
  return dossiers
    .filter(({ status }) => isOpen(status))
    .map((dossier) => {
      const stage = furthest(scheme, dossier);
      const next = steps.find(({ from }) => from === stage);
      const [whole, announced] = [wholeOf(scheme), announcedIn(scheme)].map((way) => placeOf(way, dossier));
      return { dossier, stage, step: placeOf(next, dossier), whole: whole ?? null, announced: announced ?? null };
    })
    .sort((a, b) => inOrder(markOf(a), markOf(b)));
}

/** What open dossiers are sorted by. */
export type OpenMark = readonly [days: number, id: string];

export const markOf = ({ dossier, step }: Pick<OpenDossier<Timed>, 'dossier' | 'step'>): OpenMark => [
  step?.days ?? -1,
  dossier.id,
];

export const inOrder = ([days, id]: OpenMark, [otherDays, otherId]: OpenMark): number =>
  otherDays - days || (id < otherId ? -1 : Number(id > otherId));

function furthest(scheme: Scheme, { milestones }: Timed): string | null {
  const index = Math.max(-1, ...milestones.map(({ milestone }) => milestoneIndex(scheme, milestone)));
  return scheme.milestones[index]?.code ?? null;
}
