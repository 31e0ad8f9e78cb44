import { counted, quoted } from '../format.js';

const ago = (days: string): string => `${days} ago`;
const overdue = (days: string): string => `${days} overdue`;

/** Mails: what they say of events, deadlines and deliveries in trouble. */
export const mail = {
  general: {
    decision: 'Decision',
    read: 'See it in Jalon',
    because: 'You receive this message because this address is subscribed to Jalon.',
    unsubscribe: 'Unsubscribe',
    confirm: {
      subject: 'Confirm your subscription to Jalon',
      heading: 'Confirm your subscription',
      text: 'Somebody asked that news and deadlines of cloud certifications be sent to this address. Nothing will be sent unless you confirm. The link is valid until',
      ignore: 'If it was not you, ignore this message.',
      action: 'Confirm',
      footer: 'This message subscribes you to nothing.',
    },
    test: { subject: 'Test message', text: 'This subscription works: this message went the way that real ones go.' },
  },
  changes: {
    before: 'Before',
    after: 'After',
    status: 'Status',
    unchanged: (standing: string) => `${standing}, unchanged`,
    nothing: 'no dossier any more',
    means: 'What it means',
    isNot: (what: string) => `It is not ${what}.`,
    occurred: 'Date',
    undated: 'undated',
    source: 'According to',
    amendedSource: 'Source',
    quote: 'Quote',
    reason: 'Reason',
    note: 'Note',
    next: 'Next deadline',
    noNext: 'none known',
    recorded: 'Recorded on',
    retracted: 'What is retracted no longer counts, but stays visible in the history.',
    corrected: (phrase: string) => `correction of ${quoted(phrase, 'en')}`,
    retraction: (phrase: string) => `retraction of ${quoted(phrase, 'en')}`,
    sourceKind: {
      decision: 'decision of the authority',
      catalogue: 'official catalogue',
      list: 'official list',
      statement: 'statement of the authority',
      company: 'company',
      press: 'press',
      other: 'other',
    },
    digest: {
      subject: (count: number, first: string) =>
        `${counted(count, ['news item', 'news items'], 'en')}, among them ${first}`,
      heading: (count: number) => counted(count, ['fact recorded', 'facts recorded'], 'en'),
      moved: (count: number) => `What has moved (${count})`,
      others: (count: number) => `Without effect on a status (${count})`,
      partly: (shown: number, total: number) =>
        `This message gives ${shown} of ${counted(total, ['fact', 'facts'], 'en')}, first what has moved. All of them are in Jalon.`,
      all: 'See all in Jalon',
    },
  },
  reminders: {
    due: 'Due',
    lapses: 'Still possible until',
    answer: 'Acknowledge or snooze',
    answerAll: 'Acknowledge or snooze, one by one or all',
    unanswered: 'Unanswered',
    kind: {
      'grant-end': 'end of validity',
      'renewal-window': 'renewal request',
      transition: 'transition to the new standard version',
      surveillance: 'surveillance',
      reservation: 'reservation to be lifted',
      target: 'announced target',
      staleness: 'update expected',
      'officer-set': 'deadline',
      'dependency-end': 'end of validity of a dependency',
    },
    past: {
      'grant-end': ago,
      'renewal-window': overdue,
      transition: overdue,
      surveillance: overdue,
      reservation: overdue,
      target: overdue,
      staleness: (days: string) => `for ${days}`,
      'officer-set': overdue,
      'dependency-end': ago,
    },
    days: (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`,
    ahead: (days: string, atLeast: boolean) => `in ${days}${atLeast ? ' at the earliest' : ''}`,
    today: 'today',
    anyDay: 'any day now',
    overdue: 'Its day has passed. Acknowledge it to hear no more of it.',
    late: 'Its day has passed, but there is still time to act.',
    escalated: 'Nobody has acknowledged the reminders already sent about this deadline. That is why you are told.',
    digest: {
      subject: (count: number, first: string) => `${count} deadlines, among them ${first}`,
      heading: (count: number) => `${count} deadlines need your attention`,
      escalated: 'Nobody has acknowledged the reminders already sent about those marked “unanswered”.',
      overdue: 'Acknowledge those whose day has passed to hear no more of them.',
      urgency: {
        overdue: 'Past',
        now: 'Today or any day now',
        week: 'Within 7 days',
        month: 'Within 30 days',
        later: 'Later',
      },
    },
  },
  trouble: {
    failing: {
      subject: (target: string, hours: number) => `${target} has taken nothing for ${hours} hours`,
      text: (since: string) => `Since ${since}, no message could be delivered to this address.`,
      owed: (owed: number) =>
        `${counted(owed, ['message is waiting', 'messages are waiting'], 'en')}. Nothing is lost: deliveries resume by themselves at the first success.`,
      still:
        'Jalon keeps trying. After 72 hours without success, the subscription will be disabled and its messages held.',
      todo: 'What to do: check that the address can be reached and answers with a 2xx status within 15 seconds.',
    },
    disabled: {
      subject: (target: string) => `${target}: subscription disabled`,
      because: {
        gone: 'The address answered 410 (Gone): it wants nothing any more. Nothing more is sent there.',
        failing: 'The address has taken nothing for 72 hours. Nothing more is sent there.',
        bounced: 'The mail server refuses this address. Nothing more is sent there.',
      },
      held: (owed: number) =>
        `${owed === 0 ? 'No message is held so far' : counted(owed, ['message is held', 'messages are held'], 'en')}. Nothing is lost: what is held will be sent once the subscription is enabled again.`,
      todo: {
        gone: 'What to do: if that was a mistake, repair the address, then enable the subscription again. Otherwise, delete it.',
        failing: 'What to do: repair the address, then enable the subscription again.',
        bounced:
          'What to do: have the mailbox restored, have an administrator lift the refusal, then enable the subscription again.',
      },
    },
    target: 'Address',
    since: 'Failing since',
    at: 'Disabled on',
    lastError: 'Last error',
    open: 'Open this subscription in Jalon',
    because:
      'You receive this message because your address is subscribed to Jalon with the same key as the address in question.',
  },
};

/** Atom feeds and calendars. */
export const feeds = {
  atom: {
    title: 'Certification events',
    subtitle: 'Events recorded in Jalon, newest first.',
  },
  calendar: {
    name: 'Certification deadlines',
    description: 'Deadlines of cloud certifications, tracked by Jalon.',
    truncated: (most: number) => `Limited to the ${most} deadlines closest to today; use filters to see others.`,
    state: 'Status',
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    opens: 'Action possible from',
    precision: {
      month: 'Only the month is known; shown on its first day.',
      quarter: 'Only the quarter is known; shown on its first day.',
      half: 'Only the half-year is known; shown on its first day.',
      year: 'Only the year is known; shown on its first day.',
    },
  },
};
