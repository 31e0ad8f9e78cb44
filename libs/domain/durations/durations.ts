import { z } from 'zod';
import { compareDays, type Day, daysBetween, isDay, later } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { FirstAnnouncement } from '../dossier/progress.js';
import type { Outline } from '../dossier/spans.js';
import { refuse } from '../refusal.js';
import { outcomeIn, prerequisites, type Scheme } from '../scheme/scheme.js';
import { type CurvePoint, Quantile, quantileOf, survivalCurve } from './survival.js';

/** The first announcement of a dossier, which is not a milestone. */
export const ANNOUNCEMENT = 'announcement';

/** From one milestone of a scheme to another. */
const Step = z.strictObject({
  from: z.string().describe('A milestone, or `announcement`.'),
  to: z.string().describe('A later milestone.'),
});
export type Step = z.infer<typeof Step>;

/** How long a step takes, with the dossiers that have not completed it. */
export const Duration = Step.extend({
  n: z.int().describe('Number of dossiers that began the step.'),
  completed: z.int(),
  pending: z.int().describe('Not completed by `asOf`; they count for as long as they are known to have been pending.'),
  ended: z.int().describe('Refused, abandoned or no longer listed: they never complete the step.'),
  few: z.boolean().describe('Fewer than 10 completed: not representative.'),
  quartiles: z
    .strictObject({ lower: Quantile, median: Quantile, upper: Quantile })
    .nullable()
    .describe('Days by which 25, 50 and 75% have completed the step; `null` if none has.'),
  atLatest: z
    .int()
    .describe('Completed dossiers without a date of their own: counted on that of a later milestone or listing.'),
  imprecise: z.int().describe('Number of dossiers with a date less precise than a day.'),
  unconfirmed: z.int().describe('Number of dossiers of which the authority does not confirm all dates.'),
  outOfOrder: z.int().describe('Number of dossiers excluded because the step ends before it begins.'),
  earlierStages: z.int().describe('Number of dossiers that began before the scheme had its present stages.'),
});
export type Duration = z.infer<typeof Duration>;

/** A milestone that a dossier reached. */
interface DatedMilestone {
  milestone: string;
  occurred: PartialDate;
  /** By the authority. */
  confirmed: boolean;
}

/** The part of a dossier from which durations are computed. */
export interface TimedDossier extends Pick<Outline, 'granted' | 'level' | 'ended'> {
  id: string;
  /** Each milestone at most once. */
  milestones: readonly DatedMilestone[];
  /** The first announcement, intent, target or validation. */
  announced: Pick<FirstAnnouncement, 'occurred'> | null;
  /** The day of the last reading that confirmed it, or that would have; `null`: no register lists it. */
  read: Day | null;
}

/** A dossier that began a step, as of a day. */
export interface Case {
  dossier: TimedDossier;
  since: PartialDate;
  /** `out-of-order`: completed before it began, which is a contradiction or a renewal. */
  outcome: 'completed' | 'pending' | 'ended' | 'out-of-order';
  /** From the earliest day of `since` until the step was completed, otherwise until the end of observation. */
  days: number;
  /** The day on which it was completed is not on record: counted on that of a later milestone or of a listing. */
  atLatest: boolean;
  precise: boolean;
  confirmed: boolean;
}

/** What became of the dossiers that began a step, as of a day. Renewals are out of order. */
export function casesOf(scheme: Scheme, step: Step, dossiers: readonly TimedDossier[], asOf: Day): Case[] {
  const codes = scheme.milestones.map(({ code }) => code);
  const after = new Set(codes.filter((code) => prerequisites(scheme, code).includes(step.to)));
  const outcome = outcomeIn(scheme);
  return dossiers.flatMap((dossier) => {
    const start = startOf(dossier, step.from);
    return start ? caseOf(dossier, start, endOf(dossier, step.to, after, outcome), asOf) : [];
  });
}

/** Announcements need no confirmation. A milestone may have the code of the announcement. */
function startOf({ milestones, announced }: TimedDossier, from: string): DatedMilestone | undefined {
  const reached = milestones.find(({ milestone }) => milestone === from);
  if (reached || from !== ANNOUNCEMENT || !announced) return reached;
  return { milestone: from, ...announced, confirmed: true };
}

/** A date that ends a step. */
interface End extends DatedMilestone {
  atLatest: boolean;
}

/** The earliest of: the milestone, the start of the first grant if that is the outcome; else of what comes after. */
function endOf(
  { milestones, granted }: TimedDossier,
  to: string,
  after: ReadonlySet<string>,
  outcome: string | undefined,
): End | undefined {
  const ends = milestones.map((one) => ({ ...one, atLatest: one.milestone !== to }));
  if (granted && outcome !== undefined)
    ends.push({ milestone: outcome, ...granted, atLatest: outcome !== to || !granted.dated });
  const own = ends.filter(({ milestone }) => milestone === to);
  return first(own.length > 0 ? own : ends.filter(({ milestone }) => after.has(milestone)));
}

const first = (ends: End[]): End | undefined =>
  ends.length < 2
    ? ends[0]
    : ends.sort((one, other) => compareDays(earliest(one.occurred), earliest(other.occurred)))[0];

