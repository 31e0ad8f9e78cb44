import type { Hold } from '#domain/register/register-events.js';
import { english as en } from '../format.js';

const entries = (count: number): string => en.count(count, 'entry', 'entries');

const FORMATS = {
  json: 'JSON',
  yaml: 'YAML',
  xml: 'XML',
  csv: 'CSV',
  xlsx: 'Excel (.xlsx)',
  html: 'HTML page',
  pdf: 'PDF',
};

/** Why a reading waits, from its figures and those of the register. */
const holds = {
  gone: ({ gone, before, percent }) =>
    `${en.number(gone)} of ${entries(before)} are no longer listed. The limit is ${percent}%.`,
  moved: ({ moved, before, percent }) =>
    `${en.number(moved)} of ${entries(before)} are at another stage. The limit is ${percent}%.`,
  smaller: ({ entries: now, before }) =>
    `The document lists ${entries(now)}, less than half of the previous ${before}.`,
  section: () => 'No entry is left of a stage or a level.',
  column: () => 'Most entries have lost a field that they had.',
  keys: ({ before, percent }) => `Of ${entries(before)}, too many have another key. The limit is ${percent}%.`,
  again: () => 'It lists the same as an earlier document, not as the last one.',
  older: () => 'A later reading is already recorded. This one can only be discarded.',
  head: () => 'The table has other columns than those that the profile was written for.',
  contradictory: () => 'The document contradicts itself: it lists services as granted without a date.',
  unreadable: ({ unreadable }) => `${entries(unreadable)} cannot be read.`,
  'four-eyes': () => 'It changes a status of a scheme under the four-eyes principle: another person must accept it.',
} satisfies Record<
  Hold,
  (of: {
    entries: number;
    before: number;
    gone: number;
    moved: number;
    unreadable: number;
    /** The limit of the register that applies. */
    percent: number;
  }) => string
>;

/** One reading of a register: uploaded, checked, recorded or decided on. */
export const readings = {
  reading: {
    title: (register: string, day: string) => `${register}, ${day}`,
    back: 'Back to the register',
    result: 'Result',
    how: 'Received by',
    download: 'Download',
    reason: 'Reason',
    decided: { accept: 'Accepted on', discard: 'Discarded on' },
    figures: 'Figures',
    running: 'The reading is being recorded, as a whole or not at all. You can leave this page and come back later.',
    runningSince: (seconds: number) => `Started ${en.count(seconds, 'second', 'seconds')} ago.`,
    runningProgress: (staged: number, events: number) =>
      `${en.number(staged)} of ${en.number(events)} events are prepared; then all are recorded at once.`,
    same: 'This document was already read for this day. Nothing was recorded.',
    notFetched: 'The document could not be downloaded.',
    failed: 'The reading failed. Nothing was recorded; read the document again.',
    refused: 'The document cannot be read. Nothing was recorded.',
    earlier: 'See the earlier reading',
    accepted: 'The reading has been accepted and recorded.',
    discarded: 'The reading has been discarded. Nothing was recorded.',
    heldNow: 'The reading is on hold. Nothing is recorded until someone accepts it.',
  },
  figures: {
    entries: 'entries listed',
    before: 'in the previous reading',
    added: 'added',
    changed: 'changed',
    moved: 'of which at another stage',
    gone: 'removed',
    unchanged: 'unchanged',
    ignored: 'without a status',
    unreadable: 'unreadable',
  },
  holds,
  why: {
    title: 'Why this reading is on hold',
    check:
      'Compare the differences with the publisher’s page. Accept the reading if they are real; otherwise discard it.',
  },
  differences: {
    title: 'Differences',
    none: 'No difference: all entries are confirmed.',
    caption: 'Entries that differ from the previous situation',
    kinds: { added: 'added', changed: 'changed', gone: 'removed' },
    fields: 'Changed fields',
    more: (count: number) => `${entries(count)} more differ and are not shown.`,
    since: (date: string) => `since ${date}`,
  },
  unreadable: {
    title: 'Unreadable entries',
    text: 'These entries were skipped. What is on record about them has not changed.',
    number: 'No.',
    field: 'Field',
    problem: 'Problem',
    more: (count: number) => `${entries(count)} more cannot be read and are not shown.`,
  },
  decide: {
    reasonHint: 'Kept with the reading, such as “Confirmed by telephone with the PMO”.',
    accept: 'Accept and record',
    discard: 'Discard',
  },
  upload: {
    title: (register: string) => `Read ${register}`,
    intro: 'Upload the document as published. It is checked first; nothing is recorded until you confirm.',
    fileHint: (format: keyof typeof FORMATS) => `${FORMATS[format]}, up to 10 MB.`,
    kept: (name: string) => `${en.quote(name)} is kept. Choose a file only to replace it.`,
    day: 'Day of the document',
    dayHint: 'Leave empty if the document states its day, or if it was published today.',
    addressHint: 'Where the document was downloaded from. Recorded as the source.',
    check: 'Check the document',
  },
  checked: {
    title: (register: string) => `Check: ${register}`,
    again: 'Use another document',
    first: 'This is the first reading of this register.',
    confirm: 'Record the reading',
    confirmHint: 'Recorded events cannot be deleted. They can be corrected or retracted, and stay visible.',
    holds: 'This reading needs a reason',
    holdsText: 'Compare the differences with the publisher’s page. State why they are real to record the reading.',
    older: 'This reading cannot be recorded',
    waiting: 'An earlier reading is on hold',
    waitingText: 'Decide on it first: once this document is recorded, an earlier one can only be discarded.',
    same: 'This document was already read for this day. There is nothing to record.',
    unfit: 'This document cannot be read as this register. Nothing was recorded.',
    refused: 'Nothing was recorded: the ledger changed after the check. The check below has just been repeated.',
    unfinished:
      'The recording was interrupted, or its end was not reported. The check below shows whether it is recorded. Recording it again creates no duplicates.',
  },
};

