import type { Need } from '../auth/needs.js';
import { Route } from '../openapi/route.js';
import type { ProblemCode } from '../problem/problem-table.js';
import type { Column } from './csv-line.js';

export const CSV = 'text/csv';

interface CsvDocumented<T> {
  /** What the rows are, to complete "… as CSV". */
  rows: string;
  columns: readonly Column<T>[];
  needs?: Need;
  problems?: readonly ProblemCode[];
  /** When all of it was so. */
  stood?: string;
}

/** A list as a CSV file: who may have it, and what the OpenAPI document says of it. */
export const CsvRoute = <T>({
  rows,
  columns,
  needs = 'public-read',
  problems = [],
  stood = 'as they stood at one position of the ledger',
}: CsvDocumented<T>) =>
  Route({
    summary: `${rows} as CSV`,
    description: `All of them, ${stood}. UTF-8, CRLF, a header row; lists inside a cell are joined by semicolons, and what a spreadsheet would take for a formula has an apostrophe before it.\n\nColumns: ${columns.map(described).join(', ')}.`,
    needs,
    produces: CSV,
    problems,
  });

const described = <T>({ name, says }: Column<T>): string =>
  says === undefined ? `\`${name}\`` : `\`${name}\` (${says})`;
