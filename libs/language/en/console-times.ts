import { english } from '../format.js';

/** In days; `null`: none. */
interface Interval {
  days: number | null;
  lower: number | null;
  upper: number | null;
}

/** Between 0 and 1. */
interface Shares {
  share: number;
  lower: number;
  upper: number;
}

const percent = (share: number): string => `${Math.round(100 * share)}%`;

const between = ({ lower, upper }: Shares): string => `${Math.round(100 * lower)} to ${percent(upper)}`;

export const times = {
  percent,
  title: 'Time to completion',
  intro:
    'Kaplan-Meier estimates. Pending dossiers count for as long as they have been pending; refused, abandoned or delisted ones never complete the step. The ranges are 95% confidence intervals.',
  filter: 'Filter the times to completion',
  from: 'From',
  to: 'To',
  level: 'Level',
  year: 'Start year',
  everyLevel: 'All levels',
  everyYear: 'All years',
  noLevel: 'not on record',
  after: 'Days already at the stage',
  show: 'Apply',
  last: 'last stage reached',
  caption: 'Estimated time of each step, in days',
  step: 'Step',
  began: 'Dossiers',
  completed: 'Completed',
  pending: 'Pending',
  ended: 'Ended without completion',
  lower: '25% within',
  median: 'Median',
  upper: '75% within',
  withinYear: (after: number) =>
    after === 0 ? 'Completed within a year' : `Completed within a year after ${english.count(after, 'day', 'days')}`,
  notReached: 'not reached',
  days: english.number,
  /** The interval of a number of days. */
  range: ({ days, lower, upper }: Interval) => {
    const from = english.number(lower ?? days ?? 0);
    return upper === null ? `${from} or more` : `${from} to ${english.number(upper)}`;
  },
  share: (shares: Shares) => `${percent(shares.share)} (${between(shares)})`,
  forecast: (of: number, after: number, shares: Shares) =>
    after === 0
      ? `Of ${english.count(of, 'dossier', 'dossiers')} that reached this stage, an estimated ${percent(shares.share)} completed it within a year (95% confidence interval: ${between(shares)}).`
      : `Of ${english.count(of, 'dossier', 'dossiers')} still at this stage after ${english.count(after, 'day', 'days')}, an estimated ${percent(shares.share)} completed it within the following year (95% confidence interval: ${between(shares)}).`,
  atLatest: (count: number) => `Completion dated by a later stage or a listing: ${count}.`,
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
  byLevel: 'By level',
  byYear: 'By start year',
};
