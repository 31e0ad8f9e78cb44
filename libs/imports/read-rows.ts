import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Breather } from '#event-store/breather.js';
import { csvRows } from './csv-rows.js';
import { rowsRefused } from './import-invalid.js';
import { parseRow, type ImportRow } from './parse-row.js';

/**
 * The rows of a file that are right by themselves; every one that is not is told at once, before anything is looked up.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export async function readRows(bytes: Buffer, schemes: Schemes): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  const problems: Problem[] = [];
  const breather = new Breather();
  for (const row of await csvRows(bytes)) {
    if (breather.due) await breather.rest();
    const parsed = parseRow(row, schemes);
    if (Array.isArray(parsed)) problems.push(...parsed);
    else rows.push(parsed);
  }
  if (problems.length > 0) throw rowsRefused(problems);
  return rows;
}
