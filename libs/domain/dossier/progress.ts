import { z } from 'zod';
import { type Day, daysBetween, DaySchema } from '../date/day.js';
import { earliest, latest, type PartialDate, PartialDateSchema } from '../date/partial-date.js';
import { milestoneIndex, outcomeIn, type Scheme } from '../scheme/scheme.js';
import { movesStatus, confirms, rank, type Source } from '../source/source.js';
import { type DossierEventAs, is } from '../event/dossier-events.js';
import { type DatedFact, inRole, ofType } from './facts.js';
import { type Grant, startOf } from './grant.js';
import { fold } from '../text/text.js';
import { incrementalFold, incrementalSearch, memoizeEach, memoizeLast } from '../memoize.js';

/** One step of a dossier towards the outcome. */
export interface Step {
  event: string;
  day: Day;
  occurred: PartialDate;
  source: Source;
  gives: 'applied' | 'in-progress' | 'granted';
  /** Whether it is an act of the applicant. A register that lists a service as in progress may lag and does not show a renewal. */
  byApplicant: boolean;
  /** The scheme's code, and its place in the scheme; absent for an application or a listing without a stage. */
  milestone?: string | undefined;
  index: number;
  /** The register that says so, as compared. */
  register?: string | undefined;
  /** Of a listing: `dated` if the register gives the day of the stage, which is a step of its own; `seen` if not. */
  listed?: 'dated' | 'seen';
  /** The id of the listing that a later reading confirms. */
  confirms?: string | undefined;
}

export const Stage = z.strictObject({ milestone: z.string(), occurred: PartialDateSchema, confirmed: z.boolean() });
export type Stage = z.infer<typeof Stage>;

/** The steps among the facts, in order; milestones unknown to the scheme are left out, and all but the last confirmation of a listing. */
export const stepsFrom = (facts: readonly DatedFact[], scheme: Scheme): readonly Step[] =>
  standingSteps(stepsIn(facts, scheme), scheme);

const stepsIn = incrementalSearch(stepFrom);

const standingSteps = incrementalFold<readonly Step[], Step, Scheme>([], (steps, step) => {
  const { confirms: listing } = step;
  return [...(listing === undefined ? steps : steps.filter((one) => one.confirms !== listing)), step];
});

function stepFrom(fact: DatedFact, scheme: Scheme): Step | undefined {
  const { event } = fact;
  if (!event.source || !event.occurred || !movesStatus(event.source)) return undefined;
  const step = { event: fact.id, day: fact.day, occurred: event.occurred, source: event.source };
  if (event.type === 'ApplicationFiled') return { ...step, gives: 'applied', byApplicant: true, index: -1 };
  const register = registerIn(fact);
  if (is(event, 'observation'))
    return event.data.listing === 'in-progress' ? listed({ ...step, register }, fact, event.data, scheme) : undefined;
  const milestone = milestoneOf(event, scheme);
  const index = milestone === undefined ? -1 : milestoneIndex(scheme, milestone);
  const gives = scheme.milestones[index]?.gives;
  return gives && { ...step, gives, byApplicant: register === undefined, milestone, index, register };
}

type Observed = DossierEventAs<'observation'>['data'];

/** A service listed before the outcome is in progress, unless its stage gives less. */
function listed(
  step: Omit<Step, 'gives' | 'byApplicant' | 'index'>,
  { listing }: DatedFact,
  { milestone, milestones = [] }: Observed,
  scheme: Scheme,
): Step {
  const index = milestone === undefined ? -1 : milestoneIndex(scheme, milestone);
  const dated = milestones.find((one) => one.milestone === milestone);
  return {
    ...step,
    ...(dated && { occurred: dated.occurred }),
    gives: scheme.milestones[index]?.gives === 'applied' ? 'applied' : 'in-progress',
    byApplicant: false,
    ...{ milestone, index, listed: dated ? 'dated' : 'seen', confirms: listing?.confirms },
  };
}

/** The register that a fact is from: by its slug, or by the name that an officer gave it. */
const registerIn = memoizeEach(({ event, listing }: DatedFact): string | undefined => {
  if (listing) return listing.register;
  return is(event, 'observation') ? (event.data.registerSlug ?? fold(event.data.register)) : undefined;
});

