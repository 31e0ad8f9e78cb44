import { reason, Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { readCsv, type Separator, SEPARATORS } from '#spreadsheets/csv-records.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import type { RawEntry } from './raw-entry.js';
import { mismatchRefused, type Row, tableEntries, TableRows } from './table.js';

/** Characters in which the header is looked for. */
const SAMPLE = 64 * 1024;

/** @throws Refusal register-document-invalid */
export async function csvEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  const text = decodeText(bytes).replace(/\r\n?/g, '\n');
  const candidates = [];
  for (const separator of SEPARATORS) {
    // The sample may end within a row, which is no error of the document.
    const { rows } = await rowsOf(text.slice(0, SAMPLE), separator);
    candidates.push({ separator, read: tableEntries(rows, profile) });
  }
  const fitting = candidates.find(({ read }) => Array.isArray(read));
  if (!fitting) throw mismatchRefused(candidates.flatMap(({ read }) => (Array.isArray(read) ? [] : [read])));
  const { rows, malformed } = await rowsOf(text, fitting.separator);
  const [first] = malformed;
  if (first) throw malformedRefused(first.line, malformed);
  const read = tableEntries(rows, profile);
  if (Array.isArray(read)) return read;
  throw mismatchRefused([read]);
}

type Malformed = Awaited<ReturnType<typeof readCsv>>;

async function rowsOf(text: string, separator: Separator): Promise<{ rows: Row[]; malformed: Malformed }> {
  const table = new TableRows();
  const malformed = await readCsv(text, separator, ({ line, cells }) => {
    table.add(line, cells);
  });
  return { rows: table.rows, malformed };
}

const malformedRefused = (first: number, malformed: Malformed): Refusal =>
  new Refusal(
    'register-document-invalid',
    reason('line-invalid', { line: first }),
    malformed.map(({ line, why }) => ({ row: line, field: 'document', ...why })),
  );
