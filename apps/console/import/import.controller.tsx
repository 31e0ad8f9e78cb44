import { Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { Proposals } from '#approvals/proposals.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { ApprovalNeeded } from '#domain/approval.js';
import { reason, type Problem, refuse } from '#domain/refusal.js';
import { type Column, columnLabel, COLUMNS, REQUIRED } from '#imports/columns.js';
import {
  type ImportPreview,
  type ImportProposed,
  type ImportResult,
  Imports,
  type ImportUpload,
} from '#imports/imports.js';
import { type RecordUpload, Uploads, type UploadStep } from '#imports/uploads.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { linkTo, Section, Timestamp, Badge, type Tone } from '../frame/display.js';
import { FormWithFile } from '../frame/forms.js';
import { Exchange, addressOf, callerOf, pageNumber, queryOf, Page } from '../frame/page.js';
import { Table } from '../frame/table.js';
import { hasProblems, ImportPreviewPage, recordedPage, SendForms } from './import-preview.js';
import { fileName, secondsSince, untilRecorded, uploadNotFound, Uploading, UploadingPage } from './uploading.js';

const Asked = z.object({ only: z.enum(['problems', 'all']).optional(), page: pageNumber });

type UploadedFile = ImportUpload & { bytes: Buffer };

const CHANGES_LISTED = 200;

const SHOWN = { menuEntry: 'import', timeless: true } as const;

/** Import of a file: upload, preview, fix, confirm. */
@Pages('import')
export class ImportPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly imports: Imports,
    private readonly uploads: Uploads,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly proposals: Proposals,
  ) {}

  @ConsoleGet('', 'record')
  async start(@Page() page: Page): Promise<PageAnswer> {
    return this.#start(page);
  }

  @ConsolePost('', 'record', 'files')
  async send(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const sent = sentCsv(form, page.language);
    if ('problems' in sent) return this.#start(page, sent.problems);
    else return this.#keep(page, sent);
  }

  @ConsoleGet('sample.csv', 'record')
  sample(@Page() { language }: Page, @Res() reply: FastifyReply): void {
    const disposition = 'attachment; filename="jalon-import.csv"';
    void reply.type('text/csv; charset=utf-8').header('Content-Disposition', disposition).send(sampleFile(language));
  }

  @ConsoleGet(':id', 'record')
  async look(@Page() page: Page, @Param('id') id: string): Promise<PageAnswer> {
    return this.#show(page, await this.#kept(id, page));
  }

  @ConsoleGet(':id/progress', 'record')
  async progress(@Page() page: Page, @Param('id') id: string): Promise<PageAnswer> {
    const { state } = await this.#kept(id, page);
    return {
      fragment: state.is === 'running' ? <Uploading {...this.#uploading(page, id, state)} /> : <div data-reload />,
    };
  }

  /** Replaces an invalid file; sent twice, the former version may be gone already. */
  @ConsolePost(':id', 'record', 'files')
  async fix(@Exchange() { page, form }: Exchange, @Param('id') id: string): Promise<PageAnswer> {
    const former = await this.#found(id, page);
    const sent = sentCsv(form, page.language, former);
    if (!('problems' in sent)) return this.#keep(page, sent, former?.id);
    else if (former) return this.#show(page, former, sent.problems);
    else return this.#start(page, sent.problems);
  }

  @ConsolePost(':id/confirm', 'record')
  async confirm(@Page() page: Page, @Param('id') id: string): Promise<PageAnswer> {
    const kept = await this.#kept(id, page);
    if (kept.state.is !== 'running' && kept.state.is !== 'done') {
      const preview = await this.#preview(kept, page);
      const context = { actor: actorOf(callerOf(page)), correlationId: page.requestId };
      const { changes, touched } = preview;
      const previewed = { changes: changes.slice(0, CHANGES_LISTED), touched, about: aboutIn(preview) };
      if (preview.needsApproval && callerOf(page).account === undefined)
        throw refuse('account-needed', 'file', 'account-needed');
      const record: RecordUpload = async (bytes, onStep): Promise<ImportResult | ImportProposed> => {
        try {
          return { ...(await this.imports.record(bytes, context, onStep)), ...previewed };
        } catch (error) {
          if (!(error instanceof ApprovalNeeded)) throw error;
          const proposed = { kind: 'import', name: kept.name, bytes } as const;
          return { proposal: (await this.proposals.propose(proposed, context, error)).id };
        }
      };
      if (isRight(preview)) await this.uploads.start(id, scopeOf(page), record);
      await untilRecorded(async () => (await this.#kept(id, page)).state.is === 'running');
    }
    return { redirect: addressOf(page, `/import/${id}`) };
  }

  async #keep(page: Page, sent: SentCsv, instead?: string): Promise<PageAnswer> {
    const isInvalid = hasProblems(await this.#preview(sent, page));
    const id = await this.uploads.store({ ...sent, kind: 'import', about: {}, isInvalid }, callerOf(page).id, instead);
    return { redirect: addressOf(page, `/import/${id}`) };
  }

  async #start(page: Page, problems: readonly Problem[] = []): Promise<PageAnswer> {
    const kept = await this.uploads.list<ImportResult | ImportProposed>('import', callerOf(page).id);
    const children = importStart(page, kept, problems);
    const { title, looks } = phrases(page.language).console.imports;
    const actions = (
      <a class="button second" href="/import/sample.csv" download>
        {looks.sample}
      </a>
    );
    return { ...SHOWN, title, actions, status: problems.length > 0 ? 422 : 200, children };
  }

  async #show(page: Page, kept: UploadedFile, problems: readonly Problem[] = []): Promise<PageAnswer> {
    const { id, name, state } = kept;
    const schemes = await this.schemes.at();
    if (state.is === 'running') {
      const children = <UploadingPage {...this.#uploading(page, id, state)} />;
      return { ...SHOWN, title: `${phrases(page.language).console.terms.recordingTitle} · ${name}`, children };
    } else if (state.is === 'done') {
      if ('proposal' in state.result)
        return { redirect: addressOf(page, `/approvals/${state.result.proposal}`, { done: 'proposed' }) };
      const seen = this.db.epochs.written(state.result.position);
      const children = recordedPage(page, schemes, state.result, seen);
      return { ...SHOWN, title: name, children };
    } else {
      const asked = await queryOf(page, Asked);
      const preview = await this.#preview(kept, page);
      const text = editableText(kept.bytes);
      const children = <ImportPreviewPage {...{ page, pending: kept, preview, schemes, asked, text, problems }} />;
      const isFailed = problems.length > 0 || hasProblems(preview);
      return { ...SHOWN, title: name, isFailed, status: problems.length > 0 ? 422 : 200, children };
    }
  }

  #preview({ bytes }: SentCsv, { today }: Page): Promise<ImportPreview> {
    return this.imports.preview(bytes, { asOf: today });
  }

  #uploading(page: Page, id: string, { step, beganAt }: { step: UploadStep; beganAt: Date }) {
    const { steps, since, text, stay } = phrases(page.language).console.imports.running;
    const said = [`${since(secondsSince(beganAt, this.clock.now()))} ${text} ${stay}`];
    const progress = { max: STEPS.length, value: STEPS.indexOf(step) };
    return { page, path: `/import/${id}`, label: steps[step], progress, said };
  }

  async #kept(id: string, page: Page): Promise<UploadedFile> {
    const kept = await this.#found(id, page);
    if (!kept) throw uploadNotFound();
    return kept;
  }

  async #found(id: string, page: Page): Promise<UploadedFile | undefined> {
    if (!z.guid().safeParse(id).success) return undefined;
    return this.uploads.find<ImportResult | ImportProposed, object>('import', id, scopeOf(page));
  }
}

