import type { Hold } from '#domain/register/register-events.js';
import { english as en, counted, quoted } from '../format.js';

const days = (count: number): string => en.count(count, 'day', 'days');

/** Mails about registers. */
export const mailRegisters = {
  read: {
    subject: (name: string, differences: number, day: string) =>
      differences === 0
        ? `${name}: no difference on ${day}`
        : `${name}: ${en.count(differences, 'difference', 'differences')} on ${day}`,
    text: (entries: number, day: string) => `On ${day}, the register listed ${en.count(entries, 'entry', 'entries')}.`,
    confirmed: (differences: number): string =>
      differences === 0
        ? 'What is on record is confirmed for that day.'
        : 'All entries that are not among the differences are confirmed for that day.',
    matching: (changes: number) =>
      changes === 0
        ? 'None of its events matches your subscription.'
        : `${en.count(changes, 'event of this reading matches', 'events of this reading match')} your subscription.`,
    dossiers: (count: number, more: boolean) =>
      more ? `Dossiers concerned (the first ${count})` : `Dossiers concerned (${count})`,
    inDigest: 'Registers read',
    attention: 'Registers that need attention',
    open: 'View the reading in Jalon',
  },
  stale: {
    subject: (name: string, count: number) => `${name}: not read for ${days(count)}`,
    text: (lastRead: string, limit: number) =>
      `The last reading is of ${lastRead}. The register is to be read at least every ${days(limit)}: what it listed then may no longer be true.`,
    never: (limit: number) =>
      `The register has not been read yet. It is to be read at least every ${days(limit)} once it is published.`,
    todo: 'What to do: read a current document of the register or, if it is fetched automatically, look up why fetching fails.',
    open: 'Open this register in Jalon',
  },
  frozen: {
    subject: (name: string, count: number) => `${name}: unchanged for ${days(count)}`,
    text: (count: number) =>
      `The register has listed exactly the same for ${days(count)}, which is unusually long. Its publisher may serve an old list under a new date: readings are recorded, but confirm nothing until an entry changes.`,
    todo: 'What to do: check with the publisher whether this is still its current list, and read the register from where it is published now. If it really changes so rarely, publish it with a higher `frozenAfterDays`.',
  },
  held: {
    subject: (name: string) => `${name}: a reading needs a decision`,
    text: (day: string) => `The document of ${day} was not recorded. It waits until it is accepted or discarded.`,
    because: 'Reason',
    holds: {
      gone: 'more entries have disappeared than the register allows',
      moved: 'more entries have moved to another stage than the register allows',
      smaller: 'the document lists less than half of the previous entries',
      section: 'no entry is left of a stage or a level',
      column: 'most entries have lost a field that they had',
      keys: 'more entries have another key than the register allows',
      again: 'the document lists the same as an earlier one, not as the last',
      older: 'the document is older than the last reading',
      head: 'its table has other columns than those of the profile',
      contradictory: 'the document lists services as granted without a date',
      unreadable: 'more entries are unreadable than allowed',
      'four-eyes': 'it changes a status of a scheme under the four-eyes principle',
    } satisfies Record<Hold, string> as Readonly<Record<Hold, string>>,
    todo: 'What to do: check the differences, then accept the reading, with the reason, or discard it.',
    open: 'Decide in Jalon',
  },
  scheme: 'Scheme',
};

const ago = (days: string): string => `${days} ago`;

const overdue = (days: string): string => `${days} overdue`;

const requested = 'A subscription to events and deadlines of cloud certifications was requested';

const nothingSent = 'Nothing is sent unless you confirm. The link is valid until';

