import { english as en } from '../format.js';

/** The agenda of deadlines. */
export const agenda = {
  title: 'Deadlines',
  views: { label: 'Views', agenda: 'Agenda', month: 'Month', calendar: 'Subscribe to the calendar' },
  own: 'To set a custom deadline, open the dossier from the',
  ownBoard: 'board',
  filter: {
    label: 'Filter deadlines',
    state: 'Status',
    states: {
      todo: 'missed and upcoming',
      open: 'upcoming',
      missed: 'missed',
      met: 'met',
      cancelled: 'cancelled',
    },
    within: 'Within',
    days: (count: number) => en.count(count, 'day', 'days'),
    scheme: 'Scheme',
    everyScheme: 'all',
    provider: 'Provider',
    everyProvider: 'all',
    providerHint: 'Full name.',
    kind: 'Type',
    everyKind: 'all',
    show: 'Apply',
  },
  overdue: 'Missed',
  now: 'Today or any day now',
  allOverdue: 'View all missed deadlines',
  more: 'Next deadlines',
  first: 'Back to the first page',
  empty: {
    todo: 'No missed deadline, and none due in this period.',
    open: 'No deadline is due in this period.',
    missed: 'No missed deadline.',
    met: 'No met deadline.',
    cancelled: 'No cancelled deadline.',
  },
  wider: { period: 'Extend the period above.', choices: 'Remove some of the filters above.' },
  due: 'Due',
  left: 'Time left',
  what: 'Deadline',
  dossier: 'Dossier',
  reminders: 'Reminders',
  act: 'Actions',
  lapses: 'still possible until',
  acknowledged: (on: string, by: string) => `Acknowledged on ${on} by ${by}`,
  byLink: 'the link in a message',
  snoozed: (until: string) => `Snoozed until ${until}`,
  next: (day: string) => `Next reminder on ${day}`,
  noMore: 'No further reminders scheduled',
  notSent: 'No reminder has been sent yet: there is nothing to acknowledge.',
  /** `own`: the subscriptions of the reader; `all`: those of everybody. */
  nobody: { own: 'None of your subscriptions covers this deadline.', all: 'No subscription covers this deadline.' },
  answers: {
    own: 'Acknowledging and snoozing apply to your own subscriptions only.',
    all: 'With an admin key, acknowledging and snoozing apply to all subscriptions.',
  },
  acknowledge: 'Acknowledge',
  snooze: 'Snooze',
  set: 'Set a deadline',
  readOnly: 'Reminders are only shown as of today.',
  done: {
    acknowledged: 'Deadline acknowledged. Scheduled reminders are kept; follow-ups and escalation stop.',
    snoozed: 'Reminder snoozed: the next one is sent on that day.',
    nothing: 'Nothing left to acknowledge.',
  },
};

/** Deadlines of a month. */
export const month = {
  title: (name: string) => `Deadlines in ${name}`,
  caption: (name: string) => `Deadlines in ${name}, day by day`,
  previous: 'Previous month',
  next: 'Next month',
  thisMonth: 'This month',
  months: 'Months',
  spans: 'No exact day',
  span: {
    month: 'at any time in the month',
    quarter: 'at any time in the quarter',
    half: 'at any time in the half-year',
    year: 'at any time in the year',
  },
  today: 'today',
  cut: (most: number) =>
    `Only the first ${most} deadlines of the month are shown. Filter by scheme, provider or type to see the others.`,
  empty: 'No deadline in this month.',
};

/** Subscribing a calendar program to the deadlines. */
export const calendar = {
  title: 'Subscribe to the calendar',
  intro:
    'Your calendar (Outlook, Google Calendar, Thunderbird, phone…) can show these deadlines and keep them up to date.',
  narrowed: 'The calendar below only shows:',
  everything: 'The calendar below shows all deadlines.',
  change: 'Change the filter',
  open: {
    heading: 'Public address',
    isOpen: 'This address requires no key. Add it to your calendar program as a calendar by URL.',
    isClosed:
      'This address requires an API key, which calendar programs cannot send. Create a private address instead.',
    address: 'Address',
  },
  own: {
    heading: 'Create a private address',
    text: 'This address requires no key: anyone who knows it can read this calendar. It is displayed only once.',
    signIn: 'To create a private address, sign in with a key that has the record scope.',
    name: 'Calendar name',
    nameHint: 'As displayed by your calendar.',
    language: 'Language',
    languages: { fr: 'French', en: 'English' },
    make: 'Create the address',
  },
  made: {
    title: 'Calendar created',
    text: 'Copy this address now: it is not stored and will not be displayed again.',
    address: 'Private address',
    open: 'Open in my calendar',
    back: 'Back to calendars',
  },
  list: {
    heading: 'Private addresses',
    caption: 'Calendars with a private address',
    name: 'Name',
    made: 'Created on',
    state: 'Status',
    act: 'Actions',
    active: 'active',
    revoked: 'revoked',
    revoke: 'Revoke',
  },
  done: { revoked: 'Address revoked: it can no longer be read.' },
};
