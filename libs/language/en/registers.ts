import { english as en } from '../format.js';

const FORMATS = { json: 'JSON', csv: 'CSV', xlsx: 'an Excel workbook (.xlsx)', html: 'HTML' };

const FOUND = {
  html: 'an HTML page',
  json: 'JSON',
  zip: 'a ZIP archive',
  xlsx: 'an Excel workbook (.xlsx)',
  xls: 'an Excel workbook of the old format (.xls)',
  pdf: 'a PDF file',
  binary: 'binary data',
  text: 'text',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

/** Reasons of registers and their documents. */
export const registersReasons = {
  'register-document-empty': 'is empty',
  'register-document-too-large': ({ megabytes }: { megabytes: number }) =>
    `is too large: at most ${en.number(megabytes)} MB are read`,
  'register-document-format': ({ expected, found }: { expected: keyof typeof FORMATS; found: keyof typeof FOUND }) =>
    `must be ${FORMATS[expected]}, but is ${FOUND[found]}`,
  'register-gzip-damaged': 'is a damaged or truncated gzip file',
  'register-json-malformed': ({ line }: { line?: number | undefined }) =>
    line === undefined ? 'is malformed JSON' : `is malformed JSON: see line ${line}`,
  'register-json-truncated': 'is truncated: the JSON ends before its last bracket is closed',
  'register-json-too-deep': ({ maximum }: { maximum: number }) =>
    `has lists or objects nested more than ${maximum} levels deep`,
  'register-json-too-many-values': ({ maximum }: { maximum: number }) => `has more than ${en.number(maximum)} values`,
  'register-list-missing': ({ paths, found }: { paths: readonly string[]; found: readonly string[] }) =>
    (paths.length === 0 ? 'must be a list' : `must be a list or have one at ${paths.join(' or ')}`) +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'register-fields-missing': ({ missing, found }: { missing: readonly string[]; found: readonly string[] }) =>
    `is not a document of this register: missing ${missing.join(', ')}` +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }: { maximum: number }) =>
    `lists too many entries: at most ${en.number(maximum)} are read`,
  'register-no-entries': 'lists no entry',
  'register-nothing-readable': ({ entries }: { entries: number }) =>
    `has ${en.count(entries, 'entry', 'entries')}, none of them readable`,
  'register-stage-unknown': ({ text }: { text: string }) => `${en.quote(text)} is not a stage of the reader profile`,
  'register-level-unknown': ({ text, levels }: { text: string; levels: readonly string[] }) =>
    `${en.quote(text)} is not a level of the scheme; levels: ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }: { text: string; dates: keyof typeof DATES }) =>
    `${en.quote(text)} is not a date such as ${DATES[dates]}`,
  'register-key-repeated': ({ entry }: { entry: number }) => `is also the key of entry ${entry}`,
};
