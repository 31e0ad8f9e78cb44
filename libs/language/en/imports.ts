import type { PartialDate } from '#domain/date/partial-date.js';
import { english as en } from '../format.js';
import type { Bilingual } from '../language.js';
import { FOUND } from './registers.js';

const dossiers = (count: number): string => en.count(count, 'dossier', 'dossiers');

/** Reasons of CSV import, export and restore. */
export const importsReasons = {
  'import-rejected': ({ problems, rows, listed }: { problems: number; rows: number; listed: number }) =>
    `Nothing was recorded: ${en.count(problems, 'problem', 'problems')} in ${en.count(rows, 'row', 'rows')}` +
    (listed < problems ? `, the first ${en.number(listed)} listed` : ''),
  'import-too-long': ({ maximum }: { maximum: number }) =>
    `A file may have at most ${en.number(maximum)} rows; split it into several files`,
  'file-empty': 'The file is empty',
  'import-format': ({ found }: { found: keyof typeof FOUND }) =>
    `The file must be CSV or an Excel workbook (.xlsx), but is ${FOUND[found]}`,
  'file-not-utf8': 'The file is not encoded as UTF-8',
  'line-invalid': ({ line }: { line: number }) => `Line ${line} is invalid; nothing was recorded`,
  'line-not-utf8': ({ byte, text }: { byte: string; text: string }) =>
    `is not encoded as UTF-8: byte 0x${byte}, in Latin-1 ${en.quote(text)}; other lines are; save the file again as UTF-8`,
  'csv-quote-unclosed': 'unclosed quote',
  'csv-quote-misplaced': 'a quote is inside an unquoted cell; quote the whole cell and double the quote',
  'csv-quote-not-last': 'text follows a closing quote; double quotes that are part of a cell',
  'csv-malformed': 'is not valid CSV',
  'header-too-long': ({ columns }: { columns: number }) => `The header has ${en.count(columns, 'column', 'columns')}`,
  'column-unnamed': 'has no name',
  'column-unknown': ({ nearest }: { nearest: string | null }) =>
    `is not a known column${nearest === null ? '' : `; the nearest is ${nearest}`}`,
  'column-duplicate': 'appears twice in the header',
  'column-missing': 'is missing from the header',
  'row-length': ({ cells, columns }: { cells: number; columns: number }) =>
    `has ${en.count(cells, 'cell', 'cells')}; the header has ${en.count(columns, 'column', 'columns')}`,
  'row-id-taken': ({ id }: { id: string }) =>
    `cannot be recorded: its event id ${id} belongs to another event on record`,
  'type-unknown': ({ type, nearest }: { type: string; nearest: string | null }) =>
    `${type} is not an event type${nearest === null ? '' : `; the nearest is ${nearest}`}`,
  'type-needs-scheme': ({ type }: { type: string }) => `${type} is about a dossier; fill in its scheme`,
  'type-without-scheme': ({ type }: { type: string }) => `${type} is about a provider; leave the scheme blank`,
  'type-without-field': ({ type, on }: { type: string; on: 'provider' | 'dossier' }) =>
    `${type} on a ${on}${on === 'provider' ? ' (the row has no scheme)' : ''} has no such field; leave the cell blank`,
  'type-not-importable': ({ type, path }: { type: string; path: string }) =>
    `${type} cannot be imported: no column holds its ${path}`,
  'row-provider-ambiguous': ({ name, providers }: { name: string; providers: number }) =>
    `${en.count(providers, 'provider', 'providers')} have or had the name ${name}`,
  'row-dossier-ambiguous': ({ provider, scheme, count }: { provider: string; scheme: Bilingual; count: number }) =>
    `${provider} has ${dossiers(count)} for ${scheme.en}; name the service`,
  'row-dossier-not-held': ({
    provider,
    scheme,
    date,
  }: {
    provider: string;
    scheme: Bilingual;
    date: PartialDate | null;
  }) =>
    `${provider} has no dossier for ${scheme.en} ${date === null ? 'at present' : `in ${en.date(date)}`}, only at other times; name the service`,
  'row-service-ambiguous': ({
    provider,
    scheme,
    service,
    count,
  }: {
    provider: string;
    scheme: Bilingual;
    service: string;
    count: number;
  }) => `${provider} has ${dossiers(count)} for ${scheme.en} that have or had the service name ${service}`,
  'row-service-transferred': ({ provider, service }: { provider: string; service: string }) =>
    `${provider} had transferred ${service} by then; name the provider that held it`,
  'row-scope-ambiguous': ({ provider, scheme, count }: { provider: string; scheme: Bilingual; count: number }) =>
    `${provider} has ${dossiers(count)} for ${scheme.en} without a service`,
  'row-dependency-not-found': ({ scheme, name }: { scheme: Bilingual; name: string }) =>
    `No dossier for ${scheme.en} matches ${name}; write provider / service`,
  'row-dependency-ambiguous': ({ scheme, name, count }: { scheme: Bilingual; name: string; count: number }) =>
    `${dossiers(count)} for ${scheme.en} match ${name}; write provider / service`,

  // Restore of a ledger file
  'not-a-ledger-file': ({ format }: { format: string }) => `must be "${format}", as in files made by jalon export`,
  'format-newer': ({ version, supported }: { version: number; supported: number }) =>
    `is ${version}, written by a newer version of Jalon; this version reads up to ${supported}`,
  'file-truncated':
    'The file is incomplete: the line with the number of events and the checksum is missing; export it again',
  'line-after-end': 'follows the last line of the ledger file',
  'line-too-long': ({ maximum }: { maximum: number }) => `is longer than ${en.number(maximum)} bytes`,
  'line-not-json': 'is not valid JSON',
  'line-too-deep': ({ maximum }: { maximum: number }) => `is nested more than ${maximum} levels deep`,
  'event-count': ({ stated, found }: { stated: number; found: number }) =>
    `is ${stated}, but the file has ${en.count(found, 'event', 'events')}`,
  'checksum-mismatch': 'does not match the file, which was changed after its export; export it again',
  'text-not-storable': 'contains characters that cannot be stored',
  'uuid-format': 'must be a UUID in lowercase',
  'stream-format': 'must be provider-<id>, dossier-<id> (with a UUID in lowercase), scheme-<slug> or register-<slug>',
  'instant-utc-format': 'must be an instant in UTC with milliseconds, such as 2026-11-25T08:00:00.000Z',
  'event-newer': 'was written by a newer version of Jalon',
  'stored-type-unknown': ({ type, kind }: { type: string; kind: 'provider' | 'dossier' | 'scheme' | 'register' }) =>
    `${type} is not an event type of a ${kind} known to this version of Jalon`,
  'position-order': ({ position, expected }: { position: number; expected: number }) =>
    `is ${position}, but must be ${expected}`,
  'version-order': ({ version, expected }: { version: number; expected: number }) =>
    `is ${version}, but the next version of the stream is ${expected}`,
  'recorded-order': ({ previous }: { previous: string }) => `is before ${previous}, the time of the previous line`,
  'recorded-in-future': 'is more than one day ahead of the clock of this ledger',
  'stream-not-opened': ({ type, expected }: { type: string; expected: string }) =>
    `is ${type}, but the first event of this stream must be ${expected}`,
  'stream-opened-twice': ({ type }: { type: string }) => `${type} can only be the first event of a stream`,
  'stream-slug-mismatch': ({ slug, stream }: { slug: string; stream: string }) =>
    `is ${slug}, which does not match the stream ${stream}`,
  'stream-not-found': ({ stream }: { stream: string }) => `refers to ${stream}, which no earlier line opens`,
  'amended-event-not-found': ({ id, stream }: { id: string; stream: string }) =>
    `refers to event ${id}, which is on no earlier line of ${stream}`,
  'event-id-repeated': ({ id }: { id: string }) => `${id} is already on an earlier line`,
  'lines-not-storable': ({ to, error }: { to: number; error: string }) =>
    `this line or a later one up to line ${to} cannot be stored: ${en.quote(error)}`,
  'restore-timeout': 'The upload was aborted after one minute without data; nothing was recorded',
  'ledger-has-events': 'A ledger file can be restored only into an empty ledger; this one has events',
};