const STEPS: readonly UploadStep[] = ['reading', 'deciding', 'recording'];

const scopeOf = (page: Page) => (callerOf(page).scopes.has('admin') ? 'all' : { key: callerOf(page).id });

/** Whether all rows are valid and at least one is new. */
const isRight = (preview: ImportPreview): boolean => !hasProblems(preview) && preview.counts.recorded > 0;

const MOST = 50;

/** The providers of the rows to be recorded, by the names in the file. */
function aboutIn({ rows }: ImportPreview): ImportResult['about'] {
  const about = new Map<string, string>();
  for (const { outcome, provider, cells } of rows)
    if (outcome === 'recorded' && provider !== undefined && !about.has(provider))
      about.set(provider, cells.provider ?? '');
  return [...about].slice(0, MOST).map(([id, name]) => ({ id, name }));
}

interface SentCsv {
  name: string;
  bytes: Buffer;
}

/**
 * The uploaded file or the pasted text. Browsers send every line break of a text as CR LF: those of the file are restored.
 *
 * @param former the file that the text corrects
 */
function sentCsv(form: URLSearchParams, language: Language, former?: SentCsv): SentCsv | { problems: Problem[] } {
  const t = phrases(language).console.imports;
  const file = form instanceof FormWithFile ? form.file : undefined;
  if (file) return { name: fileName(file.name) || t.pasted, bytes: file.bytes };
  const text = form.get('text');
  if (text === null) return { problems: [{ field: 'file', ...reason('required') }] };
  if (text.trim() === '') return { problems: [{ field: 'text', ...reason('required') }] };
  const end = former?.bytes.includes('\r\n') ? '\r\n' : '\n';
  return { name: former?.name ?? t.pasted, bytes: Buffer.from(text.replace(/\r\n?|\n/g, end)) };
}

