import { TimeSlice } from '#concurrency/time-slice.js';
import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { type Box, type PdfPage, pdfPages, type PlacedText } from './pdf-pages.js';
import { documentRefused, namesOf, type RawDocument, requiredFields } from './raw-entry.js';
import {
  columnName,
  columnOf,
  isMismatch,
  type Mismatch,
  mismatchRefused,
  missingColumns,
  type Row,
  tableEntries,
  tablesDocument,
  TableRows,
} from './table.js';

/** What stands side by side, cut from what is above and below it by white space or by the edge of a cell. */
type Band = Box & { texts: PlacedText[] };

/** Of the height of a text: a larger gap below it is white space between rows, and not between the lines of a cell. */
const ROW_GAP = 0.8;
const TABLE_GAP = 4;
/** In points. */
const ROW_WIDTH = 200;
/** A larger text than most is a heading. */
const HEADING = 1.25;
/** Smaller signs of a head are numbers of footnotes. */
const FOOTNOTE = 0.75;
/** How far two positions may be apart that are meant to be one, in points. */
const NEAR = 1;

interface PdfTable {
  /** The headings that it stands under, from the largest, for comparison. */
  heading: string;
  head: readonly string[];
  rows: Row[];
}

/**
 * The tables of a PDF, which has none: a head is found by the names of its columns; its columns end at the edges of its cells
 * where they are drawn, else halfway between the names. A table goes on over the pages on which its head is repeated, a row
 * that is cut by the end of a page too.
 *
 * @throws Refusal register-document-invalid
 */
export async function pdfDocument(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const collector = new TableCollector(profile);
  const words = requiredFields(profile).flatMap((places) => places.map(columnOf));
  const pages = withoutNumbers(await pdfPages(bytes, words));
  const body = commonHeight(pages);
  const slice = new TimeSlice();
  for (const page of pages) {
    collector.read(page, body);
    if (slice.isOver) await slice.yield();
  }
  return tablesDocument(collector.chosen(), collector.lines);
}

/** Without what stands on most pages with the number of the page, and not what has another number on each of them. */
function withoutNumbers(pages: PdfPage[]): PdfPage[] {
  const counts = new Map<string, number>();
  const placeOf = ({ text, bottom }: PlacedText, page: number): string =>
    `${Math.round(bottom)} ${text.replace(/\d+/, (number) => `#${Number(number) - page}`)}`;
  for (const [index, { texts }] of pages.entries())
    for (const place of new Set(texts.map((text) => placeOf(text, index))))
      counts.set(place, (counts.get(place) ?? 0) + 1);
  const isNumber = (text: PlacedText, page: number): boolean =>
    /\d/.test(text.text) && (counts.get(placeOf(text, page)) ?? 0) > Math.max(2, pages.length / 2);
  return pages.map((page, index) => ({ ...page, texts: page.texts.filter((text) => !isNumber(text, index)) }));
}

class TableCollector {
  readonly lines: string[] = [];
  readonly #tables: PdfTable[] = [];
  readonly #headings: { text: string; height: number }[] = [];
  #nearest: Mismatch | undefined;
  #number = 0;

  constructor(private readonly profile: ReaderProfile) {}

  read(page: PdfPage, body: number): void {
    let open: OpenTable | undefined;
    for (const band of bandsOf(page)) {
      const lines = linesOf(band.texts);
      this.lines.push(...lines.map(textOf));
      const isHeading = this.#readHeadings(lines, body);
      const head = isHeading ? undefined : this.#headIn(band, page);
      if (head) open = this.#opened(head, band);
      else if (isHeading || (open && open.bottom - band.top > TABLE_GAP * heightOf(band))) open = undefined;
      else if (open && !isNote(band, open.columns)) this.#addRow(open, band, page);
    }
  }

