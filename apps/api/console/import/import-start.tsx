import { phrases } from '#language/phrases.js';
import type { Problem } from '#domain/refusal.js';
import { type Column, COLUMNS, REQUIRED } from '#imports/columns.js';
import type { PendingImport } from '#imports/pending-imports.js';
import { Problems } from '../frame/controls.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Timestamp } from '../frame/display.js';
import { FileForm, TextForm } from './csv-form.js';

interface ImportStartProps {
  page: PageContext;
  kept: readonly PendingImport[];
  problems?: readonly Problem[];
}

/** The upload form, the expected columns and earlier uploads. */
export function ImportStart({ page, kept, problems = [] }: ImportStartProps) {
  const t = phrases(page.language).console.imports;
  const labels = { file: t.file.label, text: t.text.label };
  const form = { page, problems, action: addressOf(page, '/import') };
  return (
    <>
      <p>{t.intro}</p>
      <Problems page={page} problems={problems} labels={labels} />
      <FileForm {...form} />
      <details open={problems.some(({ field }) => field === 'text')}>
        <summary>{t.text.heading}</summary>
        <TextForm {...form} text="" />
      </details>
      <UploadedFile page={page} kept={kept} />
      <h2>{t.looks.heading}</h2>
      <p>{t.looks.rows}</p>
      <p>
        {t.looks.needs}
        <Names names={REQUIRED} />
      </p>
      <p>
        {t.looks.rest}
        <Names names={COLUMNS.filter((column) => !(REQUIRED as readonly string[]).includes(column))} />
      </p>
      <p>{t.looks.again}</p>
      <p>
        <a href="/import/sample.csv" download>
          {t.looks.sample}
        </a>
      </p>
    </>
  );
}

const Names = ({ names }: { names: readonly string[] }) => (
  <>
    {names.map((name, index) => (
      <>
        {index === 0 ? null : ', '}
        <code>{name}</code>
      </>
    ))}
  </>
);

function UploadedFile({ page, kept }: { page: PageContext; kept: readonly PendingImport[] }) {
  const t = phrases(page.language).console.imports.kept;
  if (kept.length === 0) return null;
  return (
    <>
      <h2>{t.heading}</h2>
      <ul>
        {kept.map(({ id, name, createdAt, state }) => (
          <li key={id}>
            <a href={addressOf(page, `/import/${id}`)}>{name}</a>, {t.at} <Timestamp page={page} at={createdAt} /> ·{' '}
            {t.state[state.is]}
          </li>
        ))}
      </ul>
    </>
  );
}

type Row = Partial<Record<Column, string>>;

const company = { source_kind: 'company', source_publisher: 'Nuage Exemple' } as const;
const about = { provider: 'Nuage Exemple', service: 'Cloud Exemple', scheme: 'secnumcloud' } as const;

/** Fictitious, but valid. */
const ROWS: readonly Row[] = [
  { provider: 'Nuage Exemple', type: 'AnnouncementMade', occurred: '2024-03', ...company, title: 'A sovereign cloud' },
  { ...about, service_kinds: 'IaaS;PaaS', type: 'IntentDeclared', occurred: '2024-Q2', ...company },
  { ...about, type: 'MilestoneReached', occurred: '2025-04-17', ...company, milestone: 'J0', quote: 'J0, enfin !' },
  { ...about, type: 'TargetSet', occurred: '2025-05', ...company, milestone: 'J2', target: '2026-H1' },
];

/** A valid file with every known column. */
export const sampleFile = (): string =>
  [COLUMNS.join(','), ...ROWS.map((row) => COLUMNS.map((column) => cellOf(row[column] ?? '')).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

const cellOf = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
