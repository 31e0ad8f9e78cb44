import type { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { download } from '../http/download.js';
import { CSV } from '../http/media-types.js';

type Cell = string | number | boolean | null | undefined | readonly string[];

export interface Column<T> {
  /** Stable: spreadsheets and scripts refer to it. */
  name: string;
  /** For the documentation; absent if the name is enough. */
  description?: string;
  of: (item: T) => Cell;
}

export const documented = ({ name, description }: Pick<Column<never>, 'name' | 'description'>): string =>
  description === undefined ? `\`${name}\`` : `\`${name}\` (${description})`;

/** A column for each field, of the same name: `validUntil` is in the column `valid_until`. */
export const fields = <F extends string>(...names: F[]): Column<{ readonly [K in F]?: Cell }>[] =>
  names.map((field) => ({
    name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    of: (item) => item[field],
  }));

/** Where a dossier stands in a row: `provider` (slug), `provider_name`, `service`. */
export const placeColumns = <T>(
  placeOf: (item: T) => { provider: { slug: string; name: string }; service: { name: string } | null },
): Column<T>[] => [
  { name: 'provider', description: 'slug', of: (item) => placeOf(item).provider.slug },
  { name: 'provider_name', of: (item) => placeOf(item).provider.name },
  { name: 'service', of: (item) => placeOf(item).service?.name },
];

/** Characters that begin a formula in a spreadsheet; the full-width ones come from East Asian keyboards. */
const SIGNS = '=+\\-@＝＋－＠';

/** White space that does not separate cells. */
const BLANKS = '[^\\S;\\t\\r\\n]*';

/**
 * The start of a formula at the beginning of a cell, or after a semicolon, tab or line break, where a spreadsheet with other
 * settings begins a new cell. White space and, after a separator, quotes may precede it.
 */
const FORMULA = new RegExp(
  `^(?=${BLANKS}[${SIGNS}]|[\\t\\r])|(?<=[;\\t\\r\\n])(?=${BLANKS}(?:"+${BLANKS})?[${SIGNS}])`,
  'g',
);

/** One line of a CSV file (RFC 4180), with its line break. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join()}\r\n`;

/** Prevents CSV injection: an apostrophe precedes what a spreadsheet would run as a formula. Numbers are not user input. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(';');
  const safe = text.replace(FORMULA, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** JSON for a cell: a character that begins a formula is escaped as `\u003d`. */
export const jsonCell = (value: object): string =>
  JSON.stringify(value).replace(INNER_FORMULA, (start) => `${start.slice(0, -1)}${escaped(start.slice(-1))}`);

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

const INNER_FORMULA = new RegExp(`;\\s*[${SIGNS}]`, 'g');

export const headerLine = <T>(columns: readonly Column<T>[]): string => csvLine(columns.map(({ name }) => name));

export const linesOf = <T>(columns: readonly Column<T>[], items: readonly T[]): string =>
  items.map((item) => csvLine(columns.map(({ of }) => of(item)))).join('');

/** The query of a page of a list, as its first page or the page before gives it. */
type PageOf<T, Next> = (next: Next | undefined) => Promise<{ items: readonly T[]; next: Next | undefined }>;

/** Sends all pages of a list, as fast as the client reads. */
export function sendCsv<T, Next>(
  reply: FastifyReply,
  { name, position, columns }: { name: string; position: number; columns: readonly Column<T>[] },
  pageOf: PageOf<T, Next>,
): Promise<StreamableFile> {
  const file = { name: `jalon-${name}.csv`, type: `${CSV}; charset=utf-8`, position };
  return download(reply, file, linesOfPages(columns, pageOf));
}

async function* linesOfPages<T, Next>(columns: readonly Column<T>[], pageOf: PageOf<T, Next>): AsyncGenerator<string> {
  let page = await pageOf(undefined);
  yield headerLine(columns) + linesOf(columns, page.items);
  while (page.next !== undefined) {
    page = await pageOf(page.next);
    yield linesOf(columns, page.items);
  }
}
