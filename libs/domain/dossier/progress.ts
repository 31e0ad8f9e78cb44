import { z } from 'zod';
import { type Day, daysBetween, DaySchema } from '../date/day.js';
import { latest, type PartialDate, PartialDateSchema } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { movesStatus, confirms, rank, type Source } from '../source/source.js';
import { type DatedFact, ofType } from './facts.js';
import { type Grant, startOf } from './grant.js';
import { incrementalFold } from './memoize.js';

/** One step of a dossier towards the outcome. */
export interface Step {
  event: string;
  day: Day;
  occurred: PartialDate;
  source: Source;
  gives: 'applied' | 'in-progress' | 'granted';
  /** Whether it is an act of the applicant. A register that lists a service as in progress may lag and does not show a renewal. */
  byApplicant: boolean;
  /** The scheme's code, and its place in the scheme; absent for an application or a listing. */
  milestone?: string | undefined;
  index: number;
}

export const Stage = z.strictObject({ milestone: z.string(), occurred: PartialDateSchema, confirmed: z.boolean() });
export type Stage = z.infer<typeof Stage>;

/** The steps among the facts, in order; milestones unknown to the scheme are left out. */
export const stepsFrom = incrementalFold<readonly Step[], DatedFact, Scheme>([], (steps, fact, scheme) => {
  const step = stepFrom(fact, scheme);
  return step ? [...steps, step] : steps;
});

function stepFrom(fact: DatedFact, scheme: Scheme): Step | undefined {
  const { event } = fact;
  if (!event.source || !event.occurred || !movesStatus(event.source)) return undefined;
  const step = { event: fact.id, day: fact.day, occurred: event.occurred, source: event.source };
  if (event.type === 'ApplicationFiled') return { ...step, gives: 'applied', byApplicant: true, index: -1 };
  if (event.type === 'RegisterObserved' && event.data.listing === 'in-progress')
    return { ...step, gives: 'in-progress', byApplicant: false, index: -1 };
  const milestone = milestoneOf(event, scheme);
  const index = milestone === undefined ? -1 : milestoneIndex(scheme, milestone);
  const gives = scheme.milestones[index]?.gives;
  return gives && { ...step, gives, byApplicant: true, milestone, index };
}

function milestoneOf(event: DatedFact['event'], scheme: Scheme): string | undefined {
  if (event.type === 'MilestoneReached') return event.data.milestone;
  if (event.type !== 'GrantIssued') return undefined;
  return event.data.milestone ?? scheme.milestones.find((milestone) => milestone.gives === 'granted')?.code;
}

/** A milestone reached, as dated by the best of its sources. */
export const ReachedMilestone = Stage.extend({
  day: DaySchema.describe('The earliest day of `occurred`.'),
  event: z.uuid(),
});
export type ReachedMilestone = z.infer<typeof ReachedMilestone>;

/** In the order of the scheme. */
export const reachedFrom = (steps: readonly Step[]): ReachedMilestone[] =>
  [...new Set(steps.map((step) => step.index))]
    .filter((index) => index >= 0)
    .sort((a, b) => a - b)
    .flatMap((index) => bestReport(steps.filter((step) => step.index === index)) ?? []);

function bestReport(reports: readonly Step[]): ReachedMilestone | undefined {
  const best = reports.toSorted((a, b) => rank(a.source) - rank(b.source) || (a.day < b.day ? -1 : 1))[0];
  if (best?.milestone === undefined) return undefined;
  const { milestone, occurred, day, event } = best;
  return { milestone, occurred, confirmed: reports.some((step) => confirms(step.source)), day, event };
}

/** The furthest milestone. */
export function stageOf(reached: readonly ReachedMilestone[]): Stage | null {
  const furthest = reached.at(-1);
  return furthest
    ? { milestone: furthest.milestone, occurred: furthest.occurred, confirmed: furthest.confirmed }
    : null;
}

/** A target date, and whether it was reached. */
export const Target = z.strictObject({
  milestone: z.string(),
  due: PartialDateSchema,
  announced: PartialDateSchema,
  confirmed: z.boolean(),
  referential: z.string().optional(),
  reached: DaySchema.nullable().describe('The day on which the milestone, or a later one, was reached.'),
  event: z.uuid().describe('The event that set it.'),
});
export type Target = z.infer<typeof Target>;

/** Days late: from the latest day of `due` to the day it was reached, else to `day`; 0 if not late. */
export const slipDays = (target: Pick<Target, 'due' | 'reached'>, day: Day): number =>
  Math.max(0, daysBetween(latest(target.due), target.reached ?? day));

export const targetsFrom = (
  facts: readonly DatedFact[],
  steps: readonly Step[],
  grants: readonly Grant[],
  scheme: Scheme,
): Target[] =>
  ofType(facts, 'TargetSet').map(({ id, day, event: { occurred, source, data } }) => ({
    milestone: data.milestone,
    due: data.target,
    announced: occurred,
    confirmed: confirms(source),
    referential: data.referential,
    reached: reachedSince(day, milestoneIndex(scheme, data.milestone), steps, grants),
    event: id,
  }));

/** The start of a grant reaches every milestone. */
function reachedSince(day: Day, index: number, steps: readonly Step[], grants: readonly Grant[]): Day | null {
  const days = [
    ...steps.filter((step) => index >= 0 && step.index >= index).map((step) => step.day),
    ...grants.map(startOf),
  ].filter((reached) => reached >= day);
  return days.toSorted()[0] ?? null;
}

/** The first public announcement of a dossier. */
export const FirstAnnouncement = z.strictObject({ occurred: PartialDateSchema, day: DaySchema, event: z.uuid() });
export type FirstAnnouncement = z.infer<typeof FirstAnnouncement>;

/** @param known the facts up to a day, in order */
export function firstAnnouncement(known: readonly DatedFact[]): FirstAnnouncement | null {
  const announcements = ofType(known, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued');
  const first = announcements.find(({ event }) => movesStatus(event.source));
  return first ? { occurred: first.event.occurred, day: first.day, event: first.id } : null;
}
