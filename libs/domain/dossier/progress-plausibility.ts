import { earliest, latest } from '../date/partial-date.js';
import { milestoneIndex, prerequisites, type Scheme } from '../scheme/scheme.js';
import type { Contradiction } from '../warning/warning.js';
import { ofType } from './facts.js';
import type { Step } from './progress.js';
import type { DossierState } from './status.js';

/** Checks of the milestones. */
export const progressContradictions = ({ known, steps }: DossierState, scheme: Scheme): Contradiction[] => {
  const reports = steps.filter((step) => step.index >= 0 && step.listed === undefined);
  return [
    ...ofType(known, 'MilestoneReached', 'TargetSet')
      .filter(({ event }) => milestoneIndex(scheme, event.data.milestone) < 0)
      .map(({ id, event }) => unknownMilestone(id, event.data.milestone, scheme)),
    ...reports.flatMap((step) => outOfOrder(step, reports, scheme)),
    ...daysDiffer(reports),
    ...missing(
      ofType(known, 'MilestoneReached')
        .filter(({ listing }) => !listing)
        .map(({ id }) => id),
      reports,
      scheme,
    ),
  ];
};

const unknownMilestone = (event: string, code: string, { slug }: Scheme): Contradiction => ({
  code: 'unknown-milestone',
  params: { scheme: slug, milestone: code },
  events: [event],
});

/** Certainly dated before one of its prerequisites. */
function outOfOrder(step: Step, reports: readonly Step[], scheme: Scheme): Contradiction[] {
  if (step.gives === 'granted') return []; // steps after the outcome belong to its renewal
  const before = prerequisites(scheme, step.milestone ?? '');
  const inWay = reports.filter((other) => before.includes(other.milestone ?? ''));
  const late = inWay.find((other) => latest(step.occurred) < earliest(other.occurred));
  // A renewal repeats the stages: an earlier report of the same stage explains the order.
  const explained = inWay.some((other) => other.milestone === late?.milestone && other.day <= step.day);
  if (!late || explained) return [];
  const params = {
    milestone: step.milestone ?? '',
    occurred: step.occurred,
    after: late.milestone ?? '',
    afterOccurred: late.occurred,
  };
  return [{ code: 'out-of-order', params, events: [step.event, late.event] }];
}

/** The same milestone dated on different days by different publishers, without another milestone between. */
function daysDiffer(reports: readonly Step[]): Contradiction[] {
  return reports.flatMap((step, index) => {
    const other = reports
      .slice(0, index)
      .findLast((earlier) => earlier.index === step.index && step.gives !== 'granted');
    const between = other && reports.slice(reports.indexOf(other) + 1, index).some((one) => one.index !== step.index);
    if (!other || between || other.source.publisher === step.source.publisher) return [];
    if (latest(other.occurred) >= earliest(step.occurred)) return [];
    const params = { milestone: step.milestone ?? '', occurred: other.occurred, other: step.occurred };
    return [{ code: 'milestone-day-differs' as const, params, events: [other.event, step.event] }];
  });
}

/** A milestone is reported without its direct prerequisites. A grant alone does not imply its milestones. */
function missing(reported: readonly string[], reports: readonly Step[], scheme: Scheme): Contradiction[] {
  return reports
    .filter((step) => reported.includes(step.event))
    .flatMap((step) => {
      const { after = [] } = scheme.milestones[step.index] ?? {};
      const gone = after.filter((code) => !reports.some(({ milestone }) => milestone === code));
      if (gone.length === 0) return [];
      const params = { milestone: step.milestone ?? '', missing: gone };
      return [{ code: 'missing-milestone' as const, params, events: [step.event] }];
    });
}