/** By the id of a listing as in progress, since when its register has listed the service at that stage without a break. */
export function listedSince(facts: readonly DatedFact[]): ReadonlyMap<string, Day> {
  const since = new Map<string, Day>();
  const last = new Map<string | undefined, { stage: string; day: Day }>();
  for (const fact of inRole(facts, 'observation')) {
    const register = registerIn(fact);
    const { listing, milestone = '' } = fact.event.data;
    const stage = `${listing} ${milestone}`;
    const before = last.get(register);
    const day = before?.stage === stage ? before.day : fact.day;
    last.set(register, { stage, day });
    if (listing === 'in-progress') since.set(fact.id, day);
  }
  return since;
}

/**
 * The steps that stand after what registers of the authority list: one that lists a service at a stage that is no more than
 * `applied` takes back the later stages that it had listed or dated, and what others had said of these by then. A register
 * that never listed a later stage lags behind others, and takes nothing back from them.
 */
export function asListed(steps: readonly Step[]): readonly Step[] {
  const takesBack = (step: Step): boolean =>
    step.listed !== undefined && step.gives === 'applied' && confirms(step.source);
  const last = steps.findLastIndex(takesBack);
  if (last < 0) return steps;
  return steps.filter(
    (step, place) =>
      step.gives !== 'in-progress' ||
      !steps
        .slice(place)
        .some(
          (listing, later) =>
            takesBack(listing) &&
            steps
              .slice(place, place + later)
              .some((one) => one.gives === 'in-progress' && one.register === listing.register),
        ),
  );
}

function milestoneOf(event: DatedFact['event'], scheme: Scheme): string | undefined {
  if (is(event, 'milestone')) return event.data.milestone;
  if (!is(event, 'decision')) return undefined;
  return event.data.milestone ?? outcomeIn(scheme);
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

/** A stage is dated better by whoever gives its day than by who only saw it. */
function bestReport(reports: readonly Step[]): ReachedMilestone | undefined {
  const dated = reports.filter((step) => step.listed !== 'seen');
  const best = (dated.length > 0 ? dated : reports).toSorted(
    (a, b) => rank(a.source) - rank(b.source) || (reachedOn(a) < reachedOn(b) ? -1 : 1),
  )[0];
  if (best?.milestone === undefined) return undefined;
  const { milestone, occurred, event } = best;
  const confirmed = reports.some((step) => confirms(step.source));
  return { milestone, occurred, confirmed, day: reachedOn(best), event };
}

const reachedOn = ({ occurred }: Step): Day => earliest(occurred);

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

export const targetsFrom = memoizeLast(
  (facts: readonly DatedFact[], steps: readonly Step[], grants: readonly Grant[], scheme: Scheme): Target[] =>
    ofType(facts, 'TargetSet').map(({ id, day, event: { occurred, source, data } }) => ({
      milestone: data.milestone,
      due: data.target,
      announced: occurred,
      confirmed: confirms(source),
      referential: data.referential,
      reached: reachedSince(day, milestoneIndex(scheme, data.milestone), steps, grants),
      event: id,
    })),
);

/** The start of a grant reaches every milestone. What only the press reports reaches none. */
function reachedSince(day: Day, index: number, steps: readonly Step[], grants: readonly Grant[]): Day | null {
  const isOneMessage = ({ kind }: Source): boolean => kind !== 'press';
  const days = [
    ...steps
      .filter((step) => index >= 0 && step.index >= index && step.listed !== 'dated' && step.confirms === undefined)
      .filter(({ source }) => isOneMessage(source))
      .map((step) => step.day),
    ...grants.filter(({ sources }) => sources.some(isOneMessage)).map(startOf),
  ].filter((reached) => reached >= day);
  return days.toSorted()[0] ?? null;
}

/** The first public announcement of a dossier. */
export const FirstAnnouncement = z.strictObject({ occurred: PartialDateSchema, day: DaySchema, event: z.uuid() });
export type FirstAnnouncement = z.infer<typeof FirstAnnouncement>;

/** @param known the facts up to a day, in order */
export const firstAnnouncement = memoizeLast((known: readonly DatedFact[]): FirstAnnouncement | null => {
  const announcements = inRole(known, 'announcement');
  const first = announcements.find(({ event }) => movesStatus(event.source));
  return first ? { occurred: first.event.occurred, day: first.day, event: first.id } : null;
});
