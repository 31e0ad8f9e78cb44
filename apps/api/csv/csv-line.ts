export type Cell = string | number | boolean | null | undefined | readonly string[];

export interface Column<T> {
  /** Stays what it is once it was given out: spreadsheets and scripts name it. */
  name: string;
  /** For the documentation; nothing for what the name says. */
  says?: string;
  of: (item: T) => Cell;
}

/** What a spreadsheet takes for the beginning of a formula; the wide ones are what East Asian keyboards write. */
const SIGNS = '=+\\-@＝＋－＠';

/** Blanks that do not separate. */
const BLANKS = '[^\\S;\\t\\r\\n]*';

/**
 * Where a cell begins, or would begin for a spreadsheet that separates by semicolons or tabs or that cuts a text at its line
 * ends, with a formula behind it, blanks (and there quotes) or none between.
 */
const FORMULA = new RegExp(
  `^(?=${BLANKS}[${SIGNS}]|[\\t\\r])|(?<=[;\\t\\r\\n])(?=${BLANKS}"*${BLANKS}[${SIGNS}])`,
  'g',
);

/** One line of a CSV file (RFC 4180), with its end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join()}\r\n`;

/**
 * Nothing for null, lists joined by semicolons. What a spreadsheet would run as a formula gets an apostrophe before it;
 * numbers are ours, so a minus before one is only that.
 */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(';');
  const safe = text.replace(FORMULA, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** JSON for a cell: what would be taken for a formula inside it is written as JSON writes any character, `\u003d`. */
export const jsonCell = (value: object): string =>
  JSON.stringify(value).replace(INNER_FORMULA, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

const INNER_FORMULA = new RegExp(`(?<=;\\s*)[${SIGNS}]`, 'g');

export const headerLine = <T>(columns: readonly Column<T>[]): string => csvLine(columns.map(({ name }) => name));

export const linesOf = <T>(columns: readonly Column<T>[], items: readonly T[]): string =>
  items.map((item) => csvLine(columns.map(({ of }) => of(item)))).join('');