const rows = (count: number): string => en.count(count, 'row', 'rows');

/** Importing a file. */
export const imports = {
  title: 'Import a file',
  intro: 'Each row of the file is one event. Before anything is recorded, a preview shows the result of every row.',
  file: {
    label: 'CSV or Excel file',
    another: 'Upload the corrected file',
    hint: 'CSV, also as saved by Excel with semicolons, or an Excel workbook (.xlsx). Up to 10 MB and 10,000 rows.',
    drop: 'Choose a file or drop it here.',
    check: 'Check the file',
  },
  text: {
    label: 'CSV text',
    hint: 'The text of a file, or cells copied from a spreadsheet, with the header row; up to 100 kB.',
    heading: 'Or paste the text',
    check: 'Check the text',
    checkAgain: 'Check again',
  },
  looks: {
    heading: 'File format',
    rows: 'The header row names the columns, in any order. Dates: 2021-05-27, 27/05/2021, 2020-11, 2025-Q1, 2026-H1 or 2023. In a workbook, the first visible sheet with these columns is read.',
    needs: 'Required columns: ',
    rest: 'Optional columns: ',
    sample: 'Download a sample file',
    again: 'Importing a file twice is safe: events that are already recorded are skipped.',
  },
  kept: {
    heading: 'Your files from the last 24 hours',
    at: 'uploaded on',
    state: {
      waiting: 'awaiting confirmation',
      invalid: 'has problems, needs correction',
      refused: 'rejected, needs review',
      unfinished: 'interrupted, needs another check',
      running: 'being recorded',
      done: 'recorded',
    },
  },
  pasted: 'Pasted text',
  outcome: {
    recorded: 'to record',
    replayed: 'already recorded',
    repeated: 'duplicate in the file',
    wrong: 'invalid',
    unclear: 'blocked',
  },
  rows,
  counts: {
    recorded: (count: number) => `${rows(count)} to record`,
    replayed: (count: number) => `${rows(count)} already recorded`,
    repeated: (count: number) => `${rows(count)} duplicated in the file`,
    wrong: (count: number) => en.count(count, 'invalid row', 'invalid rows'),
    unclear: (count: number) => `${rows(count)} blocked by an invalid row`,
  },
  opens: (providers: number, dossiers: number) =>
    `${en.count(providers, 'new provider', 'new providers')}, ${en.count(dossiers, 'new dossier', 'new dossiers')}`,
  messages: ({ events, digests, summaries }: { events: number; digests: number; summaries: number }) =>
    events + digests + summaries === 0
      ? 'No subscriber will be notified'
      : `Messages to subscribers: ${[
          ...(events > 0 ? [en.count(events, 'recent event', 'recent events')] : []),
          ...(digests > 0 ? [en.count(digests, 'digest', 'digests')] : []),
          ...(summaries > 0 ? [en.count(summaries, 'summary of past events', 'summaries of past events')] : []),
        ].join(', ')}`,
  wrong: {
    note: 'The file is recorded as a whole or not at all. Correct it, then check again.',
    file: 'The file cannot be read:',
    header: 'The header has problems:',
    unreadable: 'Nothing was recorded. Correct the file, then check again.',
    fix: 'Correct and check again',
  },
  unclear: 'Blocked rows depend on a dossier that an invalid row may open.',
  confirm: (count: number) => `Record ${rows(count)}`,
  confirmHint: 'Recorded events cannot be deleted. They can be corrected or retracted, and stay visible.',
  nothing: 'Everything in this file is already recorded. Nothing to do.',
  empty: 'This file has a header row but no data.',
  table: {
    caption: 'Result of each row',
    only: 'Show problems only',
    all: 'Show all rows',
    line: 'Line',
    outcome: 'Result',
    about: 'About',
    what: 'Event',
    day: 'Date',
    source: 'Source',
    newProvider: 'new provider',
    newDossier: 'new dossier',
    undated: 'undated',
    empty: 'No row has a problem.',
  },
  changes: {
    heading: 'Affected dossiers',
    done: 'Affected dossiers',
    caption: 'Today’s status before and after; dossiers whose status changes come first',
    dossier: 'Dossier',
    before: 'Before',
    after: 'After',
    facts: 'Events',
    opened: 'new',
    none: 'No dossier is affected.',
    more: (count: number) => `And ${en.count(count, 'more dossier', 'more dossiers')}.`,
  },
  running: {
    title: 'Recording in progress',
    text: 'The file is recorded as a whole or not at all.',
    steps: {
      reading: 'Step 1 of 3: reading the file',
      deciding: 'Step 2 of 3: checking every row',
      recording: 'Step 3 of 3: writing to the ledger',
    },
    since: (seconds: number) => `Started ${en.count(seconds, 'second', 'seconds')} ago.`,
    stay: 'You can leave this page and come back later.',
  },
  refused: 'Nothing was recorded: the ledger changed after the check. The check below has just been repeated.',
  unfinished:
    'The recording was interrupted, or its end was not reported. Either the whole file is recorded or none of it: the check below shows which. Recording it again creates no duplicates.',
  done: {
    text: (recorded: number, replayed: number) =>
      `${rows(recorded)} recorded${replayed === 0 ? '' : `, ${replayed} skipped as already recorded or duplicated in the file`}.`,
    about: 'Providers concerned:',
    board: 'View the board',
    another: 'Import another file',
  },
};