type ReadingState = 'applying' | 'recorded' | 'held' | 'discarded' | 'same' | 'refused' | 'failed';

/** Registers of authorities, and what was read of them. */
export const registers = {
  intro:
    'Registers are the lists that authorities publish. A reading confirms every entry listed, and records what has changed.',
  empty: 'No register is known.',
  list: {
    publisher: 'Publisher',
    lastRead: 'Last read',
  },
  stale: 'overdue',
  held: (count: number) => `${en.count(count, 'reading', 'readings')} on hold`,
  failing: (count: number) => `automatic reading failed ${en.count(count, 'time', 'times')}`,
  upToDate: 'up to date',
  staleNote: (days: number) =>
    `This register has not been read for more than ${en.count(days, 'day', 'days')}: services may have changed since.`,
  frozen: 'unchanged for too long',
  frozenNote: (since: string) =>
    `This register has listed the same since ${since}, for unusually long: its readings confirm nothing until an entry changes.`,
  neverNote: 'This register has not been read yet.',
  read: 'Read a document',
  facts: {
    lastReadBy: (actor: string) => `by ${actor}`,
    entries,
    page: 'Publisher’s page',
    fetch: 'Automatic reading',
    fetchEvery: (hours: number) => `every ${en.count(hours, 'hour', 'hours')}`,
    fetchNever: 'not enabled',
    limits: 'Held for review',
    limitsText: (gone: number, moved: number) =>
      `if more than ${gone}% of entries are removed, or more than ${moved}% change stage`,
    nextUpdate: 'Next update',
    staleAfter: 'Reminder',
    staleText: (days: number) => `after ${en.count(days, 'day', 'days')} without a reading`,
  },
  onHold: {
    title: 'On hold',
    text: 'Nothing of these readings is recorded until someone accepts them.',
    why: 'Why',
    review: 'Review',
    accept: 'Accept all in order of their days',
    discard: 'Discard all',
    decided: 'The decision has been carried out. What is still on hold is listed below.',
  },
  chart: {
    title: 'Entries over time',
    svgTitle: 'Entries and changes per reading',
    how: 'Top: number of entries on each reading. Bottom: entries added, changed and removed, one bar each. The table below gives the same figures.',
    table: 'Show the figures as a table',
    latest: (count: number) => `The chart shows the latest ${count} readings.`,
    entries: 'Entries',
    added: 'Added',
    changed: 'Changed',
    gone: 'Removed',
  },
  readings: {
    title: 'Readings',
    caption: 'Readings and attempts, newest first',
    none: 'No reading yet.',
    changes: 'Changes',
    how: 'Received by',
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
    search: 'Provider, service or key',
    any: 'Any status',
    caption: 'Entries of the register and their dossiers',
    entry: 'Entry',
    service: 'Provider and service',
    stage: 'Status in the register',
    noMatch: 'No entry matches.',
    all: 'Show all entries',
  },
  profile: {
    title: 'How it is read',
    builtIn: 'Built-in register.',
    published: 'Register published on this installation.',
    data: 'Show the notes and the profile as data',
  },
  follow: 'Add a subscriber',
  /** On the page of a dossier. */
  listed: {
    listed: (register: string, day: string) => `listed in ${register}, last read on ${day}`,
    gone: (register: string, day: string) => `no longer listed in ${register}, last read on ${day}`,
  },
};
