import { type CellValue, readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { reason, Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { documentRefused, listOf, type RawEntry } from './raw-entry.js';
import { type Mismatch, mismatchRefused, type Row, tableEntries, TableRows } from './table.js';

/** Of all files in the workbook. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const MAX_SHEETS = 50;

/** @throws Refusal register-document-invalid */
export async function xlsxEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  checkUnpackedSize(bytes);
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

/** Start of an entry in the directory of a ZIP archive. The reader unpacks no more than its size says, if it says one. */
const DIRECTORY_ENTRY = Buffer.from('504b0102', 'hex');

function checkUnpackedSize(bytes: Buffer): void {
  let total = 0;
  for (let at = bytes.indexOf(DIRECTORY_ENTRY); at >= 0; at = bytes.indexOf(DIRECTORY_ENTRY, at + 4)) {
    if (at + 28 > bytes.length) break;
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    if (unpacked === 0 && packed > 2) throw damaged();
    total += unpacked;
  }
  if (total > MAX_UNPACKED_BYTES)
    throw documentRefused(reason('register-workbook-too-large', { megabytes: MAX_UNPACKED_BYTES / 1024 / 1024 }));
}

/** The names of the sheets to read; all visible ones if the profile names none. */
async function chosenSheets(bytes: Buffer, wanted: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  await reading(
    readXlsx(bytes, {
      sheets: ({ name, hidden, veryHidden }) => {
        if (wanted.length > 0 || (!hidden && !veryHidden)) names.push(name);
        return false;
      },
    }),
  );
  const folded = wanted.map(fold);
  const chosen = wanted.length === 0 ? names : names.filter((name) => folded.includes(fold(name.slice(0, 100))));
  if (chosen.length > 0) return chosen.slice(0, MAX_SHEETS);
  throw documentRefused(reason('register-sheet-missing', { wanted, found: names.slice(0, MAX_SHEETS) }));
}

async function rowsOf(bytes: Buffer, sheet: string): Promise<Row[]> {
  const table = new TableRows();
  const slice = new TimeSlice();
  const rows = streamXlsxRows(bytes, { sheet });
  for (let next = await reading(rows.next()); !next.done; next = await reading(rows.next())) {
    table.add(next.value.index + 1, next.value.values.map(textOf));
    if (slice.isOver) await slice.yield();
  }
  return table.rows;
}

/** Its errors are of many kinds and about the file: the reader has no other input. */
async function reading<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw damaged();
  }
}

const damaged = (): Error => documentRefused(reason('register-workbook-damaged'));

function textOf(value: CellValue): string {
  if (value === null) return '';
  if (!(value instanceof Date)) return String(value);
  return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
}