/** Mails: what they say of events, deadlines and deliveries in trouble. */
export const mail = {
  general: {
    decision: 'Decision',
    read: 'View in Jalon',
    because: 'You receive this message because this address is subscribed to Jalon.',
    weekly: (weekday: string) => `Events are sent once a week, on ${weekday}s.`,
    weekdays: {
      monday: 'Monday',
      tuesday: 'Tuesday',
      wednesday: 'Wednesday',
      thursday: 'Thursday',
      friday: 'Friday',
      saturday: 'Saturday',
      sunday: 'Sunday',
    },
    preferences: 'Change or pause these messages',
    unsubscribe: 'Unsubscribe',
    confirm: {
      subject: 'Confirm your subscription to Jalon',
      heading: 'Confirm your subscription',
      text: {
        address: `${requested} for this address. ${nothingSent}`,
        channel: `${requested} for this channel. ${nothingSent}`,
      },
      ignore: 'If you did not request this, ignore this message.',
      action: 'Confirm',
      footer: 'You are not subscribed unless you confirm.',
    },
    test: {
      subject: 'Test message',
      text: 'The subscription works. This message was sent in the same way as other notifications.',
      sample: 'This is a test with sample data. Nothing has been recorded.',
    },
  },
  account: {
    invitation: {
      subject: 'Your invitation to Jalon',
      text: (by: string | null) =>
        `${by ?? 'The operator of this installation'} has created an account for you in Jalon, the register of cloud certifications. To use it, choose a password and set up an authenticator app.`,
      action: 'Choose a password',
      ignore: 'If you do not expect this invitation, ignore this message: the account cannot be used without you.',
    },
    password: {
      subject: 'Your password for Jalon',
      text: 'A new password was requested for your account. The current one is valid until you choose another.',
      action: 'Choose a new password',
      ignore: 'If you did not request this, ignore this message.',
    },
    until: (time: string) => `The link works once, until ${time}.`,
    footer: 'You receive this message because an account in Jalon has this address.',
  },
  proposal: {
    subject: 'A change is waiting for your approval',
    text: (by: string | null) =>
      `${by ?? 'Somebody'} has proposed a change of status in a scheme under the four-eyes principle. It is recorded once another person approves it.`,
    action: 'View the proposal',
    off: 'You can switch off these messages on the page “My account”.',
  },
  /** Of the services of a view, once a month. */
  report: {
    subject: (view: string, month: string) => `${view}: report for ${month}`,
    on: (day: string) => `On ${day}`,
    claimed: (count: number) => `of those in force, ${count} not confirmed by the authority`,
    quiet: (month: string) =>
      `Nothing changed in ${month}: no event was recorded about these services, and no status or end of validity moved.`,
    changed: (month: string, count: number) => `Changed in ${month} (${count})`,
    attention: (count: number) => `To look at today (${count})`,
    next: 'Ends next',
    cut: (most: number) => `Each list shows ${most} dossiers at most; the view shows all.`,
    moved: (before: string, after: string) => `end of validity: ${before} → ${after}`,
    noEnd: 'none',
    joined: 'new among these services',
    left: 'no longer among these services',
    recorded: (count: number) => `${counted(count, ['event', 'events'], 'en')} recorded`,
    open: 'Open the view',
    because: 'You receive this message on the first of each month because you asked for it on the page of this view.',
    stop: 'Stop this report',
  },
  changes: {
    before: 'Before',
    after: 'After',
    status: 'Status',
    unchanged: (standing: string) => `${standing}, unchanged`,
    nothing: 'no dossier',
    means: 'Meaning',
    isNot: (what: string) => `It is not ${what}.`,
    occurred: 'Event date',
    undated: 'undated',
    source: 'According to',
    amendedSource: 'Source',
    quote: 'Quote',
    reason: 'Reason',
    note: 'Note',
    next: 'Next deadline',
    noNext: 'none known',
    recorded: 'Recorded on',
    retracted: 'A retracted event no longer counts but stays visible in the history.',
    corrected: (phrase: string) => `correction of ${quoted(phrase, 'en')}`,
    retraction: (phrase: string) => `retraction of ${quoted(phrase, 'en')}`,
    digest: {
      subject: (count: number, first: string) => `${counted(count, ['event', 'events'], 'en')}, including ${first}`,
      heading: (count: number) => counted(count, ['event recorded', 'events recorded'], 'en'),
      moved: (count: number) => `Status changed (${counted(count, ['event', 'events'], 'en')})`,
      others: (count: number) => `No status change (${counted(count, ['event', 'events'], 'en')})`,
      partly: (shown: number, total: number) =>
        `This message shows ${shown} of ${counted(total, ['event', 'events'], 'en')}, status changes first. All of them are in Jalon.`,
      all: 'View all in Jalon',
    },
    imported: {
      subject: (count: number) => `Import: ${counted(count, ['past event', 'past events'], 'en')} recorded`,
      text: 'An import recorded past events that match your subscription. They are not sent one by one; recent events of the import are.',
      subjects: (count: number, more: boolean) =>
        more ? `Providers and dossiers concerned (the first ${count})` : `Providers and dossiers concerned (${count})`,
    },
  },
  reminders: {
    due: 'Due',
    lapses: 'Action possible until',
    answer: 'Acknowledge or snooze',
    answerAll: 'Acknowledge or snooze one or all',
    unanswered: 'Unanswered',
    acknowledged: 'Acknowledged on',
    kind: {
      'grant-end': 'end of validity',
      'renewal-window': 'renewal request',
      transition: 'transition to the new standard version',
      surveillance: 'surveillance audit',
      reservation: 'reservation to lift',
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
    overdue: 'The deadline is overdue. Acknowledge it to stop its reminders.',
    late: 'The due date has passed, but there is still time to act.',
    escalated: 'Nobody has acknowledged the latest reminders of this deadline, so it is escalated to you.',
    /** What comes next, for whoever follows the dossier. */
    todo: {
      'grant-end':
        'What to do: find out whether the certification is renewed, and record what the authority publishes.',
      'renewal-window': 'What to do: ask the provider whether the renewal has been requested, and record the answer.',
      transition: 'What to do: ask the provider when it moves to the new version, and record the answer.',
      surveillance: 'What to do: ask the provider for the result of the audit, and record it.',
      reservation: 'What to do: ask the provider for proof that the reservation is lifted, and record it.',
      target: 'What to do: check whether the target was met; otherwise record the new date that is announced.',
      staleness: 'What to do: look for recent news of the dossier, and record what you find.',
      'officer-set': 'What to do: do what is due, then record it or set a new date.',
      'dependency-end': 'What to do: check what happens to the service that this one builds on.',
    },
    digest: {
      subject: (count: number, first: string) => `${count} deadlines, including ${first}`,
      heading: (count: number) => `${count} deadlines need your attention`,
      escalated: 'Nobody has acknowledged the latest reminders of the deadlines marked “unanswered”.',
      overdue: 'Acknowledge overdue deadlines to stop their reminders.',
      urgency: {
        overdue: 'Overdue',
        now: 'Today or any day now',
        week: 'Within 7 days',
        month: 'Within 30 days',
        later: 'Later',
      },
    },
  },
  registers: mailRegisters,
  trouble: {
    failing: {
      subject: (target: string, hours: number) => `${target}: no successful delivery for ${hours} hours`,
      text: (since: string) => `No message has been delivered to this address since ${since}.`,
      owed: (owed: number) =>
        `${counted(owed, ['message is waiting', 'messages are waiting'], 'en')}. Nothing is lost: deliveries resume automatically after the first success.`,
      still:
        'Jalon keeps retrying. After 72 hours without success, the subscription is disabled and its messages are held.',
      todo: 'What to do: check that the address can be reached and responds with a 2xx status within 15 seconds.',
    },
    /** Webhooks may not connect to the address (SSRF). */
    blocked: {
      subject: (target: string) => `${target}: webhook address not allowed`,
      text: (host: string) =>
        `Jalon does not send messages to ${host}: it does not resolve to a public address, or needs https.`,
      todo: 'What to do: check the DNS records of the host, or ask the administrator of Jalon to allow its network (JALON_WEBHOOK_ALLOW). Then choose “Resume now” on the page of the subscription.',
    },
    disabled: {
      subject: (target: string) => `${target}: subscription disabled`,
      because: {
        gone: 'The address responded with 410 (Gone) and accepts no more messages. Deliveries have stopped.',
        failing: 'No delivery to this address succeeded for 72 hours. Deliveries have stopped.',
        bounced: 'The mail server rejects this address. Deliveries have stopped.',
        'format-removed': 'The webhook took CloudEvents, which Jalon no longer sends. Deliveries have stopped.',
        'signature-removed':
          'The webhook verified Ed25519 signatures, which Jalon no longer makes. Deliveries have stopped.',
      },
      held: (owed: number) =>
        `${owed === 0 ? 'No messages are held yet' : counted(owed, ['message is held', 'messages are held'], 'en')}. Held messages are sent once the subscription is resumed. Of messages about events, the latest 10,000 are held, for 90 days.`,
      todo: {
        gone: 'What to do: if this is a mistake, fix the address, then resume the subscription. Otherwise, end the subscription.',
        failing: 'What to do: fix the address, then resume the subscription.',
        bounced:
          'What to do: restore the mailbox and ask an administrator to lift the suppression, then resume the subscription.',
        'format-removed':
          'What to do: have the endpoint take the standard body, with “type”, “timestamp” and “data”, then resume the subscription.',
        'signature-removed':
          'What to do: rotate the secret on the page of the subscription, have the endpoint verify messages with it (HMAC-SHA256) and take the standard body, then resume the subscription.',
      },
    },
    target: 'Address',
    since: 'Failing since',
    at: 'Disabled on',
    lastError: 'Last error',
    open: 'Open this subscription in Jalon',
  },
};

/** On the page that confirms a subscription. */
export const awaitedSubscription = {
  /** Who asks, if it is no person. @param host of the installation */
  operator: (host: string) => `the operator of ${host}`,
  /** @param host of the installation */
  visitor: (host: string) => `somebody on a page of ${host}`,
  asks: {
    address: (name: string) => `${name} asks to send notifications from Jalon to this address:`,
    channel: (name: string) => `${name} asks to send notifications from Jalon to this channel:`,
  },
  scope: 'Scope',
  everything: 'All providers and certifications on record',
};

/** Where the links in mails lead. */
export const subscriptionPages = {
  confirm: {
    title: 'Confirm the subscription',
    text: 'You will receive the events and deadlines of the certifications you follow.',
    button: 'Confirm',
  },
  confirmed: {
    title: 'Subscription confirmed',
    text: 'Every message contains a link to change what you receive, pause it or unsubscribe.',
  },
  unsubscribe: { title: 'Unsubscribe', text: 'You will not receive any more messages.', button: 'Unsubscribe' },
  unsubscribed: { title: 'You are unsubscribed', text: 'You will not receive any more messages.' },
  invalid: { title: 'Invalid link', text: 'The link is incomplete, has expired or was replaced by a newer one.' },
} as Readonly<Record<'confirm' | 'confirmed' | 'unsubscribe' | 'unsubscribed' | 'invalid', SubscriptionPage>>;

/** The button posts to the very address of the page. */
interface SubscriptionPage {
  title: string;
  text: string;
  button?: string;
}

/** Atom feeds and calendars. */
export const feeds = {
  atom: {
    title: 'Certification events',
    subtitle: 'Events recorded in Jalon, newest first.',
  },
  calendar: {
    name: 'Certification deadlines',
    description: 'Deadlines of cloud certifications, tracked by Jalon.',
    truncated: (most: number) =>
      `Limited to the ${en.number(most)} deadlines closest to today; use filters to see others.`,
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
