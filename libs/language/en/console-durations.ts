import { english } from '../format.js';

/** In days; `null`: none. */
interface Interval {
  days: number | null;
  lower: number | null;
  upper: number | null;
}

/** How long the steps of a scheme take. */
export const durations = {
  title: 'Durations',
  intro:
    'Kaplan-Meier estimates from the dossiers recorded as of that date. Pending dossiers count for as long as they have been pending; refused, abandoned or delisted ones never complete the step. Renewals are excluded. The ranges are 95% confidence intervals.',
  percent: (share: number) => `${Math.round(100 * share)}%`,
  number: english.number,
  days: (count: number) => english.count(count, 'day', 'days'),
  announcement: 'first announcement',
  caption: 'Estimated time of each step, in days',
  step: 'Step',
  completed: 'Completed',
  pending: 'Pending',
  ended: 'Ended without completion',
  lower: '25% within',
  median: 'Median',
  upper: '75% within',
  remarks: 'Notes',
  notReached: 'not reached',
  /** The interval of a number of days. */
  range: ({ days, lower, upper }: Interval) => {
    const from = english.number(lower ?? days ?? 0);
    return upper === null ? `${from} or more` : `${from} to ${english.number(upper)}`;
  },
  atLatest: (count: number) => `Completion dated by a later stage or a listing: ${count}.`,
  imprecise: (count: number) => `Approximate dates: ${count}.`,
  unconfirmed: (count: number) => `Not dated by the authority: ${count}.`,
  outOfOrder: (count: number) => `Excluded because dates are out of order: ${count}.`,
  filter: 'Filter the durations',
  from: 'From',
  to: 'To',
  level: 'Level',
  everyLevel: 'All levels',
  year: 'Start year',
  show: 'Apply',
  plot: {
    title: 'Share of dossiers that have not completed the step',
    how: 'The line falls on each day on which dossiers completed the step; the area around it is the 95% confidence interval.',
    axis: 'Days since the start',
    table: 'Show as a table',
    caption: (step: string) => `Survival curve: ${step}`,
    some: (shown: number, of: number) => `${shown} of ${of} points.`,
    days: 'Days',
    atRisk: 'Pending before',
    reached: 'Completed that day',
    waiting: 'Not completed',
    interval: '95% interval',
  },
  waiting: {
    caption: 'Pending dossiers, longest first',
    none: 'No dossier was pending in this step on that date.',
    most: (count: number) => `The ${count} dossiers pending longest.`,
    dossier: 'Dossier',
    stage: 'Stage',
    since: 'Since',
    days: 'Pending for',
    noStage: 'no stage reached',
  },
};
