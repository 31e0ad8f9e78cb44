import { english as en } from '../format.js';

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
    dropped: (day: string, step: string, outcome: string) => `Not sent on ${day} (${step}): ${outcome}.`,
    /** What a reminder for the second list adds to its reason. */
    escalation: (step: string) => `${step}, as an escalation if nobody acknowledges the earlier reminders`,
    snooze: 'snoozed to this day',
    'known-late': 'the deadline was recorded at most 30 days ahead, after its earlier reminders',
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
      gone: 'the deadline no longer results from the record',
      transferred: 'the service was transferred to a provider that the subscription does not follow',
      unconfirmed: 'the deadline is no longer confirmed, and the subscription follows confirmed deadlines only',
      'ladder-changed': 'the reminder ladder of the scheme changed',
      'subscription-ended': 'the subscription ended',
      'subscription-changed': 'the reminder settings of the subscription changed',
      'not-delivered': 'all delivery attempts failed',
    },
  },
};
