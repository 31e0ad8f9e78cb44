import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { NewDossierEvent, recordableOnDossier } from '#domain/event/dossier-events.js';
import { NewProviderEvent, recordableOnProvider } from '#domain/event/provider-events.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { SourceSchema } from '#domain/source/source.js';
import { fold, Name, type Bilingual } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Reason } from '#domain/reasons.js';
import { CODES, DATE_COLUMNS, FIELDS, isColumn, NOT_IMPORTABLE, listIn, nearest, snakeCase } from './columns.js';
import { type FileRow, type FileRows, fileRows } from './file-rows.js';

interface About {
  row: FileRow;
  provider: string;
}

interface ProviderRow extends About {
  about: 'provider';
  event: z.infer<typeof NewProviderEvent>;
}

export interface DossierRow extends About {
  about: 'dossier';
  scheme: string;
  schemeName: Bilingual;
  service?: string | undefined;
  kinds: string[];
  /** `provider / service`; the event then holds `PLACEHOLDER_DOSSIER` in its place. */
  dependsOn?: string | undefined;
  event: z.infer<typeof NewDossierEvent>;
}

/** A row that is valid by itself; the ledger decides whether it can be recorded. */
export type ImportRow = ProviderRow | DossierRow;

/** Parses a row, or returns the problems of all its cells. */
export function parseRow(row: FileRow, schemes: Schemes): ImportRow | Problem[] {
  const { line, cells } = row;
  const { provider = '', scheme, service, service_kinds: kinds = '', depends_on: dependsOn } = cells;
  const tooLong = Object.entries(cells).filter(([, cell]) => cell.length > LONGEST_CELL);
  if (tooLong.length > 0) return tooLong.map(([field]) => ({ row: line, ...longerThan(LONGEST_CELL, field) }));
  const known = scheme === undefined ? undefined : schemes.get(scheme);
  const problems = [
    ...row.problems,
    ...nameProblems('provider', provider),
    ...(service === undefined ? [] : nameProblems('service', service)),
    ...((dependsOn?.length ?? 0) > LONGEST_DEPENDENCY ? [longerThan(LONGEST_DEPENDENCY, 'depends_on')] : []),
    ...(scheme === undefined || known
      ? []
      : [{ field: 'scheme', ...reason('not-one-of', { values: [...schemes.keys()] }) }]),
  ];
  const schema = scheme === undefined ? NewProviderEvent : NewDossierEvent;
  const written = rowEvent(row);
  const parsed = schema.safeParse(written);
  const unread = new Set(row.problems.map(({ field }) => field));
  if (!parsed.success)
    problems.push(...columnProblems(parsed.error, written, row).filter(({ field }) => !unread.has(field)));
  if (!parsed.success || problems.length > 0) return problems.map((problem) => ({ row: line, ...problem }));
  if (!known) return { about: 'provider', row, provider, event: parsed.data as z.infer<typeof NewProviderEvent> };
  const event = parsed.data as z.infer<typeof NewDossierEvent>;
  return {
    about: 'dossier',
    row,
    provider,
    scheme: known.slug,
    schemeName: known.name,
    service,
    kinds: listIn(kinds),
    dependsOn,
    event,
  };
}

function nameProblems(field: string, name: string): Problem[] {
  if (name === '') return [{ field, ...reason('required') }];
  const problems = problemsOf(Name.safeParse(name).error?.issues ?? [], name, field);
  if (problems.length > 0 || fold(name) !== '') return problems;
  return [{ field, ...reason('name-without-letters') }];
}

/** Room for the longest list of lines. Longer cells are rejected before they are split, compared or quoted in a message. */
const LONGEST_CELL = 100_000;

/** Room for two names. */
const LONGEST_DEPENDENCY = 410;

const longerThan = (maximum: number, field: string): Problem => ({
  field,
  ...reason('too-large', { of: 'string', maximum, included: true }),
});

function rowEvent({ cells }: FileRow): Record<string, unknown> {
  const { type, occurred } = cells;
  const source = sourceOf(cells);
  return { type, ...(occurred && { occurred }), ...(source && { source }), data: dataOf(cells) };
}

function sourceOf(cells: FileRow['cells']): object | undefined {
  const { source_kind: kind, source_publisher: publisher, source_url: url, source_title: title, quote } = cells;
  const said = Object.entries({ kind, publisher, url, title, quote }).filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

function dataOf(cells: FileRow['cells']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(cells).flatMap(([column, cell]) => {
      const field = FIELDS.get(column);
      return field && (!isScope(column) || scopeIsData(cells)) ? [[field.name, field.read(cell)]] : [];
    }),
  );
}

const isScope = (column: string): boolean => column === 'service' || column === 'service_kinds';

/** In a row about a dossier, the service identifies it; in other rows it is part of the event's data. */
const scopeIsData = ({ scheme, type }: FileRow['cells']): boolean => scheme === undefined || type === 'ScopeDeclared';