/** In bytes of the escaped text; limits the page size. */
const MOST_ON_A_PAGE = 60_000;

/** The file as text; `undefined` if it is too long or no text. */
function editableText(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_ON_A_PAGE) return undefined;
  const text = decodeText(bytes);
  const room = Buffer.byteLength(text) + (text.match(/["&<]/g)?.length ?? 0) * 5;
  return room > MOST_ON_A_PAGE || text.includes('\0') ? undefined : text;
}

const STATE_TONES: Record<ImportUpload['state']['is'] | 'invalid', Tone> = {
  waiting: 'warn',
  invalid: 'bad',
  refused: 'bad',
  unfinished: 'bad',
  running: 'warn',
  done: 'good',
};

function importStart(page: Page, kept: readonly ImportUpload[], problems: readonly Problem[]) {
  const { intro, kept: k, looks } = phrases(page.language).console.imports;
  const { terms } = phrases(page.language).console;
  return (
    <>
      <p>{intro}</p>
      <SendForms {...{ page, problems }} action={addressOf(page, '/import')} />
      {kept.length === 0 ? null : (
        <Section id="kept" title={k.heading}>
          <Table
            isList
            label={k.heading}
            columns={[{ name: terms.file }, { first: terms.state }, k.at]}
            rows={kept.map(({ id, name, createdAt, state }) => ({
              tone: state.is === 'done' ? undefined : STATE_TONES[state.is],
              cells: [
                linkTo(page, `/import/${id}`, name),
                <Badge tone={STATE_TONES[state.is]}>{k.state[state.is]}</Badge>,
                <Timestamp page={page} at={createdAt} isShort />,
              ],
            }))}
          />
        </Section>
      )}
      <Section id="looks" title={looks.heading}>
        <p>{looks.rows}</p>
        <p>
          {looks.needs}
          {REQUIRED.map((name, index) => [index === 0 ? null : ', ', <code>{name}</code>])}
        </p>
        <p>{looks.again}</p>
      </Section>
    </>
  );
}

type Row = Partial<Record<Column, string>>;

const company = { source_kind: 'company', source_publisher: 'Nuage Exemple' } as const;
const about = { provider: 'Nuage Exemple', service: 'Cloud Exemple', scheme: 'secnumcloud' } as const;

/** Fictitious, but valid rows, as they stand in the file. */
const ROWS: readonly Row[] = [
  { provider: 'Nuage Exemple', type: 'AnnouncementMade', occurred: '2024-03', ...company, title: 'A sovereign cloud' },
  { ...about, service_kinds: 'IaaS;PaaS', type: 'IntentDeclared', occurred: '2024-Q2', ...company },
  { ...about, type: 'MilestoneReached', occurred: '2025-04-17', ...company, milestone: 'J0', quote: '"J0, enfin !"' },
  { ...about, type: 'TargetSet', occurred: '2025-05', ...company, milestone: 'J2', target: '2026-H1' },
];

/** A valid file with every known column; in French with the words of the console, as French Excel opens it. */
function sampleFile(language: Language): string {
  const { types, sourceKinds } = phrases(language).events;
  const isFrench = language === 'fr';
  const inWords = (row: Row): Row =>
    isFrench ? { ...row, type: types[row.type as LedgerEvent['type']].name, source_kind: sourceKinds.company } : row;
  const headings = Object.fromEntries(COLUMNS.map((name) => [name, isFrench ? columnLabel(name, language) : name]));
  const [separator, mark] = isFrench ? [';', '\uFEFF'] : [',', ''];
  const quoted = (cell: string) => (cell.includes(separator) && !cell.startsWith('"') ? `"${cell}"` : cell);
  const lines = [headings, ...ROWS.map(inWords)] satisfies Row[];
  return (
    mark + lines.map((row: Row) => `${COLUMNS.map((name) => quoted(row[name] ?? '')).join(separator)}\r\n`).join('')
  );
}
