import type { CellValue } from 'hucre/xlsx';
import { reason } from '#domain/refusal.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Reason } from '#domain/reasons.js';

/** The file is no workbook, is damaged, or unpacks to too much. */
export class UnreadableWorkbook extends Error {
  constructor(readonly why: Reason) {
    super(why.code);
  }
}

/** Of all files in the workbook. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

interface Sheet {
  name: string;
  hidden: boolean;
}

/** The sheets of an Excel workbook, in their order. @throws UnreadableWorkbook */
export async function sheetsOf(bytes: Buffer): Promise<Sheet[]> {
  checkUnpackedSize(bytes);
  const { readXlsx } = await import('hucre/xlsx'); // few files are workbooks
  const sheets: Sheet[] = [];
  await reading(
    readXlsx(bytes, {
      sheets: ({ name, hidden = false, veryHidden = false }) => {
        sheets.push({ name, hidden: hidden || veryHidden });
        return false;
      },
    }),
  );
  return sheets;
}

/**
 * The rows of a sheet with the text of each cell; dates as `2021-05-27`. `sheetsOf` has checked the workbook. Other requests
 * are served in between.
 *
 * @throws UnreadableWorkbook
 */
export async function* sheetRows(
  bytes: Buffer,
  sheet: string,
): AsyncGenerator<{ /** From 1. */ number: number; cells: string[] }> {
  const slice = new TimeSlice();
  const { streamXlsxRows } = await import('hucre/xlsx');
  const rows = streamXlsxRows(bytes, { sheet });
  for (let next = await reading(rows.next()); !next.done; next = await reading(rows.next())) {
    yield { number: next.value.index + 1, cells: next.value.values.map(textOf) };
    if (slice.isOver) await slice.yield();
  }
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
    throw new UnreadableWorkbook(reason('workbook-too-large', { megabytes: MAX_UNPACKED_BYTES / 1024 / 1024 }));
}

/** Its errors are of many kinds and about the file: the reader has no other input. */
async function reading<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch {
    throw damaged();
  }
}

const damaged = (): Error => new UnreadableWorkbook(reason('workbook-damaged'));

function textOf(value: CellValue): string {
  if (value === null) return '';
  if (!(value instanceof Date)) return String(value);
  return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
}
