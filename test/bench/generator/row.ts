import { COLUMNS, type Column } from '#imports/columns.js';

export type Cells = Partial<Record<Column, string>>;

/** Something in a life, on a day; `occurred` may say less than the day. */
export interface Step {
  day: string;
  cells: Cells;
}

export const byDay = (a: Step, b: Step): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);

export interface Row {
  cells: Cells;
  /** For a row about a dossier: the service that it was opened with, whatever the row calls it. */
  openedAs?: string | undefined;
}

export const csvHeader = `${COLUMNS.join()}\n`;

export const csvLine = ({ cells }: Row): string => `${COLUMNS.map((column) => quoted(cells[column] ?? '')).join()}\n`;

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
