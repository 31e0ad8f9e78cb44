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

const days = (count: number): string => en.count(count, 'day', 'days');

/** The page that the link in a reminder opens, and the sentence that explains a reminder. */
export const reminders = {
  page: {
    title: 'Reminders',
    intro:
      'Acknowledge a reminder to confirm that someone is handling the deadline: follow-ups stop, scheduled reminders continue.',
    acknowledge: 'Acknowledge',
    acknowledgeAll: 'Acknowledge all',
    snooze: 'Snooze',
    until: 'Remind me again on',
    acknowledged: (on: string) => `Acknowledged on ${on}.`,
    snoozed: (until: string) => `Snoozed until ${until}.`,
    moved: (due: string) =>
      `The deadline has moved since this reminder was sent. It is now due ${due}. No further reminders are sent for the previous date.`,
    met: 'The deadline is met. No further reminders are sent.',
    cancelled: 'The deadline is cancelled. No further reminders are sent.',
    overdue: 'The deadline is overdue. Reminders continue until you acknowledge it.',
    escalated: 'Nobody has acknowledged the earlier reminders.',
    done: 'Saved.',
    acknowledgedAll: (count: number) => `${en.count(count, 'reminder', 'reminders')} acknowledged.`,
    nothingToAcknowledge: 'There is nothing left to acknowledge.',
    invalidDate: (allowed: string) => `Invalid date. ${allowed}.`,
    dateOutOfRange: (allowed: string) => `This date is not allowed. ${allowed}.`,
    allowedDates: (from: string, to: string) =>
      from === to ? `Allowed date: ${from}` : `Allowed dates: ${from} to ${to}`,
    closed: 'No change: the deadline of this reminder is closed or has moved.',
    unsubscribed: 'No change: this subscription no longer receives reminders.',
    busy: 'No change: this reminder is being updated. Please try again in a moment.',
    invalidForm: 'No change: choose one of the actions below.',
    invalidLink: {
      title: 'Invalid link',
      text: 'The link is incomplete or was not issued by Jalon. Nothing was changed. Open the link in the latest message.',
    },
    expiredLink: {
      title: 'Expired link',
      text: 'Links expire after 60 days. Nothing was changed. Open the link in the latest message, or use the API.',
    },
  },
  why: {
    /** One sentence per state. @param step the reason for which the reminder was planned; @param outcome why it is not sent */
    planned: (day: string, step: string) => `Will be sent on ${day}: ${step}.`,
    claimed: (day: string, step: string) => `Being sent, scheduled for ${day}: ${step}.`,
    sent: (day: string, step: string) => `Sent, scheduled for ${day}: ${step}.`,
    failed: (day: string, step: string) =>
      `Not delivered, scheduled for ${day} (${step}): all delivery attempts failed.`,
    /** Of mails while no mail server is configured. */
    kept: {
      planned: (day: string, step: string) =>
        `Due on ${day}: ${step}. No mail server is configured: it will be stored.`,
      claimed: (day: string, step: string) => `Being stored, scheduled for ${day}: ${step}.`,
      sent: (day: string, step: string) => `Stored without a mail server, scheduled for ${day}: ${step}.`,
    },
    dropped: (day: string, step: string, outcome: string) => `Not sent on ${day} (${step}): ${outcome}.`,
    /** What a reminder for the second list adds to its reason. */
    escalation: (step: string) => `${step}, as an escalation if nobody acknowledges the earlier reminders`,
    snooze: 'snoozed to this day',
    'known-late': 'the deadline was recorded at most 30 days in advance, after its earlier reminders were due',
    before: (count: number, due: string) => `${days(count)} before the deadline of ${due}`,
    after: (count: number, due: string) => `${days(count)} after the deadline of ${due}`,
    onDueDay: (due: string) => `on the deadline of ${due}`,
    beforeMoved: (count: number) => `${days(count)} before the previous deadline`,
    afterMoved: 'after the previous deadline',
    /** The nominal day is a weekend or a holiday. */
    shifted: (step: string, nominal: string) => `${step}; ${nominal} is not a working day`,
    outcomes: {
      'more-urgent': 'a more urgent reminder of the same deadline was due at the same time',
      'before-subscription': 'it was due before the subscription was confirmed',
      'known-later': 'it was due before the deadline was recorded',
      snoozed: 'the deadline is snoozed to a later day',
      acknowledged: 'the deadline was acknowledged',
      'nobody-told': 'no earlier reminder was sent that could be acknowledged',
      moved: 'the deadline has moved',
      met: 'the deadline is met',
      'deadline-cancelled': 'the deadline is cancelled',
      gone: 'the deadline no longer results from the recorded events',
      transferred: 'the service was transferred to a provider that the subscription does not follow',
      unconfirmed: 'the deadline is no longer confirmed, and the subscription follows confirmed deadlines only',
      'ladder-changed': 'the reminder schedule of the scheme changed',
      'subscription-ended': 'the subscription ended',
      'subscription-changed': 'the reminder settings of the subscription changed',
      'not-delivered': 'all delivery attempts failed',
    },
  },
};
