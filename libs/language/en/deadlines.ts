import { english as en } from '../format.js';

/** The agenda of deadlines. */
export const agenda = {
  ofMonth: (name: string) => `Deadlines in ${name}`,
  everyMonth: 'All deadlines',
  back: 'Back to the deadlines',
  filter: {
    label: 'Filters',
    states: {
      todo: 'missed and upcoming',
      open: 'upcoming',
      missed: 'missed',
      met: 'met',
      cancelled: 'cancelled',
    },
    within: 'Within',
    everyKind: 'All types',
  },
  overdue: 'Missed',
  now: 'Today or any day now',
  allOverdue: 'View all missed deadlines',
  empty: {
    todo: 'No missed deadline, and none due in this period.',
    open: 'No deadline is due in this period.',
    missed: 'No missed deadline.',
    met: 'No met deadline.',
    cancelled: 'No cancelled deadline.',
  },
  wider: { period: 'Extend the period above.', choices: 'Remove some of the filters above.' },
  shown: (count: number, isCut: boolean) =>
    `${en.count(count, 'deadline', 'deadlines')}${isCut ? ' shown, and more' : ''}`,
  announced: (sources: number) => `announced by ${sources} sources`,
  /** Why the date of a deadline that follows from something else cannot be moved. */
  fixed: {
    summary: 'Wrong date?',
    why: {
      'grant-end':
        'The date follows from the decision. If it is recorded wrongly, correct that event; if the decision was extended or renewed, record that.',
      'renewal-window':
        'The date follows from the end of the decision. If that is recorded wrongly, correct that event.',
      transition: 'The date follows from the scheme, which requires the new version of the standard from then on.',
      surveillance:
        'The date follows from the last audit or the interval of the scheme. If it is recorded wrongly, correct that event.',
      reservation: 'The date is that of the reservation. If it is recorded wrongly, correct that event.',
      target:
        'The date was announced. If it is recorded wrongly, correct that event; if another date was announced, record it.',
      staleness: 'The date follows from the last activity on record.',
      'dependency-end':
        'The date follows from the decision for the service that this one depends on. If it is recorded wrongly, correct that event.',
    },
    reminder: 'To be reminded on another day, snooze the reminder.',
    correct: 'Correct the event',
  },
  changed: 'No change: somebody has changed this deadline meanwhile. Check its date, then try again.',
  lapses: 'possible until',
  acknowledged: (on: string, by: string) => `Acknowledged on ${on} by ${by}`,
  byLink: 'the link in a message',
  snoozed: (until: string) => `Snoozed until ${until}`,
  next: (day: string) => `Next on ${day}`,
  noMore: 'No further reminders scheduled',
  notSent: 'No reminder has been sent yet',
  /** `own`: the subscriptions of the reader; `all`: those of everybody. */
  nobody: { own: 'No reminders for you', all: 'No reminders' },
  answers: {
    own: 'Acknowledging and snoozing apply to your own subscriptions only.',
    all: 'With an admin key, acknowledging and snoozing apply to all subscriptions.',
  },
  acknowledge: 'Acknowledge',
  acknowledgeHint: 'Confirms that somebody is handling the deadline.',
  readOnly: 'Reminders are only shown as of today.',
  done: {
    acknowledged: 'Deadline acknowledged. Follow-ups and escalation stop; later scheduled reminders are kept.',
    snoozed: 'Reminder snoozed: the next one is due on that day.',
    nothing: 'Nothing left to acknowledge.',
  },
};

/** Subscribing a calendar application to the deadlines. */
export const calendar = {
  title: 'Subscribe to the calendar',
  intro:
    'Your calendar (Outlook, Google Calendar, Thunderbird, phone…) can show these deadlines and keep them up to date.',
  open: {
    heading: 'Public address',
    isOpen: 'This address requires no key. Add it to your calendar application as a calendar by URL.',
    isClosed:
      'This address requires an API key, which calendar applications cannot send. Create a private address instead.',
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
    active: 'active',
    revoked: 'revoked',
  },
  done: { revoked: 'Address revoked: it can no longer be read.' },
};
