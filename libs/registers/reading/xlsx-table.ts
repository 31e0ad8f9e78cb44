import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { sheetRows, sheetsOf, UnreadableWorkbook } from '#spreadsheets/workbook.js';
import { documentRefused, listOf, type RawEntry } from './raw-entry.js';
import { type Mismatch, mismatchRefused, type Row, tableEntries, TableRows } from './table.js';

const MAX_SHEETS = 50;

/** @throws Refusal register-document-invalid */
export async function xlsxEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  try {
    return await entriesOf(bytes, profile);
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? documentRefused(error.why) : error;
  }
}

async function entriesOf(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  const entries: RawEntry[] = [];
  const mismatches: Mismatch[] = [];
  for (const name of await chosenSheets(bytes, listOf(profile.entries))) {
    const read = tableEntries(await rowsOf(bytes, name), profile);
    if (!Array.isArray(read)) mismatches.push(read);
    else if (profile.entries === undefined) return read;
    else entries.push(...read);
  }
  // A named sheet without the columns is an error even if another has them: its entries would be gone.
  if (mismatches.length > 0) throw mismatchRefused(mismatches);
  return entries;
}

/** The names of the sheets to read; all visible ones if the profile names none. */
async function chosenSheets(bytes: Buffer, wanted: readonly string[]): Promise<string[]> {
  const sheets = await sheetsOf(bytes);
  const names = sheets.filter(({ hidden }) => wanted.length > 0 || !hidden).map(({ name }) => name);
  const folded = wanted.map(fold);
  const chosen = wanted.length === 0 ? names : names.filter((name) => folded.includes(fold(name.slice(0, 100))));
  if (chosen.length > 0) return chosen.slice(0, MAX_SHEETS);
  throw documentRefused(reason('register-sheet-missing', { wanted, found: names.slice(0, MAX_SHEETS) }));
}

async function rowsOf(bytes: Buffer, sheet: string): Promise<Row[]> {
  const table = new TableRows();
  for await (const { number, cells } of sheetRows(bytes, sheet)) table.add(number, cells);
  return table.rows;
}
