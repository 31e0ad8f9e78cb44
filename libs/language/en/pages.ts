import { english, english as en } from '../format.js';

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

/** Badges for other websites. */
export const sharing = {
  title: 'Share',
  intro: 'The badge shows the status of the day on which it is seen.',
  introPast: 'The badge shows the status at the dates chosen above.',
  snippets: 'Code to copy',
  html: 'Badge, HTML',
  markdown: 'Badge, Markdown',
  asOf: (day: string) => `as of ${day}`,
  whole: (title: string, standing: string, asOf: string) => `${title}: ${standing}, ${asOf}.`,
  alt: (title: string) => `Certification status: ${title}`,
};

/** What search engines and feed readers are told of pages that anybody may read. */
export const publicPages = {
  feeds: { label: 'Feeds', atom: 'Changes (Atom)', calendar: 'Deadlines (calendar)' },
  until: (day: string) => `in force until ${day}`,
  lastHeard: (day: string) => `Last activity: ${day}.`,
  sourced: 'Each date with its source.',
  provider: (name: string, schemes: readonly string[]) =>
    schemes.length === 0
      ? `The cloud certifications of ${name}, with sources and history.`
      : `The cloud certifications of ${name}: ${en.list(schemes)}. With sources and history.`,
  scheme: (name: string, authority: string) =>
    `${name}, by ${authority}: stages, versions of the standard, durations and the services that hold it.`,
  register: (name: string) => `The register ${name}: its entries, what each reading changed, and its history.`,
  lists: {
    '/dossiers':
      'The status of cloud services under certification schemes such as SecNumCloud, HDS and ISO/IEC 27001, each with its sources.',
    '/': 'Cloud certifications: what is in force, the next dates, what changed, and what ends in which month.',
    '/deadlines': 'The deadlines of cloud certifications: ends of validity, renewals, announced targets.',
    '/providers': 'Providers of cloud services and their certifications.',
    '/schemes': 'Certification schemes for cloud services: stages, authorities and periods of validity.',
    '/registers': 'Public registers of cloud certifications, and what each reading of them changed.',
    '/help': 'How Jalon records cloud certifications: statuses, sources, dates, deadlines and subscriptions.',
  },
};

/** The static site of `jalon publish`. */
export const published = {
  title: 'Cloud certifications on record',
  intro:
    'Which cloud services hold which certifications, since when and until when, and who says so. Each date has its source.',
  marks:
    'A filled mark: confirmed by the authority of the scheme. A hollow mark: not confirmed, because only the provider or the press says so, or because the last confirmation is too old.',
  state: (day: string, events: number) =>
    `Situation on ${day}, from the first ${english.number(events)} recorded events. It may have changed since.`,
  columns: { scheme: 'Scheme', counts: ['In force, confirmed', 'In force, not confirmed', 'In progress', 'All'] },
  nothing: 'Nothing is on record.',
  lists: 'Everything on record',
  years: 'Changes by year',
  picture: 'Grants over the years',
  asJson: 'This page as JSON',
  data: 'Data',
  json: 'Each page stands as JSON beside it: the same address with .json in place of .html.',
  files: {
    set: 'All dossiers in one file (NDJSON, gzip)',
    schema: 'Their schema (JSON Schema)',
    manifest: 'Description of the data set, with its licence (Data Package)',
    calendar: 'Deadlines, as a calendar (iCalendar)',
    atom: 'The latest events, as a feed (Atom)',
    sums: 'SHA-256 of each file',
    /** Not a link: pages are the same where no log is signed. */
    checkpoint: 'Checkpoint of the log, if there is one: the file checkpoint beside SHA256SUMS',
  },
  licence: (name: string | undefined) =>
    name === undefined
      ? 'The operator has granted no licence for the data: ask before you reuse them. Quotes belong to their publishers.'
      : `Licence of the data: ${name}. Quotes belong to their publishers.`,
};

/** The auditor's file, in which pages stand without links to the console. */
export const auditFile = {
  name: 'auditors-file',
  page: 'read-me-first',
  title: (subject: string) => `Auditor’s file: ${subject}`,
  asOf: 'Situation as of',
  knownAt: 'As known at',
  knownNow: 'all events on record',
  position: 'Position of the ledger',
  createdAt: 'Created at',
  verify: 'Check the files',
  verifyText: (manifest: string) =>
    `${manifest} lists the SHA-256 of every file. In the folder of the extracted archive, run:`,
  verifyMore:
    'The hash of each piece of evidence is also recorded in the ledger, with the event that attached it. events.json contains all events as recorded, for programs. If the ledger is signed, the folder proofs contains the proof of each event, which “jalon verify” checks.',
  contents: 'Contents',
  status: 'Status',
  confirmed: 'confirmed by the authority',
  claimed: 'not confirmed by the authority',
  because: 'Established by',
  stages: 'Stages',
  stage: 'Stage',
  grants: 'Grants',
  decision: 'Decision',
  validFrom: 'Valid from',
  validUntil: 'Valid until',
  state: 'State',
  none: 'none',
  warnings: 'Points to check',
  trail: 'Trail',
  trailText:
    'All events recorded by then, in order of recording. Corrected and retracted events are kept, with what replaced them.',
  later: 'after the date of this file',
  occurred: 'Event date',
  recorded: 'Recorded',
  id: 'Event',
  corrected: 'corrected',
  retracted: 'retracted',
  now: 'Current values',
  corrects: 'Corrects event',
  retracts: 'Retracts event',
  source: 'Source',
  readOn: 'Accessed on',
  evidence: 'Evidence',
  noEvidence: 'No file is attached.',
  file: 'File',
  proves: 'Proves',
  size: 'Size',
  missing: 'The bytes of this file are missing from the store.',
  provider: 'Provider',
  dossier: 'Dossier',
};
