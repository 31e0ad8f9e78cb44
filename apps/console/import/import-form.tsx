import { type Problem, reason } from '#domain/refusal.js';
import { type Column, COLUMNS, REQUIRED } from '#imports/columns.js';
import type { ImportUpload } from '#imports/imports.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { FormWithFile } from '../frame/forms.js';
import { Field, Form, Problems } from '../frame/controls.js';
import { Timestamp } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';

interface SendProps {
  page: PageContext;
  action: string;
  problems?: readonly Problem[];
  /** Whether the form replaces an invalid file. */
  again?: boolean;
}

const ACCEPTED = '.csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function FileForm({ page, action, problems = [], again = false }: SendProps) {
  const { file } = phrases(page.language).console.imports;
  return (
    <Form page={page} action={action} files>
      <div class="import-drop" data-drop>
        <Field page={page} name="file" label={again ? file.another : file.label} hint={file.hint} problems={problems}>
          {(input) => <input {...input} type="file" accept={ACCEPTED} />}
        </Field>
        <p class="soft" data-drop-hint>
          {file.drop}
        </p>
        <p>
          <button class={again ? 'second' : undefined}>{file.check}</button>
        </p>
      </div>
    </Form>
  );
}

/** Separate from the file form: a form without files survives a sign-in with its input. */
export function TextForm({ page, action, text, problems = [], again = false }: SendProps & { text: string }) {
  const t = phrases(page.language).console.imports.text;
  return (
    <Form page={page} action={action}>
      <Field page={page} name="text" label={t.label} hint={t.hint} problems={problems}>
        {(input) => (
          <textarea {...input} class="import-text" rows={again ? 14 : 6} spellcheck={false} wrap="off">
            {`\n${text}`}
          </textarea>
        )}
      </Field>
      <p>
        <button>{again ? t.checkAgain : t.check}</button>
      </p>
    </Form>
  );
}

const LONGEST_NAME = 200;

export interface SentCsv {
  name: string;
  bytes: Buffer;
}

/**
 * The uploaded file or the pasted text. Browsers send every line break of a text as CR LF: those of the file are restored.
 *
 * @param former the file that the text corrects
 */
export function sentCsv(
  form: URLSearchParams,
  language: Language,
  former?: SentCsv,
): SentCsv | { problems: Problem[] } {
  const t = phrases(language).console.imports;
  const file = form instanceof FormWithFile ? form.file : undefined;
  if (file) return { name: shortened(file.name) || t.pasted, bytes: file.bytes };
  const text = form.get('text');
  if (text === null) return { problems: [{ field: 'file', ...reason('required') }] };
  if (text.trim() === '') return { problems: [{ field: 'text', ...reason('required') }] };
  const end = former?.bytes.includes('\r\n') ? '\r\n' : '\n';
  return { name: former?.name ?? t.pasted, bytes: Buffer.from(text.replace(/\r\n?|\n/g, end)) };
}

const shortened = (name: string): string =>
  name
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();

/** In bytes of the escaped text; limits the page size. */
const MOST_ON_A_PAGE = 60_000;

/** The file as text; `undefined` if it is too long or no text. */
export function editableText(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_ON_A_PAGE) return undefined;
  const text = decodeText(bytes);
  const room = Buffer.byteLength(text) + (text.match(/["&<]/g)?.length ?? 0) * 5;
  return room > MOST_ON_A_PAGE || text.includes('\0') ? undefined : text;
}

interface ImportStartProps {
  page: PageContext;
  kept: readonly ImportUpload[];
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

function UploadedFile({ page, kept }: { page: PageContext; kept: readonly ImportUpload[] }) {
  const t = phrases(page.language).console.imports.kept;
  if (kept.length === 0) return null;
  return (
    <>
      <h2>{t.heading}</h2>
      <ul>
        {kept.map(({ id, name, createdAt, state }) => (
          <li>
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

/** Fictitious, but valid rows. */
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