  chosen() {
    const wanted = namesOf(this.profile.entries).map(fold);
    const chosen = this.#tables.filter(({ heading }) => wanted.some((words) => heading.includes(words)));
    const tables = wanted.length === 0 ? this.#tables.slice(0, 1) : chosen;
    if (tables.length > 0) return tables.map(({ head, rows }) => read(rows, head, this.profile));
    if (this.#tables.length === 0)
      throw mismatchRefused([this.#nearest ?? { missing: missingColumns([], this.profile), found: [] }]);
    const title = this.lines[0]?.slice(0, 200) ?? '';
    throw documentRefused(reason('register-table-missing', { tables: this.#tables.length, title }));
  }

  /** Of a smaller heading, the larger ones before it are the chapters. @returns whether there is any */
  #readHeadings(lines: readonly PlacedText[][], body: number): boolean {
    const found = lines.filter((line) => Math.max(...line.map(height)) >= body * HEADING);
    for (const line of found) {
      const tall = Math.max(...line.map(height));
      const last = this.#headings.at(-1);
      const isContinued = last !== undefined && Math.abs(last.height - tall) < NEAR && line !== found[0];
      if (isContinued) last.text += ` ${textOf(line)}`;
      else {
        while ((this.#headings.at(-1)?.height ?? Infinity) <= tall + NEAR / 2) this.#headings.pop();
        this.#headings.push({ text: textOf(line), height: tall });
      }
    }
    return found.length > 0;
  }

  /** The columns of a head, if it has those of the profile. */
  #headIn(band: Band, page: PdfPage): Column[] | undefined {
    const tall = Math.max(...band.texts.map(height));
    const columns = columnsOf({ ...band, texts: band.texts.filter((text) => height(text) >= tall * FOOTNOTE) }, page);
    const found = columns.map(({ name }) => name);
    const missing = missingColumns(found, this.profile);
    if (missing.length === 0) return columns;
    if (missing.length < (this.#nearest?.missing.length ?? requiredFields(this.profile).length))
      this.#nearest = { missing, found: found.slice(0, 20).map((name) => name.slice(0, 100)) };
    return undefined;
  }

  #opened(columns: Column[], { bottom }: Band): OpenTable {
    const heading = fold(this.#headings.map(({ text }) => text).join(' '));
    const head = columns.map(({ name }) => name);
    const last = this.#tables.at(-1);
    const isSame =
      last?.heading === heading && last.head.map(columnName).join('\n') === head.map(columnName).join('\n');
    const table = last && isSame ? last : { heading, head, rows: [] };
    if (table !== last) this.#tables.push(table);
    return { table, columns, bottom, isContinued: table === last };
  }

  #addRow(open: OpenTable, band: Band, { links }: PdfPage): void {
    const { table, columns } = open;
    const cells = columns.map((column) => cellText(band.texts.filter((text) => isIn(text, column))));
    const attributes = columns.map((column) => ({
      href: links.filter((link) => isIn(link, column) && overlaps(link, band)).map(({ url }) => url),
    }));
    const before = open.isContinued ? table.rows.at(-1) : undefined;
    [open.bottom, open.isContinued] = [band.bottom, false];
    if (before && isRestOfRow(cells, table.head, this.profile)) {
      table.rows[table.rows.length - 1] = {
        number: before.number,
        cells: before.cells.map((text, index) => joined([text, cells[index] ?? ''])),
        attributes: attributes.map(({ href }, index) => ({
          href: [...(before.attributes?.[index]?.href ?? []), ...href],
        })),
      };
      return;
    }
    this.#number += 1;
    table.rows.push({ number: this.#number, cells, attributes });
  }
}

interface OpenTable {
  table: PdfTable;
  columns: readonly Column[];
  /** Of what was read of it last. */
  bottom: number;
  /** Its head is repeated, and nothing was read below it. */
  isContinued: boolean;
}

/** Whether a text runs over several columns, which is none of a row. */
const isNote = ({ texts }: Band, columns: readonly Column[]): boolean =>
  texts.some((text) => columns.filter(({ right }) => text.left < right && right < text.right).length > 1);

/** Without the names that every row has. */
function isRestOfRow(
  cells: readonly string[],
  head: readonly string[],
  { fields: { provider } }: ReaderProfile,
): boolean {
  const names = namesOf(provider).map(columnName);
  return head.every((name, index) => !names.includes(columnName(name)) || cells[index] === '');
}

function read(rows: readonly Row[], head: readonly string[], profile: ReaderProfile) {
  const table = new TableRows();
  table.add(0, head);
  for (const { number, cells, attributes } of rows) table.add(number, cells, attributes);
  const found = tableEntries(table.rows, profile);
  if (isMismatch(found)) throw mismatchRefused([found]);
  return found;
}

interface Column {
  name: string;
  left: number;
  right: number;
}

function columnsOf({ texts, bottom, top, left, right }: Band, { shapes }: PdfPage): Column[] {
  const drawn = edgesThrough((bottom + top) / 2, shapes).filter((edge) => edge >= left - 100 && edge <= right + 100);
  const named = (edges: readonly number[]): Column[] =>
    edges.slice(1).flatMap((end, index) => {
      const column = { left: edges[index] ?? 0, right: end };
      const name = cellText(texts.filter((text) => isIn(text, column))).replace(/\s+/g, ' ');
      return name === '' ? [] : [{ name, ...column }];
    });
  const columns = named(drawn);
  const isWhole = texts.every((text) => columns.some((column) => isIn(text, column)));
  return columns.length > 1 && isWhole ? columns : named(edgesBetween(texts));
}

/** Where the cells that are drawn around a height begin and end. */
function edgesThrough(y: number, shapes: readonly Box[]): number[] {
  const found = shapes
    .filter(({ bottom, top }) => bottom < y && y < top)
    .flatMap(({ left, right }) => [left, right])
    .sort((a, b) => a - b);
  return found.filter((edge, index) => index === 0 || edge - (found[index - 1] ?? 0) > NEAR);
}

/** Halfway between texts that are not above each other. */
function edgesBetween(texts: readonly PlacedText[]): number[] {
  const edges = [-Infinity];
  let end = Infinity;
  for (const text of texts.toSorted((a, b) => a.left - b.left)) {
    if (text.left - end > height(text)) edges.push((end + text.left) / 2);
    end = end === Infinity ? text.right : Math.max(end, text.right);
  }
  return [...edges, Infinity];
}

/** From the top. */
function bandsOf({ texts, shapes }: PdfPage): Band[] {
  const edges = edgesAcross(shapes);
  const bands: Band[] = [];
  for (const text of texts.toSorted((a, b) => b.top - a.top)) {
    const band = bands.at(-1);
    const gap = band ? band.bottom - text.top : 0;
    const isCut = (limit: number) =>
      gap > ROW_GAP * limit || (gap > 0 && hasBetween(edges, text.top, band?.bottom ?? 0));
    if (!band || isCut(Math.max(height(text), Math.min(...band.texts.slice(-1).map(height))))) {
      const { left, bottom, right, top } = text;
      bands.push({ left, bottom, right, top, texts: [text] });
      continue;
    }
    band.texts.push(text);
    band.left = Math.min(band.left, text.left);
    band.right = Math.max(band.right, text.right);
    band.bottom = Math.min(band.bottom, text.bottom);
  }
  return bands;
}

/** Where rows are drawn to begin or end, from the bottom: unlike signs and underlined words, their edges add up to a line. */
function edgesAcross(shapes: readonly Box[]): number[] {
  const widths = new Map<number, number>();
  for (const { left, right, bottom, top } of shapes)
    for (const edge of new Set([Math.round(bottom), Math.round(top)]))
      widths.set(edge, (widths.get(edge) ?? 0) + right - left);
  return [...widths].flatMap(([edge, width]) => (width >= ROW_WIDTH ? [edge] : [])).sort((a, b) => a - b);
}

/** @param sorted ascending */
function hasBetween(sorted: readonly number[], low: number, high: number): boolean {
  let [first, last] = [0, sorted.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    if ((sorted[middle] ?? 0) < low) first = middle + 1;
    else last = middle;
  }
  return (sorted[first] ?? Infinity) <= high;
}

/** Texts on one line, from the left; lines from the top. */
function linesOf(texts: readonly PlacedText[]): PlacedText[][] {
  const lines: PlacedText[][] = [];
  for (const text of texts.toSorted((a, b) => b.bottom - a.bottom)) {
    const line = lines.at(-1);
    const isSame =
      line?.[0] !== undefined && line[0].bottom - text.bottom < Math.max(height(text), height(line[0])) / 2;
    if (line && isSame) line.push(text);
    else lines.push([text]);
  }
  return lines.map((line) => line.toSorted((a, b) => a.left - b.left));
}

/** With a space where there is room for one. */
const textOf = (line: readonly PlacedText[]): string =>
  line
    .map(
      (text, index) =>
        (index > 0 && text.left - (line[index - 1]?.right ?? 0) > height(text) / 8 ? ' ' : '') + text.text,
    )
    .join('')
    .trim();

const cellText = (texts: readonly PlacedText[]): string => joined(linesOf(texts).map(textOf));

/** Lines of a cell: a word that ends with a hyphen goes on. */
const joined = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .reduce((text, line) => (/[^\s-]-$/.test(text) ? text + line : `${text}\n${line}`.trim()), '');

const isIn = ({ left, right }: Box, column: { left: number; right: number }): boolean =>
  (left + right) / 2 >= column.left && (left + right) / 2 < column.right;

const overlaps = (one: Box, other: Box): boolean => {
  const middle = (one.bottom + one.top) / 2;
  return middle >= other.bottom - NEAR && middle <= other.top + NEAR;
};

const height = ({ bottom, top }: Box): number => top - bottom;
const heightOf = ({ texts }: Band): number => Math.max(...texts.map(height));

function commonHeight(pages: readonly PdfPage[]): number {
  const lengths = new Map<number, number>();
  for (const { texts } of pages)
    for (const text of texts) {
      const rounded = Math.round(height(text) * 2) / 2;
      lengths.set(rounded, (lengths.get(rounded) ?? 0) + text.text.length);
    }
  return [...lengths].sort(([, a], [, b]) => b - a)[0]?.[0] ?? Infinity;
}
