import { addDays, addYears, type Day } from '../date/day.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { ofType, type DatedFact } from './facts.js';
import { printedEnd, runsOn, startOf, type Grant } from './grant.js';
import type { Warning } from './warning.js';

/** What the facts and grants of a day look like to somebody who knows the scheme. */
export const implausible = (
  facts: readonly DatedFact[],
  grants: readonly Grant[],
  scheme: Scheme,
  day: Day,
): Warning[] => [
  ...(scheme.family === 'decision' ? grants.filter((grant) => runsOn(grant, day)).flatMap(noEnd) : []),
  ...grants.flatMap((grant) => tooLong(grant, scheme)),
  ...unknownMilestones(facts, scheme),
];

const noEnd = (grant: Grant): Warning[] =>
  grant.validUntil
    ? []
    : [{ code: 'no-end-on-record', text: 'the grant in force has no end date on record', events: grant.events }];

function tooLong(grant: Grant, { maximalValidity: max }: Scheme): Warning[] {
  if (!max || !grant.validUntil) return [];
  const longest = addDays(addYears(startOf(grant), max.years), max.toleranceDays);
  if (printedEnd(grant) <= longest) return [];
  const text = `valid from ${grant.validFrom} until ${grant.validUntil}: longer than the scheme's ${max.years} years`;
  return grant.decision === undefined ? [] : [{ code: 'validity-too-long', text, events: grant.events }];
}

const unknownMilestones = (facts: readonly DatedFact[], scheme: Scheme): Warning[] =>
  ofType(facts, 'MilestoneReached', 'TargetSet')
    .filter(({ event }) => milestoneIndex(scheme, event.data.milestone) < 0)
    .map(({ id, event }) => ({
      code: 'unknown-milestone',
      text: `${scheme.slug} has no milestone ${event.data.milestone}`,
      events: [id],
    }));
