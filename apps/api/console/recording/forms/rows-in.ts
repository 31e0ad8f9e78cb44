import type { InputKind } from './form-field.js';

/** The columns of inputs that are made of rows. */
export const COLUMNS = {
  reservations: ['text', 'due'],
  holders: ['name', 'share', 'country'],
} as const;

export type RowsKind = keyof typeof COLUMNS;

export const isRows = (input: InputKind): input is RowsKind => input in COLUMNS;

/** So many are read at most; the schemas allow for a hundred, and say so of more. */
const MOST = 150;

/** Rows that hold anything, in their order. @param name of the field, such as `data.holders` */
export function rowsIn(form: URLSearchParams, name: string, input: RowsKind): Record<string, string>[] {
  const rows = Array.from({ length: MOST }, (_, index) =>
    Object.fromEntries(
      COLUMNS[input].map((column) => [column, (form.get(rowField(name, index, column)) ?? '').trim()]),
    ),
  );
  return rows.filter((row) => Object.values(row).some((value) => value !== ''));
}

export const rowField = (name: string, index: number, column: string): string => `${name}.${index}.${column}`;
