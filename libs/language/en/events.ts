import type { DatedOnce } from '#domain/warning/warning.js';
import type { FieldName, DataOf, LedgerEvent } from '#domain/event/ledger-event.js';
import { english as en } from '../format.js';

/** The fields of events, in the order in which mails list them. */
const fields = {
  name: 'Name',
  slug: 'Slug',
  service: 'Service',
  serviceKinds: 'Service types',
  scheme: 'Scheme',
  grant: 'Grant',
  decision: 'Decision number',
  milestone: 'Milestone',
  target: 'Target date',
  validFrom: 'Valid from',
  validUntil: 'Valid until',
  due: 'Due',
  opens: 'Action possible from',
  lapses: 'Action possible until',
  level: 'Level',
  referential: 'Standard version',
  authority: 'Authority',
  conditions: 'Conditions',
  reservation: 'Reservation',
  reservations: 'Reservations',
  register: 'Register',
  listing: 'Listed as',
  duty: 'Obligation',
  speaker: 'Speaker',
  about: 'Subject',
  aboutKind: 'Subject type',
  parties: 'Parties',
  sectors: 'Sectors',
  holders: 'Shareholders',
  technology: 'Technology',
  hosting: 'Hosting',
  fulfils: 'Fulfils',
  partlyFulfils: 'Partly fulfils',
  title: 'Title',
  reason: 'Reason',
  note: 'Note',
  key: 'Deadline key',
  provider: 'Provider',
  to: 'New provider',
  dependsOn: 'Depends on',
  event: 'Event',
  changes: 'Changes',
  sha256: 'SHA-256',
  mediaType: 'File type',
  size: 'File size in bytes',
  bytes: 'Size in bytes',
  entries: 'Entries',
  ignored: 'Entries without a status',
  unreadable: 'Unreadable entries',
  unconfirmed: 'Known entries that were unreadable, not confirmed',
  added: 'Added',
  changed: 'Changed',
  gone: 'No longer listed',
  content: 'Digest of what it lists',
  frozen: 'Unchanged since, not confirmed',
  nextUpdate: 'Next update of the register',
  profile: 'Version of the reader profile',
  accepted: 'Reason for acceptance',
  candidate: 'Proposed provider',
  registerSlug: 'Register',
  entry: 'Entry',
  milestones: 'Stages dated by the register',
} satisfies Record<FieldName, string>;

/** The labels of fields and sources, and the values that have words. */
export const eventFields = {
  fields,
  /** How to fill in a field, where its label does not say enough. */
  hints: {
    title: 'One line, shown in the history.',
    decision: 'The number as stated in the decision.',
    conditions: 'One per line.',
    serviceKinds: 'One per line: IaaS, PaaS, SaaS…',
    parties: 'One per line.',
    sectors: 'One per line.',
    technology: 'One per line.',
    validFrom: 'Defaults to the event date.',
    validUntil: 'Last day stated in the decision. Leave empty if it has no end date.',
    referential: 'The version of the standard, such as 3.2.',
    register: 'The name of the list or catalogue.',
    reservation: 'The text of the reservation. Leave empty to lift all of them.',
    reservations: 'Requirements still to be met, with their due dates if known.',
    holders: 'One shareholder per row; two-letter country code such as FR.',
    hosting: 'Where data is hosted.',
    key: 'Lowercase letters, digits and hyphens, such as renewal-file.',
    opens: 'Defaults to the warning period of the scheme before the due date.',
    lapses: 'Only if action is still possible after the due date.',
    dependsOn: 'Select the dossier, type the name of its provider or paste its URL.',
    speaker: 'Person or organisation.',
    about:
      'A law, market, provider or service that the statement is about. Leave empty if it is about the provider or dossier itself.',
    aboutKind: 'Only with a subject.',
    fulfils: 'The title of the expected authorization that this one fulfils. By default, the one with the same title.',
    partlyFulfils: 'The title of an expected authorization of which this is one part. It remains expected.',
    authority: 'Authority that made the decision.',
    target: 'Announced date.',
    milestone: 'The milestones of the scheme, in order.',
    duty: 'Leave empty for all obligations.',
  },
  listings: {
    granted: 'granted',
    'in-progress': 'in progress',
    absent: 'not listed',
    suspended: 'suspended',
    withdrawn: 'withdrawn',
    expired: 'expired',
  },
  subjectKinds: { law: 'law', market: 'market', provider: 'provider', service: 'service' },
  sourceKinds: {
    decision: 'decision by the authority',
    catalogue: 'official catalogue',
    list: 'official list',
    statement: 'statement by the authority',
    company: 'company',
    press: 'press',
    other: 'other',
  },
  source: {
    kind: 'Source type',
    publisher: 'Publisher',
    url: 'Page address',
    title: 'Page or document title',
    quote: 'Quote',
    readOn: 'Accessed on',
    sha256: 'SHA-256',
  },
  occurred: 'Event date',
  undated: 'undated',
  accordingTo: 'According to',
  amendedSource: 'Source',
  transferred: ({ from, to }: { from: string; to: string }) => `transferred from ${from} to ${to}`,
  dueBy: (date: string) => `due ${date}`,
  nothing: 'none',
  changed: 'changed',
};

