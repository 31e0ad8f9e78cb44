import { z } from 'zod';
import { daysBetween, DaySchema, type Day } from '../date/day.js';
import { latest, PartialDateSchema } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { ofType, type DatedFact } from './facts.js';
import { startOf, type Grant } from './grant.js';
import type { Step } from './progress.js';

/** A promised date, and what became of it. */
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

/** Days late: from the latest day of `due` to the day it was reached, or to `day` while it is not; 0 when not late. */
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

/** A grant in force reaches every milestone, whoever reported it. */
function reachedSince(day: Day, index: number, steps: readonly Step[], grants: readonly Grant[]): Day | null {
  const days = [
    ...steps.filter((step) => index >= 0 && step.index >= index).map((step) => step.day),
    ...grants.map(startOf),
  ].filter((reached) => reached >= day);
  return days.toSorted()[0] ?? null;
}