/** What can be checked of an event whose type is unknown. */
const OfAnyType = z.looseObject({
  occurred: PartialDateSchema.optional(),
  source: SourceSchema.optional(),
  data: z.looseObject(
    Object.fromEntries(DATE_COLUMNS.map((column) => [FIELDS.get(column)?.name, PartialDateSchema.optional()])),
  ),
});

/** Validation problems of an event, by column of the file. */
const columnProblems = (error: z.ZodError, event: unknown, row: FileRow): Problem[] =>
  error.issues.flatMap((issue) => {
    if (issue.code === 'invalid_union' && issue.path[0] === 'type')
      return [unknownType(row), ...refusedIn(row, problemsOf(OfAnyType.safeParse(event).error?.issues ?? [], event))];
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => notOfType([...path, key], row));
    return refusedIn(row, problemsOf([issue], event));
  });

/** Problems of an event, by column of the file. */
export const refusedIn = (row: FileRow, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => problemAt(problem.field.split('.'), problem, row));

/** @param path into the event, such as `data`, `validUntil` */
function problemAt(path: readonly string[], why: Reason, { line, cells: { type = '' } }: FileRow): Problem {
  const field = path[0] === 'data' && NOT_IMPORTABLE.has(type) ? undefined : columnAt(path);
  if (field !== undefined) return { ...why, row: line, field };
  return {
    row: line,
    field: 'type',
    ...reason('type-not-importable', { type, path: path.join('.') }),
  };
}

const SPECIAL: Readonly<Record<string, string>> = { quote: 'quote', slug: 'provider', dossier: 'service' };

function columnAt([first = '', second = 'kind']: readonly string[]): string | undefined {
  const column =
    first === 'source' ? (SPECIAL[second] ?? `source_${second}`) : snakeCase(first === 'data' ? second : first);
  const known = SPECIAL[column] ?? column;
  return isColumn(known) ? known : undefined;
}

function notOfType(path: readonly string[], row: FileRow): Problem {
  const { type = '', scheme } = row.cells;
  const on = scheme === undefined ? 'provider' : 'dossier';
  return problemAt(path, reason('type-without-field', { type, on }), row);
}

const typesOf = (schemas: readonly { shape: { type: z.ZodLiteral<string> } }[]): string[] =>
  schemas.map(({ shape }) => shape.type.value);

function unknownType({ line, cells: { type, scheme } }: FileRow): Problem {
  const [ours, theirs] = [typesOf(recordableOnProvider), typesOf(recordableOnDossier)];
  const [here, there] = scheme === undefined ? [ours, theirs] : [theirs, ours];
  const problem = (why: Reason): Problem => ({ row: line, field: 'type', ...why });
  if (type === undefined) return problem(reason('required'));
  if (!there.includes(type)) return problem(reason('type-unknown', { type, nearest: nearest(type, here, CODES.type) }));
  return problem(
    scheme === undefined ? reason('type-needs-scheme', { type }) : reason('type-without-scheme', { type }),
  );
}

/** The rows of a file, each validated by itself. */
export interface ParsedRows extends Pick<FileRows, 'asWritten'> {
  rows: ImportRow[];
  invalid: FileRow[];
  /** Of the invalid rows. */
  problems: Problem[];
  /** Of the header. */
  headerProblems: Problem[];
}

/**
 * Parses the rows of a file without reading the ledger.
 *
 * @throws Refusal import-invalid if the file as a whole cannot be read, too-many-rows
 */
export async function readRows(bytes: Buffer, schemes: Schemes): Promise<ParsedRows> {
  const { rows, problems: headerProblems, missing, asWritten } = await fileRows(bytes);
  const read: ParsedRows = { rows: [], invalid: [], problems: [], headerProblems, asWritten };
  const slice = new TimeSlice();
  const slugs = slugsByName(schemes);
  for (const row of rows) {
    if (slice.isOver) await slice.yield();
    const { scheme } = row.cells;
    if (scheme !== undefined && !schemes.has(scheme)) row.cells.scheme = slugs.get(fold(scheme)) ?? scheme;
    const parsed = isSplit(row) ? parseRow(row, schemes) : row.problems;
    if (!Array.isArray(parsed)) read.rows.push(parsed);
    else {
      read.invalid.push(row);
      read.problems.push(...parsed.filter(({ field }) => !missing.has(field)));
    }
  }
  return read;
}

/** By folded slug and names; none for a name that several schemes have. */
function slugsByName(schemes: Schemes): Map<string, string | undefined> {
  const slugs = new Map<string, string | undefined>();
  for (const { slug, name } of schemes.values())
    for (const key of new Set([slug, name.fr, name.en].map(fold))) slugs.set(key, slugs.has(key) ? undefined : slug);
  return slugs;
}

/** Whether each cell is in its column. */
const isSplit = ({ problems }: FileRow): boolean => !problems.some(({ field }) => field === 'file' || field === 'row');
