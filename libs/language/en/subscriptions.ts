import { english as en, writtenDate } from '../format.js';

const STATES: Readonly<Record<string, string>> = {
  pending: 'awaiting confirmation',
  active: 'active',
  disabled: 'disabled',
  unsubscribed: 'ended',
};

/** Reasons of subscriptions, mail addresses and webhook endpoints. */
export const subscriptionsReasons = {
  'subscription-not-found': ({ subscription }: { subscription: string }) => `Subscription ${subscription} not found`,
  'delivery-not-found': ({ delivery }: { delivery: string }) => `Delivery ${delivery} not found in this subscription`,
  'suppression-not-found': ({ address }: { address: string }) => `Address ${address} is not suppressed`,
  'filter-scheme-not-found': ({ scheme }: { scheme: string }) => `Scheme ${scheme} not found`,
  'confirmation-token-invalid':
    'The token is invalid, expired or superseded by a later confirmation request; request another confirmation',
  'preferences-token-invalid': 'The token does not belong to this subscription',
  'pause-end': ({ from, to }: { from: string; to: string }) =>
    `must be a day from ${writtenDate(from, 'en')} to ${writtenDate(to, 'en')}`,
  'filter-not-offered': 'is not part of what the owner of the subscription offers',
  'unsubscribe-token-invalid': 'The token does not belong to this subscription',
  'confirmation-not-needed': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}; it needs no confirmation`,
  'already-confirmed':
    'The subscription was confirmed before it was disabled; resume it instead (POST /v1/subscriptions/{id}/resume)',
  'confirmation-limit': ({ requests }: { requests: number }) =>
    `Confirmation has been requested ${requests} times; create another subscription`,
  'confirmations-unanswered': ({ requests }: { requests: number }) =>
    `${requests} confirmation requests to this address within 24 hours remain unanswered`,
  'subscription-not-disabled': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}; only an active or disabled subscription can be resumed`,
  'never-confirmed':
    'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
  'subscription-has-ended': 'The subscription has ended; create another one',
  'digest-needs-email': 'must be immediate: digests are available for email only',
  'webhook-only': 'applies to webhooks only; this subscription sends email',
  'email-only': 'applies to emails only; this subscription is a webhook',
  'webhook-has-secret': 'The subscription is not a webhook; only webhooks have a signing secret',
  'secret-replaced': 'The signing secret has been replaced in the meantime',
  'subscription-not-active': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}, not active`,
  'resume-first': 'The subscription is disabled; resume it first (POST /v1/subscriptions/{id}/resume)',
  'new-secret-first':
    'Its messages can no longer be signed with Ed25519; rotate the secret first (POST /v1/subscriptions/{id}/secret)',
  'recipient-paused': 'The recipient has paused this subscription',
  'already-sending-again': ({ after }: { after: number }) =>
    `Messages since position ${after} are being scheduled again; wait until that has finished (sendingAgain in GET /v1/subscriptions/{id})`,
  'since-format': 'must be a date and time such as 2026-11-24T08:00:00Z, or a ledger position such as 120',
  'since-in-future': 'must not be in the future',
  'since-too-early': ({ most, earliest }: { most: number; earliest: number }) =>
    `must be followed by at most ${en.number(most)} events: position ${earliest} or later; read earlier events with GET /v1/events`,
  'suppression-in-force': ({ detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${detail}); an administrator must lift the suppression first (DELETE /v1/suppressions/{address})`,
  'filter-empty': 'must include changes, deadlines or both',
  'no-setting-changed':
    'must change something: filter, language, reminders, mode, digestDay, format, ordered, ratePerMinute, description or headers',
  'until-before-since': 'must be later than since',
  'email-format': 'must be an email address such as officer@example.org',
  'url-format': 'must be a URL such as https://hooks.example.org/jalon',
  'url-protocol': 'must start with https:// or http://',
  'url-not-normalized': 'must start with https:// or http:// and contain no spaces, backslashes or control characters',
  'url-with-credentials': 'must not contain a user name or password; verify the signature instead',
  'url-with-fragment': 'must not contain a fragment, which is never sent to the server',
  'webhook-secret-format': 'must be whsec_ followed by 24 to 64 bytes in base64',
  'header-name-format': 'must be the name of an HTTP header such as x-api-key',
  'header-reserved': 'must not be a header of the connection or one that Jalon sets itself',
  'header-value-format': 'must be printable ASCII characters without spaces at the ends',
  'headers-too-many': 'must be 10 headers at most',
  'header-repeated': 'must not contain the same header twice',
  'url-port': 'must use port 443, port 80 or a port above 1023',
  'target-not-public': ({ host }: { host: string }) => `must resolve to a public address; ${host} does not`,
  'target-not-encrypted': ({ host }: { host: string }) =>
    `must start with https://; ${host} is outside the networks allowed over plain HTTP`,
  'mail-unreadable': ({ error }: { error: string }) => `must be a valid email message: ${error}`,
  'report-expected': ({ type }: { type: string }) =>
    `must be a delivery status notification (RFC 3464), a multipart/report with a message/delivery-status part; the content type is ${type}`,
  'report-without-recipient': 'must contain a Final-Recipient with Action and Status',
  'report-without-mail': 'must contain an Original-Envelope-Id or the headers of the returned email',
  'returned-mail-unknown': ({ mail }: { mail: string }) => `No email ${mail} was sent by this installation`,
};

