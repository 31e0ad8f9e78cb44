import { CsvError, parse } from 'csv-parse/sync';
import { Line, Name } from '#domain/text/text.js';
import { type Problem, reason } from '#domain/refusal.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { problemsOf } from '#domain/validation.js';

/** A service as people name it. */
export interface NamedService {
  provider: string;
  service: string;
  usedFor: string;
  /** In the file; the column names are line 1. */
  row: number;
}

const COLUMNS: Readonly<Record<string, keyof NamedService>> = {
  provider: 'provider',
  fournisseur: 'provider',
  service: 'service',
  used_for: 'usedFor',
  usage: 'usedFor',
};

/** Reads the services of a CSV file: separated by commas, semicolons or tabs, in UTF-8 or as Excel saves it. */
export function namedServicesIn(bytes: Buffer): { services: NamedService[]; problems: Problem[] } {
  try {
    return servicesOf(rowsOf(decodeText(bytes).replace(/^\uFEFF/, '')));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      services: [],
      problems: [{ field: 'file', ...reason('portfolio-csv-line', { line: Number(error['lines'] ?? 1) }) }],
    };
  }
}

function rowsOf(text: string): string[][] {
  const [first = ''] = text.split('\n', 1);
  const delimiter = [';', '\t'].find((one) => first.includes(one)) ?? ',';
  const rows: string[][] = parse(text, { delimiter, trim: true, skip_empty_lines: true });
  return rows;
}

function servicesOf([head = [], ...rows]: string[][]): { services: NamedService[]; problems: Problem[] } {
  const columns = head.map((name) => COLUMNS[name.toLowerCase()]);
  const wrong = !columns.includes('provider') || !columns.includes('service') || columns.includes(undefined);
  if (wrong) return { services: [], problems: [{ field: 'file', ...reason('portfolio-csv-columns') }] };
  if (rows.length === 0) return { services: [], problems: [{ field: 'file', ...reason('portfolio-csv-empty') }] };
  const services = rows.map((cells, index) => {
    const at = (column: keyof NamedService): string => cells[columns.indexOf(column)] ?? '';
    return { provider: at('provider'), service: at('service'), usedFor: at('usedFor'), row: index + 2 };
  });
  return { services, problems: services.flatMap(problemsIn) };
}

function problemsIn({ row, usedFor, ...named }: NamedService): Problem[] {
  const checks = [
    ...(['provider', 'service'] as const).map((field) => ({
      field,
      value: named[field],
      result: Name.safeParse(named[field]),
    })),
    ...(usedFor === '' ? [] : [{ field: 'used_for', value: usedFor, result: Line.safeParse(usedFor) }]),
  ];
  return checks.flatMap(({ field, value, result }) =>
    result.success ? [] : problemsOf(result.error.issues, value, field).map((problem) => ({ ...problem, row })),
  );
}
