import { english as en } from '../format.js';

/** Recording an event: choosing its type, the form, and what other people recorded meanwhile. */
export const recording = {
  chooseIntro: 'Choose the type of event. You preview its effects before anything is recorded.',
  about: 'About',
  back: 'Cancel',
  other: 'Choose another type',
  preview: 'Preview',
  recordHint:
    'Recorded at once if nothing needs your attention. A change of status, a warning or a similar event is shown first.',
  /** Above the short preview that follows the form as it is filled in. */
  effect: 'Effect of this event',
  reused:
    'This form was already recorded with different values. Recording it again adds a second event. To change the first one, correct it from the timeline.',
  saved: 'This form is already recorded.',
  savedLink: 'View the recorded event',
  savedHint: 'Submitting it again without changes has no effect.',
  meanwhile: 'Recorded since you opened this form:',
  meanwhileHint: 'The preview below includes these events. Your entries are kept: review them, then record.',
};

/** Correcting and retracting an event. */
export const amending = {
  correct: 'Correct an event',
  retract: 'Retract an event',
  about: 'About',
  correctIntro: 'Change only what is wrong. The original event stays visible in the timeline, next to its correction.',
  retractIntro:
    'A retracted event no longer counts, but stays visible in the timeline. If only a detail is wrong, correct the event instead.',
  entry: 'This event',
  correctReasonHint: 'The error, and the basis for the correction.',
  typingError: 'Typing error',
  correctReasons: ['Source misread', 'Corrected by the source'],
  recordTypingError: 'Record as a typing error',
  retractReasonHint: 'The reason why this event should not have been recorded.',
  retractReasons: ['Recorded twice', 'Recorded on the wrong record', 'Withdrawn by the source'],
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
    intro: 'Register each provider once. Then open a dossier for each of its services and certifications.',
    nameHint: 'Official name, such as OVHcloud.',
    save: 'Register',
    similar: 'Registered providers have a similar name',
    similarHint: 'If this is one of them under another name, open its page and add the name as an alias.',
    anyway: 'Register as a different provider',
    taken: 'Already registered:',
  },
  dossier: {
    intro: 'A dossier tracks one service of a provider under one scheme.',
    providerHint: 'A current or former name.',
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
  /** With whose standing the effects come. */
  standing: {
    authority: 'The authority speaks',
    holder: 'The provider speaks',
    company: 'A company speaks',
    other: 'Somebody else speaks',
    withdrawn: 'No longer counts',
    none: 'No source: bookkeeping of your own, which does not affect a status.',
    confirms: 'This confirms the status.',
    claims: 'This confirms nothing and never outweighs an act of the authority.',
    weighsNothing: 'This does not affect the status.',
  },
  from: (day: string) => `From ${day}`,
  stage: 'stage',
  unchanged: (standing: string) => `Status unchanged: ${standing}.`,
  renamed: (before: string, after: string) => `Renamed from ${en.quote(before)} to ${en.quote(after)}.`,
  noStatusOfProvider: 'Events of a provider do not change the status of its services.',
  deadlinesCaption: 'Deadlines added, moved or removed',
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
  toldDaily: 'In the next digest',
  othersTold: (count: number) =>
    `${en.count(count, 'other subscriber', 'other subscribers')} will be notified according to their settings.`,
  toldNobody: 'No subscriber will be notified.',
  others: (count: number) => en.count(count, 'other subscriber', 'other subscribers'),
  save: { recorded: 'Record the event', corrected: 'Record the correction', retracted: 'Retract the event' },
};

/** The form of an event: labels, hints, and the source. Field names of events are in the phrases of events. */
export const eventForm = {
  occurredHint: 'The date of the event, not the date on which you learned of it.',
  occurredOptional: 'Leave empty if no date is given.',
  dateHint: 'As precise as known: 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023.',
  shortDateHint: 'Day, month, quarter, half-year or year.',
  sourceHints: {
    url: 'Starts with https://',
    quote: 'Verbatim, without quotation marks.',
  },
  /** Who speaks in a source, and what that is worth. */
  speaks: {
    authority: 'The authority: confirms a status',
    holder: 'The provider: an unconfirmed claim',
    other: 'Somebody else: at most an unconfirmed claim',
  },
  again: 'Pick a source',
  newSource: 'A new source',
  moreSources: (count: number) => en.count(count, 'more source', 'more sources'),
  replaced: 'The picked source replaced what was entered before:',
  filled: (host: string, values: string) => `Filled in from earlier sources of ${host}: ${values}.`,
  optionalSource: 'Add a source',
  file: 'File as evidence',
  fileLater: 'The file can be attached once the event is approved and recorded.',
  choose: 'Choose',
  none: 'Not specified',
  noOpenDeadline: 'This dossier has no open custom deadline.',
  noMilestone: 'This scheme has no milestones.',
  row: (label: string, number: number) => `${label}, row ${number}`,
  columns: { text: 'Text', due: 'To be lifted by', name: 'Name', share: 'Share in %', country: 'Country' },
  more: 'Add details',
};

const size = (bytes: number): string => {
  if (bytes < 1_000) return en.count(bytes, 'byte', 'bytes');
  return bytes < 1_000_000
    ? `${en.number(Math.round(bytes / 100) / 10)} kB`
    : `${en.number(Math.round(bytes / 1e5) / 10)} MB`;
};

/** Evidence in the console. */
export const evidence = {
  heading: 'Evidence',
  attach: 'Attach evidence',
  attached: 'The file has been attached.',
  intro:
    'The file is stored as it is, and its SHA-256 is recorded in the ledger. It is shown below the event, and is part of the auditor’s file.',
  fileHint: (megabytes: number) => `PDF, PNG, JPEG, GIF, WebP or email (.eml), up to ${megabytes} MB`,
  drop: 'You can also drop the file here.',
  note: 'Note',
  noteHint: 'For example where the file comes from, or the page that matters',
  send: 'Attach the file',
  back: 'Back to the event',
  size,
  types: {
    'application/pdf': 'PDF',
    'image/png': 'PNG image',
    'image/jpeg': 'JPEG image',
    'image/gif': 'GIF image',
    'image/webp': 'WebP image',
    'message/rfc822': 'email',
  },
  withdraw: 'Withdraw the file',
  auditFile: 'Auditor’s file (ZIP)',
  auditHint: 'The trail with sources, evidence and hashes, for the situation shown; readable offline',
};
