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
    'Kaplan-Meier estimates from the dossiers recorded as of that date. Pending dossiers count for as long as they have been pending; refused, abandoned or delisted ones never complete the step. Renewals are excluded. The ranges are 95% confidence intervals for dossiers like these; those of forecasts also allow for differences between years.',
  percent: (share: number) => `${Math.round(100 * share)}%`,
  decimal: (value: number) => value.toFixed(3),
  number: english.number,
  days: (count: number) => english.count(count, 'day', 'days'),
  announcement: 'first announcement',
  caption: 'Estimated time of each step, in days',
  step: 'Step',
  completed: 'Completed',
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
  earlierStages: (count: number) => `Began before the stages of the scheme last changed: ${count}.`,
  filter: 'Filter the durations',
  from: 'From',
  to: 'To',
  everyLevel: 'All levels',
  year: 'Start year',
  plot: {
    title: 'Share of dossiers that have not completed the step',
    how: 'The line falls on each day on which dossiers completed the step; the area around it is the 95% confidence interval.',
    axis: 'Days since the start',
  },
  forecast: {
    title: 'Forecast',
    expected: (pending: number, day: string, expected: number) =>
      `${english.count(pending, 'dossier', 'dossiers')} pending on ${day}. Expected to complete the step within a year: ${english.number(Math.round(expected))}.`,
    none: 'There is no interval yet: no outcome of an earlier forecast is known.',
    intervals: (of80: string, of95: string) => `80% interval: ${of80}. 95% interval: ${of95}.`,
    between: (lower: number, upper: number) => `${english.number(lower)} to ${english.number(upper)}`,
    record: (origins: number, covered80: string, covered95: string) =>
      `The same forecast at ${english.count(origins, 'earlier date', 'earlier dates')}, one per month: the outcome was within the 80% interval in ${covered80} of cases, within the 95% interval in ${covered95}.`,
    brier: (score: string, base: string) =>
      `Brier score (lower is better): ${score}. With the completion rate known at each date as the forecast for every dossier: ${base}.`,
    reliability: 'Reliability of earlier forecasts, by probability',
    chance: 'Probability',
    dossiers: 'Forecasts',
    forecast: 'Mean forecast',
    came: 'Completed',
    yearly: 'Forecasts by year',
    number: 'Expected',
    of80: '80% interval',
    of95: '95% interval',
    score: 'Brier score',
    base: 'With the known rate',
  },
  waiting: {
    caption: 'Pending dossiers, longest first',
    none: 'No dossier was pending in this step on that date.',
    most: (count: number) => `The ${count} dossiers pending longest.`,
    days: 'Pending for',
    chance: 'Within a year',
    noStage: 'no stage reached',
  },
};

export const providers = {
  identifiers: 'Identifiers',
  lastHeard: 'Last activity of the provider',
  noDossiers: 'No dossier on that date: nothing indicates that this provider is seeking a certification.',
  dossierCaption: 'Status of each service',
  onBoard: (count: number) => `See all ${english.number(count)} dossiers`,
  names: {
    title: 'Names',
    caption: 'Names over time, latest first',
    until: 'Until',
    always: 'the beginning',
    still: 'in use',
  },
  owners: {
    title: 'Ownership and technology',
    holders: 'Shareholders',
    technology: 'Technology from',
    hosting: 'Hosting',
    since: 'Declared',
    former: 'Earlier declarations',
    until: 'until',
  },
  said: {
    expected: 'Authorizations expected',
    obtained: 'Authorizations obtained',
    fulfilled: 'Expected and since obtained',
    validations: 'Reported validations',
    statements: 'Statements',
    news: 'Announcements and launches',
    away: 'Dossiers transferred out',
    received: 'Dossiers transferred in',
  },
  expectedHint: 'Still expected on that date. Entries without a date remain listed.',
  validationsHint:
    'Validations attributed to an authority. They are neither milestones nor qualifications and change no status.',
  fulfils: 'Meets a recorded expectation',
  partlyFulfils: 'Meets a part of a recorded expectation',
  metBy: (title: string) => `Met by: ${title}`,
  partlyMetBy: (title: string) => `Met in part by: ${title}`,
  about: (subject: string) => `Subject: ${subject}`,
  to: 'to',
  from: 'from',
  more: (count: number) => `and ${english.number(count)} more, see the timeline`,
  around: { buildsOn: 'Services its dossiers depend on', dependents: 'Services that depend on its dossiers' },
  registered: 'The provider has been registered. Next, open a dossier.',
  list: {
    search: 'Search by name',
    hint: 'The beginning of any word in a current or former name.',
    caption: 'Providers and their dossiers, by name',
    alsoCalled: 'also known as',
    none: 'No provider was recorded as of that date.',
    noneRecord: 'Register one, or import a CSV file.',
    noMatch: (name: string) => `No current or former name matches ${english.quote(name)}.`,
    noDossiers: 'none',
  },
  leftOut: (count: number) => `${english.count(count, 'older event is not shown', 'older events are not shown')}.`,
};

