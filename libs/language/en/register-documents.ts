import { english as en } from '../format.js';

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