/** The events of registers: see `events`. */
export const registerEvents = {
  RegisterPublished: {
    name: 'register published',
    hint: 'A version of how a register is read.',
    summary: ({ register }: DataOf<'RegisterPublished'>) => `register ${en.quote(register.name)} published`,
  },
  RegisterRead: {
    name: 'register read',
    hint: 'What the register listed on a day.',
    summary: ({ register, entries, added, changed, gone }: DataOf<'RegisterRead'>) =>
      `${register} read: ${en.count(entries, 'entry', 'entries')}, ${added.length} added, ${changed.length} changed, ${gone.length} no longer listed`,
  },
  EntryMatched: {
    name: 'provider matched',
    hint: 'An answer to whether two names are the same provider.',
    summary: ({ name, provider }: DataOf<'EntryMatched'>) =>
      provider === null ? `${en.quote(name)} is another provider` : `${en.quote(name)} matched`,
  },
};

/**
 * What each type of event is called, when to record it, and its summary: a few words that fit in a subject line.
 * `milestone` gives the name of a milestone from its code.
 */
type Messages = {
  [T in LedgerEvent['type']]: {
    name: string;
    hint: string;
    /** Absent: its name. */
    summary?: string | ((data: DataOf<T>, milestone: (code: string) => string) => string);
  };
};

/** A code such as J1 stands as it is, a name in quotation marks. */
const cited = (milestone: string): string => (milestone === milestone.toUpperCase() ? milestone : en.quote(milestone));

const decision = (number: string | undefined): string => (number === undefined ? 'decision' : `decision ${number}`);

const withService = (service: string | undefined): string => (service === undefined ? '' : ` (${service})`);

const due = ({ due: date }: { due: string }): string => en.date(date);

