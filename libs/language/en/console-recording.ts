import { english as en } from '../format.js';

/** Recording an event: choosing its type, the form, and what other people recorded meanwhile. */
export const recording = {
  choose: 'Record an event',
  chooseIntro: 'Choose the type of event. You preview its effects before anything is recorded.',
  about: 'About',
  back: 'Cancel',
  other: 'Choose another type',
  preview: 'Preview',
  source: 'Source',
  /** Above the short preview that follows the form as it is filled in. */
  effect: 'Effect of this event',
  reused:
    'This form was already recorded with different values. Recording it again adds a second event. To change the first one, correct it from the timeline.',
  saved: 'This form is already recorded.',
  savedLink: 'View the recorded event',
  savedHint: 'Submitting it again without changes has no effect.',
  meanwhile: 'Recorded since you opened this form:',
  meanwhileHint: 'The preview below takes these events into account. Your entries are kept: review them, then record.',
  by: 'by',
};

/** Correcting and retracting an event. */
export const amending = {
  correct: 'Correct an event',
  retract: 'Retract an event',
  about: 'About',
  correctIntro: 'Change only what is wrong. The original event stays visible in the timeline, next to its correction.',
  retractIntro:
    'A retracted event no longer counts, but stays visible in the timeline. If only a detail is wrong, correct the event instead.',
  asItReads: 'Current content',
  entry: 'This event',
  reason: 'Reason',
  correctReasonHint: 'The error, and the basis for the correction.',
  retractReasonHint: 'The reason why this event should not have been recorded.',
  preview: 'Preview',
  back: 'Cancel',
  gone: 'This event has already been retracted. It stays visible in the timeline; retract the retraction to restore it.',
  isAmendment: 'A correction or retraction cannot be corrected. Retract it, then start again.',
  isOpening: 'The event that opens a timeline cannot be retracted; correct it instead.',
  retractInstead: 'Retract it',
};

/** Registering providers and opening dossiers. */
export const opening = {
  provider: {
    title: 'Register a provider',
    intro: 'Register each provider once. Then open a dossier for each of its services and certifications.',
    name: 'Name',
    nameHint: 'Official name, such as OVHcloud.',
    save: 'Register',
    similar: 'Registered providers have a similar name',
    similarHint: 'If this is one of them under another name, open its page and add the name as an alias.',
    anyway: 'Register as a different provider',
    taken: 'Already registered:',
  },
  dossier: {
    title: 'Open a dossier',
    intro: 'A dossier tracks one service of a provider under one scheme.',
    provider: 'Provider',
    providerHint: 'A current or former name.',
    scheme: 'Scheme',
    service: 'Service',
    serviceHint: 'Leave empty until the service is known.',
    kinds: 'Service types',
    kindsHint: 'One per line: IaaS, PaaS, SaaS…',
    save: 'Open the dossier',
    existing: 'Existing dossiers of this provider',
  },
  reused: 'This form was already submitted with different values. Submit it again to create a second entry.',
  back: 'Cancel',
};

/** The preview of an event: what will be recorded, its effects, and who is notified. */
export const preview = {
  title: 'Preview',
  will: {
    recorded: 'Event to be recorded',
    corrected: 'Correction to be recorded',
    retracted: 'Event to be retracted',
  },
  understood: (canonical: string) => `read as ${canonical}`,
  already: (count: number) =>
    count === 1 ? 'A similar event is already recorded' : `${count} similar events are already recorded`,
  alreadyHint: 'Record it again only if another source confirms it; otherwise, go back.',
  since: 'recorded on',
  changes: 'Effects',
  status: 'Status',
  from: (day: string) => `From ${day}`,
  today: 'Today',
  before: 'Before',
  after: 'After',
  stage: 'stage',
  unchanged: (standing: string) => `Status unchanged: ${standing}.`,
  renamed: (before: string, after: string) => `Renamed from ${en.quote(before)} to ${en.quote(after)}.`,
  noStatusOfProvider: 'Events of a provider do not change the status of its services.',
  deadlines: 'Deadlines',
  deadlinesCaption: 'Deadlines added, moved or removed',
  deadline: 'Deadline',
  becomes: 'Change',
  dates: 'Date',
  moves: {
    comes: 'added',
    goes: 'removed',
    moves: 'moved',
    met: 'met',
    missed: 'missed',
    cancelled: 'cancelled',
    reopens: 'reopened',
  },
  noDeadline: 'No deadline changes.',
  ofAnother: 'of a dependent dossier',
  more: (count: number) => `and ${count} more`,
  warnings: 'Warnings',
  come: 'New warnings',
  go: 'Resolved warnings',
  noWarning: 'No inconsistency found.',
  told: 'Notifications',
  toldNow: 'Immediately',
  toldDaily: 'In the daily digest',
  othersTold: (count: number) =>
    `${en.count(count, 'other subscriber', 'other subscribers')} will be notified according to their settings.`,
  toldNobody: 'No subscriber will be notified.',
  others: (count: number) => en.count(count, 'other subscriber', 'other subscribers'),
  reminders: 'Reminders',
  noReminder: 'No reminder changes.',
  planned: 'Scheduled',
  cancelled: 'Cancelled',
  onlyUnanswered: 'only if earlier reminders are not acknowledged',
  othersReminded: (count: number) =>
    `Reminders of ${en.count(count, 'other subscriber', 'other subscribers')} change as well.`,
  save: { recorded: 'Record the event', corrected: 'Record the correction', retracted: 'Retract the event' },
  change: 'Edit',
};

/** The form of an event: labels, hints, and the source. Field names of events are in the phrases of events. */
export const eventForm = {
  occurredHint: 'The date of the event, not the date on which you learned of it.',
  occurredOptional: 'Leave empty if no date is given.',
  dateHint: 'As precise as known: 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023.',
  shortDateHint: 'Day, month, quarter, half-year or year.',
  sourceHints: {
    kind: 'Sources of the authority confirm a status. All others are unconfirmed claims.',
    publisher: 'Authority, company or newspaper: ANSSI, Orange, Clubic…',
    url: 'Starts with https://',
    title: undefined,
    quote: 'Verbatim, without quotation marks.',
    readOn: undefined,
  },
  confirms: 'confirms',
  claims: 'unconfirmed claim',
  weighsNothing: 'does not affect the status',
  again: 'Recent source',
  againHint: 'Fills in the source fields that you leave empty.',
  newSource: 'New source',
  cited: (host: string) => `A page of ${host} was previously cited as`,
  take: (publisher: string) => `Use “${publisher}”`,
  choose: 'Choose',
  none: 'Not specified',
  noOpenDeadline: 'This dossier has no open custom deadline.',
  setOne: 'Set a deadline',
  /** One of the open ones. */
  whichDeadline: 'Deadline',
  noMilestone: 'This scheme has no milestones.',
  row: (label: string, number: number) => `${label}, row ${number}`,
  columns: { text: 'Text', due: 'To be lifted by', name: 'Name', share: 'Share in %', country: 'Country' },
  more: 'Add details',
};
