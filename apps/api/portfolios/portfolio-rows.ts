import { Line, Name } from '#domain/text/text.js';
import { type Problem, reason } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason } from '#language/phrases.js';
import { MOST_SERVICES } from '#portfolios/portfolios.js';
import { type CsvRecord, readCsv } from '#spreadsheets/csv-records.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { LineCollector } from '#spreadsheets/line-collector.js';

/** A service as people name it. */
export interface NamedService {
  provider: string;
  service: string;
  usedFor: string;
  /** The line of the file on which it begins, from 1. */
  row: number;
}

const COLUMNS = new Map<string, keyof NamedService>([
  ['provider', 'provider'],
  ['fournisseur', 'provider'],
  ['service', 'service'],
  ['used_for', 'usedFor'],
  ['usage', 'usedFor'],
]);

interface Services {
  services: NamedService[];
  problems: Problem[];
}

/** Reads the services of a CSV file: separated by commas, semicolons or tabs, in UTF-8 or as Excel saves it. */
export async function namedServicesIn(bytes: Buffer): Promise<Services> {
  const text = decodeText(bytes);
  const [first = ''] = text.split('\n', 1);
  const separator = ([';', '\t'] as const).find((one) => first.includes(one)) ?? ',';
  const collector = new LineCollector(MOST_SERVICES + 1);
  const malformed = await readCsv(text, separator, collector.add);
  if (collector.isFull) return notRead(reason('most-services', { most: MOST_SERVICES }));
  if (malformed.length === 0) return servicesOf(collector.lines);
  return { services: [], problems: malformed.map(({ line, why }) => ({ row: line, field: 'file', ...why })) };
}

const notRead = (why: Reason): Services => ({ services: [], problems: [{ field: 'file', ...why }] });

function servicesOf([head, ...rows]: CsvRecord[]): Services {
  const columns = (head?.cells ?? []).map((name) => COLUMNS.get(name.toLowerCase()));
  const wrong = !columns.includes('provider') || !columns.includes('service') || columns.includes(undefined);
  if (wrong) return notRead(reason('portfolio-csv-columns'));
  if (rows.length === 0) return notRead(reason('portfolio-csv-empty'));
  const services = rows.map(({ line, cells }) => {
    const at = (column: keyof NamedService): string => cells[columns.indexOf(column)] ?? '';
    return { provider: at('provider'), service: at('service'), usedFor: at('usedFor'), row: line };
  });
  const misshapen = rows.flatMap(({ line, cells }) => lengthProblems(line, cells.length, columns.length));
  return { services, problems: [...misshapen, ...services.flatMap(problemsIn)] };
}

const lengthProblems = (row: number, cells: number, columns: number): Problem[] =>
  cells === columns ? [] : [{ row, field: 'file', ...reason('row-length', { cells, columns }) }];

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
