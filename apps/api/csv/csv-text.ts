export type Cell = string | number | boolean | null | undefined | readonly string[];

export interface Column<T> {
  /** Stays what it is once it was given out: spreadsheets and scripts name it. */
  name: string;
  /** For the documentation; nothing for what the name says. */
  says?: string;
  of: (item: T) => Cell;
}

/** What a spreadsheet takes for the beginning of a formula; the wide ones are what East Asian keyboards write. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** One line of a CSV file (RFC 4180), with its end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join()}\r\n`;

/**
 * Nothing for null, lists joined by semicolons. A text that a spreadsheet would run as a formula gets an apostrophe before
 * it; numbers are ours, so a minus before one is only that.
 */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(';');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const headerLine = <T>(columns: readonly Column<T>[]): string => csvLine(columns.map(({ name }) => name));

export const linesOf = <T>(columns: readonly Column<T>[], items: readonly T[]): string =>
  items.map((item) => csvLine(columns.map(({ of }) => of(item)))).join('');