function caseOf(dossier: TimedDossier, from: DatedMilestone, end: End | undefined, asOf: Day): Case {
  const start = earliest(from.occurred);
  const began = { dossier, since: from.occurred };
  // On no reading of the dates did the end come first.
  if (end && latest(end.occurred) >= start)
    return {
      ...{ ...began, outcome: 'completed', atLatest: end.atLatest },
      days: Math.max(0, daysBetween(start, earliest(end.occurred))),
      precise: isDay(from.occurred) && isDay(end.occurred),
      confirmed: from.confirmed && end.confirmed,
    };
  return {
    ...{ ...began, outcome: end ? 'out-of-order' : dossier.ended === null ? 'pending' : 'ended', atLatest: false },
    days: Math.max(0, daysBetween(start, observedUntil(dossier, asOf))),
    ...{ precise: isDay(from.occurred), confirmed: from.confirmed },
  };
}

/** Nobody knows of a dossier that a register lists after its last reading, but for a milestone reached since. */
function observedUntil({ read, milestones, ended }: TimedDossier, asOf: Day): Day {
  const until = read === null ? asOf : milestones.map(({ occurred }) => earliest(occurred)).reduce(later, read);
  return ended === null ? until : later(until, ended);
}

/** Fewer completed cases are not representative. */
export const FEW = 10;

/** @param stagesSince the day from which the scheme has its present stages; absent: always */
export function durationOf(step: Step, all: readonly Case[], stagesSince: Day = ''): Duration {
  const cases = all.filter(({ outcome }) => outcome !== 'out-of-order');
  const count = (isCounted: (one: Case) => boolean): number => cases.filter(isCounted).length;
  const completed = count(({ outcome }) => outcome === 'completed');
  const curve = curveOf(cases);
  return {
    ...{ from: step.from, to: step.to, n: cases.length, completed },
    pending: count(({ outcome }) => outcome === 'pending'),
    ended: count(({ outcome }) => outcome === 'ended'),
    few: completed < FEW,
    quartiles:
      completed === 0
        ? null
        : { lower: quantileOf(curve, 0.25), median: quantileOf(curve, 0.5), upper: quantileOf(curve, 0.75) },
    atLatest: count(({ atLatest }) => atLatest),
    imprecise: count(({ precise }) => !precise),
    unconfirmed: count(({ confirmed }) => !confirmed),
    outOfOrder: all.length - cases.length,
    earlierStages: count(({ since }) => earliest(since) < stagesSince),
  };
}

/**
 * A case that ended without completing the step competes with completing it: it stays among those that have not, until `asOf`.
 * What it would have been censored by is known of every case, so that the curve is one minus the cumulative incidence: Fine
 * and Gray (1999), A proportional hazards model for the subdistribution of a competing risk, "censoring complete" data.
 */
export const curveOf = (cases: readonly Case[]): CurvePoint[] =>
  survivalCurve(
    cases
      .filter(({ outcome }) => outcome !== 'out-of-order')
      .map(({ days, outcome }) => ({ days, reached: outcome === 'completed' })),
  );

/** Each milestone with its predecessors (those it names, otherwise the one above it), then the ways to the outcome. */
export function stepsOf(scheme: Scheme): Step[] {
  const steps = scheme.milestones.flatMap(({ code, after }, index) => {
    const above = scheme.milestones[index - 1]?.code;
    const before = after ?? (above === undefined ? [] : [above]);
    return before.map((from) => ({ from, to: code }));
  });
  const first = scheme.milestones[0]?.code;
  const outcome = outcomeIn(scheme);
  if (first === undefined || outcome === undefined) return steps;
  const isOneStep = first === outcome || steps.some(({ from, to }) => from === first && to === outcome);
  return [...steps, ...(isOneStep ? [] : [{ from: first, to: outcome }]), { from: ANNOUNCEMENT, to: outcome }];
}

/**
 * From the first milestone to the outcome, unless asked otherwise.
 *
 * @throws Refusal unknown-reference
 */
export function stepAsked(scheme: Scheme, asked: { from?: string | undefined; to?: string | undefined }): Step {
  const milestones = scheme.milestones.map(({ code }) => code);
  const outcome = outcomeIn(scheme);
  const start = milestones[0] === outcome ? ANNOUNCEMENT : (milestones[0] ?? ANNOUNCEMENT);
  const step = { from: asked.from ?? start, to: asked.to ?? outcome ?? '' };
  const assertOne = (field: 'from' | 'to', allowed: readonly string[]): void => {
    const params = { scheme: scheme.slug, milestone: step[field], milestones: allowed };
    if (!allowed.includes(step[field])) throw refuse('unknown-reference', field, 'milestone-not-found', params);
  };
  assertOne('to', milestones);
  assertOne('from', [...milestones, ANNOUNCEMENT]);
  const isLater = (code: string): boolean => code === step.to || prerequisites(scheme, code).includes(step.to);
  if (isLater(step.from)) {
    const before = [...milestones.filter((code) => !isLater(code)), ANNOUNCEMENT];
    const params = { scheme: scheme.slug, milestone: step.from, to: step.to, milestones: before };
    throw refuse('unknown-reference', 'from', 'milestone-not-before', params);
  }
  return step;
}
