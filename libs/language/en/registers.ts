import type { DataOf } from '#domain/event/ledger-event.js';
import { english as en } from '../format.js';

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

/** Reasons of reading registers. */
export const registersReasons = {
  'register-not-found': ({ slug, registers }: { slug: string; registers: readonly string[] }) =>
    `Register ${slug} not found; the registers are ${registers.join(', ')}`,
  'reading-not-found': ({ reading }: { reading: string }) => `Reading ${reading} not found`,
  'register-unchanged': ({ slug }: { slug: string }) => `register ${slug} is unchanged`,
  'register-document-too-large': ({ megabytes }: { megabytes: number }) =>
    `The document is larger than ${megabytes} MB`,
  'register-document-empty': 'The document lists no entry',
  'reading-interrupted':
    'The process stopped or another one recorded on the same entries; nothing was recorded. Read the document again',
  'reading-in-future': ({ day, today }: { day: string; today: string }) =>
    `The document is of ${day}, which is later than today (${today})`,
  'reading-state': ({ state }: { state: string }) => `The state of the reading is ${state}`,
  'entry-unreadable': ({ dossier }: { dossier: string }) =>
    `Dossier ${dossier} has an event that this version of Jalon cannot read`,
  'reading-changed': 'The effect of the reading has changed since it was shown; check it again',
  'reading-older-than': ({ day, last }: { day: string; last: string }) =>
    `The document is of ${day}, but the register was read for ${last}`,
  'proposal-not-found': ({ name }: { name: string }) =>
    `the register lists no provider ${name} whose name is like that of the candidate`,
};

/** The refusals of registers and readings. */
export const registerRefusals = {
  'register-invalid': {
    title: 'Invalid register',
    text: 'The register does not fit its scheme. `problems` names each field and the reason.',
  },
  'register-document-invalid': {
    title: 'Invalid register document',
    text: 'The document cannot be read as the register describes. Nothing was recorded but the attempt.',
  },
  'reading-not-held': {
    title: 'The reading is not held',
    text: 'Only held readings can be accepted or discarded.',
  },
  'reading-older': {
    title: 'Older than the last reading',
    text: 'Readings are recorded in the order of their days. An older one can only be discarded.',
  },
};

type ReadingState = 'applying' | 'recorded' | 'held' | 'discarded' | 'same' | 'refused' | 'failed';