/** HTTP problems about subscriptions. */
export const subscriptionRefusals = {
  'subscription-unfit': {
    title: 'Invalid subscription state',
    text: 'The state of the subscription does not allow this operation. `detail` gives the state.',
  },
  'since-out-of-range': {
    title: 'Invalid start',
    text: 'It must be a position on record, or an instant in the past, that is followed by at most 100,000 events. `problems` gives the reason.',
  },
};

/** Subscriptions: the list, one of them, and the actions on it. */
export const subscribers = {
  title: 'Subscribers',
  intro: {
    all: 'Recipients of notifications about recorded events and upcoming deadlines.',
    own: 'Subscriptions that you created. An admin key shows all subscriptions.',
  },
  add: { email: 'Subscribe an email address', webhook: 'Subscribe a webhook' },
  empty: {
    all: 'No subscription yet. Subscribe an address to send it the notifications and reminders of your choice.',
    own: 'You have not created any subscription yet. Subscribe an address to send it the notifications and reminders of your choice.',
  },
  noneMatch: 'No subscription matches these filters.',
  all: 'View all subscriptions',
  channel: { email: 'email', webhook: 'webhook' },
  channelLabel: 'Channel',
  state: { pending: 'awaiting confirmation', active: 'active', disabled: 'disabled', unsubscribed: 'ended' },
  stateLabel: 'Status',
  any: 'all',
  go: 'Apply',
  filter: 'Filter subscriptions',
  column: { target: 'Recipient', follows: 'Topics', how: 'Channel', state: 'Status' },
  confirmUntil: (moment: string) => `Must be confirmed by ${moment}.`,
  confirmOver: (moment: string) => `Not confirmed by ${moment}. Send the request again.`,
  health: {
    well: 'accepts messages',
    failures: (count: number) => en.count(count, 'consecutive failure', 'consecutive failures'),
    since: 'Failing since',
    paused: 'Paused until',
    lastError: 'Last error',
  },
  facts: {
    created: 'Created on',
    confirmed: 'Confirmed on',
    paused: 'Paused by the recipient until',
    narrowed: 'Chosen by the recipient',
    id: 'ID',
    dropped: 'Dropped messages',
    droppedMessages: (count: number) =>
      `${en.count(count, 'held message', 'held messages')} about events; the events are in the history of their dossiers`,
  },
  actions: 'Actions',
  test: 'Send a test message',
  testHint: (target: string) => `Sends a test message to ${target} at once.`,
  testType: 'Type of message',
  change: 'Edit',
  preview: 'Preview past notifications',
  resume: 'Resume now',
  resumeHint:
    'For an endpoint that works again: ends the pause and retries the waiting messages now, one first, then the others once it is accepted.',
  resumeHeldHint:
    'Sends the held messages, in order. A webhook is sent one first, then the others once it is accepted.',
  ask: 'Send the confirmation request again',
  askHint: 'Creates a new link; earlier links stop working.',
  since: 'Day',
  attempts: {
    today: 'Today',
    counts: ({ delivered, failed }: { delivered: number; failed: number }) =>
      `${en.number(delivered)} accepted, ${en.number(failed)} failed`,
    lastDelivered: 'Last accepted',
    lastFailure: 'Last failed attempt',
  },
  sendAgain: {
    label: 'Sent again',
    action: 'Send again',
    hint: 'Sends messages that failed again, each once. A webhook of a program is also sent the matching events that it was never sent.',
    since: 'Since',
    delivered: 'Also messages that were delivered',
    deliveredHint: 'For a recipient that has lost what it received.',
    underWay: 'messages are being scheduled',
    nothing: 'no message was missing',
    finished: 'finished on',
    planned: (count: number) => en.count(count, 'message scheduled', 'messages scheduled'),
    unreadable: (count: number) => en.count(count, 'unreadable event', 'unreadable events'),
  },
  suppressed: 'No email is sent to this address anymore.',
  reason: {
    'hard-bounce': 'Its mail server reports that the mailbox does not exist.',
    'soft-bounces': 'The latest emails all bounced.',
  },
  lift: 'Lift the block',
  liftHint: 'Lift the block once the mailbox accepts email again, then resume each subscription.',
  onlyAdmin: 'An administrator can lift this block.',
  end: {
    action: 'End the subscription',
    title: 'End the subscription?',
    text: (target: string) =>
      `${target} will receive no further messages, and scheduled messages are cancelled. This cannot be undone. The subscription and its deliveries stay visible.`,
    yes: 'End the subscription',
    no: 'Keep the subscription',
  },
  /** Opened by the recipient, with the link in a mail. */
  preferences: {
    title: 'Your messages from Jalon',
    for: (target: string) => `These settings apply to the messages to ${target}.`,
    ended: 'This subscription has ended. No further message is sent.',
    disabled: 'The messages are held at present because deliveries to this address failed.',
    paused: (moment: string) =>
      `Paused until ${moment}. What is recorded and due meanwhile is sent then, in one message each.`,
    now: 'Current settings',
    change: 'Change what you receive',
    save: 'Save',
    offered: 'You can choose among what the owner of this subscription offers you.',
    pause: 'Pause',
    until: 'Pause until',
    untilHint: 'Nothing is sent before 9:00 on that day. At most one year.',
    resume: 'Resume now',
    history: 'What was sent to you',
    nothing: 'Nothing yet.',
    older: 'Older messages',
    newest: 'Newest messages',
    what: 'Message',
    when: 'Date',
    end: 'Unsubscribe',
    endHint: 'Permanent: a new subscription is needed to receive messages again.',
    done: {
      changed: 'Settings saved.',
      paused: 'Messages paused.',
      resumed: 'Messages are sent again.',
      ended: 'You are unsubscribed.',
    },
  },
  back: 'Back to the subscription',
  done: {
    made: 'Subscription created. It becomes active once confirmed.',
    madeMail: 'Subscription created. A confirmation link is sent to the address.',
    test: (target: string) => `Test message to ${target} scheduled.`,
    seeDelivery: 'View the delivery',
    /** Without a mail server. */
    kept: {
      made: 'Subscription created. No mail server is configured: the confirmation request is stored as unsent mail.',
      test: 'No mail server is configured: the test message is stored as unsent mail.',
      asked: 'No mail server is configured: the new confirmation request is stored as unsent mail.',
    },
    seeMails: 'View unsent mail',
    resumed: 'Resumed. Waiting and held messages are being sent.',
    asked: 'Confirmation request sent again.',
    changed: 'Subscription updated.',
    ended: 'Subscription ended.',
    again: 'Messages are being scheduled. “Sent again” shows the progress.',
    lifted: 'Block lifted: mail can be sent to this address again. Resume the subscription.',
  },
  form: {
    title: { email: 'Subscribe an email address', webhook: 'Subscribe a webhook' },
    other: { email: 'Subscribe a webhook instead', webhook: 'Subscribe an email address instead' },
    make: { email: 'Subscribe this address', webhook: 'Subscribe this webhook' },
    change: 'Edit the subscription',
    changeHint: 'The confirmed recipient cannot be changed. Create another subscription for another recipient.',
    changedByOthers: (settings: string) =>
      `Somebody else changed the same settings meanwhile: ${settings}. Your entries are kept. Check them, then save to replace those of the other.`,
    save: 'Save',
  },
  made: {
    title: 'Webhook subscribed',
    secret: 'Secret',
    secretHint: 'Copy this secret now: it is not displayed again. Use it to verify the signature of each message.',
    next: 'A challenge (subscription.verification) is sent to the webhook. The subscription becomes active once the webhook responds with {"challenge": "…"}.',
    open: 'View the subscription',
  },
  secret: {
    action: 'Rotate the secret',
    title: 'New secret',
    text: 'Messages are signed with a new secret. During the overlap, they are also signed with the previous one, so that no message is lost.',
    overlap: 'Overlap in hours',
    overlapHint: 'From 0 to 168. With 0, the previous secret ends immediately.',
    done: 'Secret rotated.',
    former: (moment: string) => `The previous secret stays valid until ${moment}.`,
  },
};