export const schemes = {
  family: {
    decision: { word: 'Decision', text: 'An authority decides, for a limited period.' },
    report: { word: 'Report', text: 'An auditor issues a report. It does not expire but becomes outdated.' },
    duty: {
      word: 'Certificate with surveillance',
      text: 'Remains valid as long as the required audits take place; lapses otherwise.',
    },
  },
  facts: {
    authority: 'Authority',
    publishers: 'Publishers that speak for the authority',
    outcome: 'Outcome',
    validity: 'Validity',
    current: 'Current for',
    warning: 'Expiry alert',
    renewal: 'Renewal preparation',
    stale: 'Inactivity alert',
    levels: 'Levels',
    surveillance: 'Failed surveillance audit',
  },
  surveillanceFailed: {
    none: 'flagged, no effect on the grant',
    suspends: 'suspends the grant',
    ends: 'ends the grant',
  },
  validity: (years: number, tolerance: number) =>
    `${english.count(years, 'year', 'years')} at most${tolerance === 0 ? '' : ` (tolerance: ${english.count(tolerance, 'day', 'days')})`}`,
  noEnd: 'No maximum validity recorded',
  months: (count: number) => `${english.count(count, 'month', 'months')} after the reporting period`,
  before: (days: number) => `${english.count(days, 'day', 'days')} before the end of validity`,
  silence: (days: number) => `after ${english.count(days, 'day', 'days')} without activity`,
  reminders: (before: readonly number[], overdue: readonly number[]) =>
    [
      before.length > 0 ? `${before.join(', ')} days before the deadline` : '',
      overdue.length > 0 ? `${overdue.join(', ')} days after it, until it is met` : '',
    ]
      .filter(Boolean)
      .join('; '),
  dossiers: 'Dossiers',
  grants: 'Grants over time',
  stages: {
    means: 'Meaning',
    isNot: 'Not to be confused with:',
    gives: 'Status at this stage',
    none: 'No stage recorded for this scheme.',
  },
  duties: {
    title: 'Recurring obligations',
    every: (months: number) => (months === 1 ? 'every month' : `every ${months} months`),
    grace: (days: number) => `lapses ${english.count(days, 'day', 'days')} after a missed deadline`,
  },
  labels: {
    intro: 'A service certified under this scheme also holds these labels, between the dates given.',
    name: 'Label',
    basis: 'Basis',
    only: (versions: readonly string[]) =>
      `Only for grants under version ${english.either(versions)}, or under an unknown version`,
  },
  sources: { title: 'Sources' },
  history: {
    title: 'Revision history',
    builtIn: 'Built-in.',
    same: 'No change.',
    first: 'First publication.',
    changed: {
      name: 'name',
      authority: 'authority',
      country: 'country',
      outcome: 'outcome',
      family: 'type',
      milestones: 'stages',
      levels: 'levels',
      maximalValidity: 'validity',
      duties: 'recurring obligations',
      publishers: 'publishers of the authority',
      onSurveillanceFailed: 'effect of a failed surveillance',
      currentForMonths: 'current for',
      warningDays: 'expiry alert',
      renewalDays: 'renewal preparation',
      staleAfterDays: 'inactivity alert',
      ladder: 'reminders',
      referentials: 'standard versions',
      labels: 'labels',
      sources: 'sources',
    },
    added: 'added:',
    gone: 'removed:',
  },
  version: {
    title: 'Standard versions',
    caption: 'Versions in order, with their status on that date',
    version: 'Version',
    rules: 'Applicability',
    states: {
      draft: 'draft',
      'to-come': 'not published yet',
      over: 'no longer applicable',
      latest: 'latest',
      earlier: 'earlier',
    },
    optionalFrom: 'Optional from',
    requiredForNew: 'Required for new dossiers from',
    requiredForAll: 'Required for all from',
    graceEnds: 'No longer applicable after',
    none: 'No version recorded.',
    differs: (version: string) => `Sources give different dates for version ${version}:`,
    own: 'used here',
  },
};
