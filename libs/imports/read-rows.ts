import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { type CsvRow, csvRows, rowsRefused } from './csv-rows.js';
import { parseRow, type ImportRow } from './parse-row.js';

/**
 * The rows of a file that are right by themselves; every one that is not is told at once, before anything is looked up.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export async function readRows(bytes: Buffer, schemes: Schemes): Promise<ImportRow[]> {
  const { rows, problems } = await sortRows(bytes, schemes);
  if (problems.length > 0) throw rowsRefused(problems);
  return rows;
}

/**
 * The rows that are right by themselves, those that are not, and why.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export async function sortRows(
  bytes: Buffer,
  schemes: Schemes,
): Promise<{ rows: ImportRow[]; wrong: CsvRow[]; problems: Problem[] }> {
  const rows: ImportRow[] = [];
  const wrong: CsvRow[] = [];
  const problems: Problem[] = [];
  const slice = new TimeSlice();
  for (const row of await csvRows(bytes)) {
    if (slice.isOver) await slice.yield();
    const parsed = parseRow(row, schemes);
    if (!Array.isArray(parsed)) rows.push(parsed);
    else {
      wrong.push(row);
      problems.push(...parsed);
    }
  }
  return { rows, wrong, problems };
}