/** The messages that a subscription would have been sent. */
export const subscriberPreview = {
  title: 'Past notifications',
  intro: 'Messages that its current settings would have produced. Nothing is sent.',
  days: 'Period',
  daysChoice: (days: number) => en.count(days, 'day', 'days'),
  go: 'Apply',
  count: (count: number) => en.count(count, 'message', 'messages'),
  none: 'No message. Broaden the settings or extend the period.',
  incomplete: 'Only the most recent events are counted.',
  more: 'Earlier messages are not shown.',
  when: 'Date',
  what: 'Message',
};

/** The form of a subscription. Its labels also name the settings on the page of the subscription. */
export const subscriptionForm = {
  address: 'Email address',
  addressHint: 'A confirmation link is sent first. Nothing else is sent before the address is confirmed.',
  addressHintKept:
    'No mail server is configured: the confirmation link is stored under “Unsent mail”, where an administrator finds it.',
  url: 'Webhook URL',
  urlHint:
    'Starts with https:// and resolves to a public host. A challenge is sent first, which the endpoint must return.',
  language: 'Message language',
  languageHint: 'Of messages to Slack and Microsoft Teams, and of the pages that links in messages open.',
  languageNames: { fr: 'French', en: 'English' },
  mode: 'Frequency',
  modes: {
    immediate: 'immediately, one message per event',
    daily: 'daily digest at 9:00',
    weekly: 'weekly digest at 9:00',
  },
  weeklyOn: (weekday: string) => `weekly digest, on ${weekday}s at 9:00`,
  digestDay: 'Day of the weekly digest',
  follows: 'Topics',
  followsChoice: {
    both: 'recorded events and deadlines',
    changes: 'recorded events only',
    deadlines: 'deadlines only',
  },
  schemes: 'Schemes',
  schemesHint: 'None selected: all.',
  registers: 'Registers',
  registersHint:
    'Readings of these registers and what they changed, one message per reading. None selected: all events.',
  providers: 'Providers',
  providersHint: 'None selected: all.',
  providerNamesHint: 'One name per line. Leave empty for all.',
  dossiers: 'Dossiers',
  news: 'Filter events and deadlines',
  statusChange: 'Only changes to a status or a stage, or whether the authority confirms it',
  becomes: 'Only when the status becomes',
  becomesHint: 'None selected: any status.',
  eventTypes: 'Only these event types',
  eventTypesHint: 'None selected: all.',
  deadlineKinds: 'Only these deadlines',
  deadlineKindsHint: 'None selected: all.',
  confirmedOnly: 'Only events confirmed by the authority',
  confirmedOnlyHint: 'Claims of companies and the press are not sent.',
  reminders: 'Deadline reminders',
  remindersHint: 'Leave a field empty to keep its default.',
  before: 'Days before the deadline',
  beforeHint: 'Comma-separated, such as 90, 30, 7, 0; 0 is the day itself. Leave empty to follow the scheme.',
  overdue: 'Days after the deadline, while it is not met',
  overdueHint: 'Up to four, such as 1, 7.',
  timeZone: 'Time zone',
  timeZoneHint: (zone: string) => `Reminders are scheduled for 9:00 in this time zone. Default: ${zone}.`,
  holidays: 'Public holidays',
  holidaysChoice: { france: 'France', 'alsace-moselle': 'Alsace and Moselle', none: 'none' },
  role: 'Role',
  roles: { recipient: 'primary recipient', escalation: 'escalation: notified only if nobody acknowledges' },
  escalateAfterDays: 'Escalate after (days without acknowledgement)',
  escalateHint: 'From 1 to 60, for the escalation role. Default: 3.',
  description: 'Description',
  descriptionHint: 'What the webhook is for. Up to 200 characters.',
  technical: 'Technical settings',
  format: 'Message format',
  formats: { standard: 'Standard Webhooks', slack: 'Slack', teams: 'Microsoft Teams' },
  ordered: 'Preserve the order of events per provider',
  orderedHint: 'Each message is sent once the previous one has been accepted.',
  rate: 'Maximum messages per minute',
  rateHint: 'From 1 to 6,000. Leave empty for no limit.',
  yes: 'yes',
  defaultDays: 'on the days set by the scheme',
  daysBefore: (days: string) => `days before: ${days}`,
  daysOverdue: (days: string) => `days after: ${days}`,
};