/** Registers of authorities, and what was read of them. */
export const registers = {
  title: 'Registers',
  intro:
    'Registers are the lists that authorities publish. A reading confirms every entry listed, and records what has changed.',
  empty: 'No register is known.',
  list: {
    caption: 'Registers and their last reading',
    register: 'Register',
    scheme: 'Scheme',
    publisher: 'Publisher',
    lastRead: 'Last read',
    entries: 'Entries',
    state: 'Status',
  },
  never: 'never',
  stale: 'overdue',
  held: (count: number) => `${en.count(count, 'reading', 'readings')} on hold`,
  failing: (count: number) => `automatic reading failed ${en.count(count, 'time', 'times')}`,
  upToDate: 'up to date',
  staleNote: (days: number) =>
    `This register has not been read for more than ${en.count(days, 'day', 'days')}: services may have changed since.`,
  neverNote: 'This register has not been read yet.',
  read: 'Read a document',
  facts: {
    lastRead: 'Last read',
    lastReadBy: (actor: string) => `by ${actor}`,
    entries: 'Entries',
    scheme: 'Scheme',
    publisher: 'Publisher',
    page: 'Publisher’s page',
    fetch: 'Automatic reading',
    fetchEvery: (hours: number) => `every ${en.count(hours, 'hour', 'hours')}`,
    fetchNever: 'not enabled',
    limits: 'Held for review',
    limitsText: (gone: number, moved: number) =>
      `if more than ${gone}% of entries are removed, or more than ${moved}% change stage`,
    staleAfter: 'Reminder',
    staleText: (days: number) => `after ${en.count(days, 'day', 'days')} without a reading`,
  },
  onHold: {
    title: 'On hold',
    text: 'Nothing of these readings is recorded until someone accepts them.',
    of: (day: string) => `Document of ${day}`,
    review: 'Review the differences',
  },
  chart: {
    title: 'Entries over time',
    svgTitle: 'Entries and changes per reading',
    how: 'Top: number of entries on each reading. Bottom: entries added, changed and removed, one bar each. The table below gives the same figures.',
    caption: 'Figures of each reading',
    table: 'Show the figures as a table',
    latest: (count: number) => `The chart shows the latest ${count} readings.`,
    day: 'Document of',
    entries: 'Entries',
    added: 'Added',
    changed: 'Changed',
    gone: 'Removed',
  },
  readings: {
    title: 'Readings',
    caption: 'Readings and attempts, newest first',
    none: 'No reading yet.',
    at: 'Read on',
    day: 'Document of',
    state: 'Result',
    figures: 'Changes',
    how: 'Received by',
    newest: 'Latest readings',
    older: 'Earlier readings',
    open: 'Reading of',
  },
  states: {
    applying: 'being recorded',
    recorded: 'recorded',
    held: 'on hold',
    discarded: 'discarded',
    same: 'unchanged, nothing recorded',
    refused: 'unreadable, nothing recorded',
    failed: 'failed, nothing recorded',
  } satisfies Record<ReadingState, string>,
  how: { upload: 'upload', api: 'REST API', command: 'command line', fetch: 'automatic reading' },
  changes: ({ added, changed, gone }: { added: number; changed: number; gone: number }) =>
    added + changed + gone === 0
      ? 'no change'
      : `${en.number(added)} added, ${en.number(changed)} changed, ${en.number(gone)} removed`,
  proposals: {
    title: 'Similar names',
    text: 'These providers are listed under a name close to one already on record. Nothing is merged without your answer.',
    caption: '“Same provider” moves the entries to the similar provider; “Another provider” keeps them where they are.',
    name: 'Name in the register',
    entries: 'Entries',
    provider: 'Recorded under',
    candidate: 'Similar provider',
    answer: 'Your answer',
    same: 'Same provider',
    other: 'Another provider',
    unanswered: 'unanswered',
    matched: 'Your answer has been recorded.',
    answered: (name: string, answer: 'same' | 'other') =>
      `Somebody else has answered about ${en.quote(name)} since you opened the page: ${{ same: 'same provider', other: 'another provider' }[answer]}. Your answer has not been recorded.`,
  },
  entries: {
    title: 'Entries',
    search: 'Provider, service or key',
    listing: 'Status in the register',
    any: 'All',
    find: 'Search',
    caption: 'Entries of the register and their dossiers',
    entry: 'Entry',
    service: 'Provider and service',
    stage: 'Status in the register',
    since: 'Since',
    first: 'First entries',
    next: 'Next entries',
    noMatch: 'No entry matches.',
    all: 'Show all entries',
  },
  profile: {
    title: 'How it is read',
    builtIn: 'Built-in register.',
    published: 'Register published on this installation.',
    data: 'Show the profile as data',
    notes: 'Notes',
  },
  follow: {
    title: 'Subscribe',
    text: 'A subscriber can follow this register by email or webhook, and receives one message per reading.',
    link: 'Add a subscriber',
  },
  /** On the page of a dossier. */
  listed: {
    label: 'Register',
    listed: (register: string, day: string) => `listed in ${register}, last read on ${day}`,
    gone: (register: string, day: string) => `no longer listed in ${register}, last read on ${day}`,
  },
};

const FORMATS = { json: 'JSON', csv: 'CSV', xlsx: 'an Excel workbook (.xlsx)', html: 'HTML' };