const types = {
  ProviderRegistered: {
    name: 'provider registered',
    hint: 'The provider is tracked from now on.',
    summary: ({ name }) => `provider ${name} registered`,
  },
  ProviderRenamed: {
    name: 'provider renamed',
    hint: 'Searches still find it by its former name.',
    summary: ({ name }) => `renamed ${en.quote(name)}`,
  },
  AliasAdded: {
    name: 'alias added',
    hint: 'Another name by which searches find the provider.',
    summary: ({ name }) => `also known as ${name}`,
  },
  AnnouncementMade: { name: 'announcement', hint: 'News that is not a milestone.' },
  PartnershipAnnounced: { name: 'partnership announced', hint: 'The partners and the purpose.' },
  CompanyCreated: {
    name: 'company created',
    hint: 'The company exists as a legal entity.',
    summary: ({ service }) => `company created${withService(service)}`,
  },
  ServiceLaunched: {
    name: 'service launched',
    hint: 'The service is open to customers.',
    summary: ({ service }) => `service launched${withService(service)}`,
  },
  OwnershipDeclared: { name: 'ownership declared', hint: 'Shareholders, and the technology it relies on.' },
  AuthorizationExpected: { name: 'authorization expected', hint: 'An approval still needed, with or without a date.' },
  AuthorizationObtained: { name: 'authorization obtained', hint: 'An expected approval was given.' },
  ValidationIssued: {
    name: 'validation by an authority',
    hint: 'An approval that is neither a milestone nor the decision of the scheme.',
    summary: ({ authority }) => `validation by ${authority}`,
  },
  StatementMade: {
    name: 'statement',
    hint: 'A quote worth keeping. It changes no status.',
    summary: ({ speaker, about }) =>
      `statement${speaker === undefined ? '' : ` by ${speaker}`}${about === undefined ? '' : ` (subject: ${about})`}`,
  },
  DossierOpened: { name: 'dossier opened', hint: 'The service is tracked for this scheme from now on.' },
  ScopeDeclared: {
    name: 'scope declared',
    hint: 'The name of the service and what it covers.',
    summary: ({ service }) => `scope declared (${service})`,
  },
  IntentDeclared: { name: 'intent declared', hint: 'The provider states that it aims for this outcome.' },
  ApplicationFiled: { name: 'application filed', hint: 'An application or a renewal was submitted to the authority.' },
  TargetSet: {
    name: 'target announced',
    hint: 'A target date for a milestone.',
    summary: ({ milestone, target }, name) => `${name(milestone)} targeted for ${en.date(target)}`,
  },
  MilestoneReached: {
    name: 'milestone reached',
    hint: 'A stage of the scheme is complete, such as J1.',
    summary: ({ milestone }, name) => `milestone ${cited(name(milestone))} reached`,
  },
  GrantIssued: {
    name: 'decision issued',
    hint: 'The authority’s decision: number, validity, reservations.',
    summary: (data) => `${decision(data.decision)} issued`,
  },
  GrantAnnounced: { name: 'grant announced', hint: 'A source reports the grant without the decision itself.' },
  RegisterObserved: {
    name: 'register checked',
    hint: 'The entry in an official list or catalogue on that date.',
    summary: ({ listing, milestone, register }, name) =>
      `${LISTED[listing]}${milestone === undefined ? '' : `, ${cited(name(milestone))}`} (${register})`,
  },
  GrantSuspended: {
    name: 'decision suspended',
    hint: 'The grant is temporarily not in force.',
    summary: (data) => `${decision(data.decision)} suspended`,
  },
  GrantReinstated: {
    name: 'decision reinstated',
    hint: 'A suspension has ended.',
    summary: (data) => `${decision(data.decision)} reinstated`,
  },
  GrantWithdrawn: {
    name: 'decision withdrawn',
    hint: 'The authority ended the grant before its end date.',
    summary: (data) => `${decision(data.decision)} withdrawn`,
  },
  GrantExpired: {
    name: 'decision expired',
    hint: 'Recorded by Jalon when the validity of a grant ends.',
    summary: (data) => `${decision(data.decision)} expired`,
  },
  EvidenceAttached: {
    name: 'evidence attached',
    hint: 'Recorded by Jalon when a file is attached to an event.',
    summary: ({ name }) => `evidence attached: ${name}`,
  },
  ReservationLifted: {
    name: 'reservations lifted',
    hint: 'Requirements attached to the decision are met: one of them, or all.',
    summary: ({ reservation }) =>
      reservation === undefined ? 'reservations lifted' : `reservation lifted: ${en.quote(reservation)}`,
  },
  SurveillancePassed: { name: 'surveillance audit passed', hint: 'An audit during the validity was successful.' },
  SurveillanceFailed: {
    name: 'surveillance audit failed',
    hint: 'An audit during the validity was not successful. The scheme defines whether this suspends or ends the grant.',
  },
  ApplicationRefused: { name: 'application refused', hint: 'The authority refused the application.' },
  ApplicationAbandoned: { name: 'application abandoned', hint: 'The provider withdrew its application.' },
  ClaimDisputed: { name: 'claim disputed', hint: 'A third party disputes a claim.' },
  DependencyDeclared: { name: 'dependency declared', hint: 'The service relies on the grant of another dossier.' },
  DependencyEnded: { name: 'dependency ended', hint: 'The service no longer relies on the grant of another dossier.' },
  ServiceTransferred: {
    name: 'service transferred',
    hint: 'Another provider is responsible for the service from that date.',
    summary: 'service transferred to another provider',
  },
  DeadlineSet: {
    name: 'deadline set',
    hint: 'A custom date to track. Calendars and reminders name it by its title.',
    summary: (data) => `deadline set (${due(data)})`,
  },
  DeadlineMoved: {
    name: 'deadline moved',
    hint: 'A custom deadline has a new date.',
    summary: (data) => `deadline moved (${due(data)})`,
  },
  DeadlineMet: { name: 'deadline met', hint: 'The work for a custom deadline is complete.' },
  DeadlineCancelled: {
    name: 'deadline cancelled',
    hint: 'A custom deadline no longer applies, or a missed target is set aside.',
  },
  SchemePublished: { name: 'scheme published', hint: 'A version of the rules of a scheme.' },
  ...registerEvents,
  EventCorrected: { name: 'correction', hint: 'Changes an earlier event.', summary: 'event corrected' },
  EventRetracted: { name: 'retraction', hint: 'Removes an earlier event.', summary: 'event retracted' },
} satisfies Messages;

const LISTED = {
  granted: 'listed as granted',
  'in-progress': 'listed as in progress',
  absent: 'not listed',
  suspended: 'listed as suspended',
  withdrawn: 'listed as withdrawn',
  expired: 'listed as expired',
} as const;

export const events = {
  types,
  groups: {
    progress: 'Progress',
    grants: 'Decisions',
    oversight: 'Surveillance',
    said: 'Statements',
    structure: 'Structure',
    authorizations: 'Authorizations',
    names: 'Names',
    deadlines: 'Custom deadlines',
  },
  ...eventFields,
};

/** What happens on one day only, after "differently dated". */
export const datedOnce: Readonly<Record<DatedOnce, string>> = {
  CompanyCreated: 'the creation of the company',
  AnnouncementMade: 'the same announcement',
  PartnershipAnnounced: 'the same partnership',
  ServiceLaunched: 'the same launch',
};
