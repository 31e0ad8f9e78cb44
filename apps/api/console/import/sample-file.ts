import { COLUMNS, type Column } from '#imports/csv-rows.js';

type Row = Partial<Record<Column, string>>;

const company = { source_kind: 'company', source_publisher: 'Nuage Exemple' } as const;
const about = { provider: 'Nuage Exemple', service: 'Cloud Exemple', scheme: 'secnumcloud' } as const;

/** One row about a provider, and some about a dossier; invented, and right as they stand. */
const ROWS: readonly Row[] = [
  { provider: 'Nuage Exemple', type: 'AnnouncementMade', occurred: '2024-03', ...company, title: 'A sovereign cloud' },
  { ...about, service_kinds: 'IaaS;PaaS', type: 'IntentDeclared', occurred: '2024-Q2', ...company },
  { ...about, type: 'MilestoneReached', occurred: '2025-04-17', ...company, milestone: 'J0', quote: 'J0, enfin !' },
  { ...about, type: 'TargetSet', occurred: '2025-05', ...company, milestone: 'J2', target: '2026-H1' },
];

/** A file that an import takes, with every column that it knows. */
export const sampleFile = (): string =>
  [COLUMNS.join(','), ...ROWS.map((row) => COLUMNS.map((column) => cellOf(row[column] ?? '')).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

const cellOf = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