/** What a file is, by its first bytes. */
export const FOUND = {
  html: 'an HTML page',
  xml: 'an XML document',
  json: 'JSON',
  zip: 'a ZIP archive',
  xlsx: 'an Excel workbook (.xlsx)',
  xls: 'an Excel workbook of the old format (.xls) or with a password',
  pdf: 'a PDF file',
  binary: 'binary data',
  text: 'text',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

/** Reasons of the documents of registers: why one cannot be read, or a value of an entry. */
export const registerDocumentsReasons = {
  'register-document-blank': 'The document is empty',
  'register-document-format': ({ expected, found }: { expected: keyof typeof FORMATS; found: keyof typeof FOUND }) =>
    `The document must be ${FORMATS[expected]}, but is ${FOUND[found]}`,
  'register-gzip-damaged': 'The document is a damaged or truncated gzip file',
  'register-json-malformed': ({ line }: { line?: number | undefined }) =>
    line === undefined ? 'The document is malformed JSON' : `The document is malformed JSON: see line ${line}`,
  'register-json-truncated': 'The document is truncated: the JSON ends before its last bracket is closed',
  'register-too-deep': ({ maximum }: { maximum: number }) => `The document is nested more than ${maximum} levels deep`,
  'register-too-many-values': ({ maximum }: { maximum: number }) =>
    `The document has more than ${en.number(maximum)} values`,
  'register-list-missing': ({ paths, found }: { paths: readonly string[]; found: readonly string[] }) =>
    (paths.length === 0
      ? 'The document must be a list'
      : `The document must be a list or have one at ${paths.join(' or ')}`) +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'workbook-damaged': 'The file is not an Excel workbook or is damaged',
  'workbook-too-large': ({ megabytes }: { megabytes: number }) =>
    `The workbook is too large when unpacked: at most ${en.number(megabytes)} MB are read`,
  'register-sheet-missing': ({ wanted, found }: { wanted: readonly string[]; found: readonly string[] }) =>
    (wanted.length === 0 ? 'The workbook has no visible sheet' : `The workbook has no sheet ${wanted.join(' or ')}`) +
    (found.length === 0 ? '' : `; sheets: ${found.join(', ')}`),
  'register-table-missing': ({ tables, title }: { tables: number; title: string }) =>
    (tables === 0 ? 'The page has no table' : 'The page has no table with the caption or heading of the profile') +
    (title === '' ? '' : `; its title is ${en.quote(title)}`),
  'register-too-many-tables': ({ maximum }: { maximum: number }) =>
    `The page has more than ${en.number(maximum)} tables`,
  'register-fields-missing': ({ missing, found }: { missing: readonly string[]; found: readonly string[] }) =>
    `The document is not of this register: missing ${missing.join(', ')}` +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }: { maximum: number }) =>
    `The document lists too many entries: at most ${en.number(maximum)} are read`,
  'register-nothing-readable': ({ entries }: { entries: number }) =>
    `The document has ${en.count(entries, 'entry', 'entries')}, none of them readable`,
  'register-stage-unknown': ({ text }: { text: string }) => `${en.quote(text)} is not a stage of the reader profile`,
  'register-level-unknown': ({ text, levels }: { text: string; levels: readonly string[] }) =>
    `${en.quote(text)} is not a level of the scheme; levels: ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }: { text: string; dates: keyof typeof DATES }) =>
    `${en.quote(text)} is not a date such as ${DATES[dates]}`,
  'register-key-repeated': ({ entry }: { entry: number }) => `is also the key of entry ${entry}`,

  // Registers against their schemes
  'register-url-required': 'is required to fetch the register',
  'register-url-credentials': 'must not contain a user name or password: the address is published with every reading',
  'register-stage-field-required': 'is required: stages translates its texts',
  'register-stages-required': 'must contain at least one text of fields.stage',
  'register-only-for-json': 'applies to the format json only',
  'register-not-for-csv': 'does not apply to the format csv',
  'register-path-format': 'must be field names joined by dots, such as data.items',
  'register-key-required': 'is required: dependsOn and dependents are keys of entries',
  'register-publisher-unknown': ({ publisher, publishers }: { publisher: string; publishers: readonly string[] }) =>
    `${publisher} does not speak for the authority of the scheme; publishers: ${publishers.join(', ')}`,
  'register-stage-target': (p: { stage: string; scheme: string; milestones: readonly string[] }) =>
    `must be granted, absent, ignored or a milestone of ${p.scheme} (${p.milestones.join(', ')}), not ${p.stage}`,
};

/** Reasons of registers that could not be fetched. */
export const fetchReasons = {
  'register-status': ({ status }: { status: number }) => `The server responded with status ${status}`,
  'register-redirects': ({ redirects }: { redirects: number }) => `The server redirects more than ${redirects} times`,
  'register-redirect-invalid':
    'The server redirects from https to http, to another protocol, or to an address with a user name or password',
  'register-encoding': ({ encoding }: { encoding: string }) =>
    `The server sends the document with the content encoding ${encoding}, which was not asked for`,
};
