import type { Problem } from '#domain/refusal.js';
import { phrases, say } from '#language/phrases.js';
import { Field, Form, Failed, Problems } from '../frame/controls.js';
import { type PageContext, addressOf, currentUrlWith } from '../frame/page.js';
import { isPartialDate } from '#domain/date/partial-date.js';
import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Outcome, PreviewRow, ImportPreview, DossierChange } from '#imports/import-preview.js';
import type { ImportUpload, ImportResult } from '#imports/imports.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized, quoted } from '#language/format.js';
import { colon } from '#language/language.js';
import { DateText } from '../frame/display.js';
import { Badge, type Tone, StatusMark } from '../frame/marks.js';
import { Table, Pager } from '../frame/table.js';

const TONES: Record<Outcome, Tone> = {
  recorded: 'good',
  replayed: 'plain',
  repeated: 'plain',
  wrong: 'bad',
  unclear: 'warn',
};

interface RowsProps {
  page: PageContext;
  schemes: Schemes;
}

function RowResults({ page, schemes, rows }: RowsProps & { rows: readonly PreviewRow[] }) {
  const t = phrases(page.language).console.imports.table;
  return (
    <Table
      isMain
      caption={t.caption}
      columns={[t.line, { plain: t.outcome }, t.about, t.what, { nowrap: t.day }, t.source]}
      rows={rows.map((row) => rowOf({ page, schemes, row }))}
    />
  );
}

function rowOf({ page, schemes, row }: RowsProps & { row: PreviewRow }) {
  const { language } = page;
  const { table, outcome } = phrases(language).console.imports;
  const { cells, opens } = row;
  const about = [cells.provider, cells.service, cells.scheme && schemeName(cells.scheme, schemes, language)];
  const isNew = opens.provider ? table.newProvider : opens.dossier ? table.newDossier : undefined;
  return [
    <>
      <span class="import-line-word">{table.line} </span>
      {row.line}
    </>,
    <>
      <Badge tone={TONES[row.outcome]}>{outcome[row.outcome]}</Badge>
      <Wrong page={page} row={row} />
    </>,
    <>
      {short(about.filter((part) => part !== undefined).join(', '))}
      {isNew === undefined ? null : <span class="soft small"> ({isNew})</span>}
    </>,
    short(whatIn(row, schemes, page)),
    <Day page={page} date={cells.occurred} />,
    short(sourceIn(row, page)),
  ];
}

function whatIn({ cells, event }: PreviewRow, schemes: Schemes, { language }: PageContext): string {
  if (event) return capitalized(summaryOf(event, language, schemes.get(cells.scheme ?? '')));
  const { types } = phrases(language).events;
  const { type = '' } = cells;
  return Object.hasOwn(types, type) ? capitalized(types[type as keyof typeof types].name) : type;
}

function sourceIn({ cells, event }: PreviewRow, { language }: PageContext): string {
  const source = event && 'source' in event ? event.source : undefined;
  return source
    ? sourceInWords({ kind: source.kind, publisher: source.publisher }, language)
    : (cells.source_publisher ?? '');
}

function Day({ page, date }: { page: PageContext; date: string | undefined }) {
  if (date === undefined) return <span class="soft">{phrases(page.language).console.imports.table.undated}</span>;
  return isPartialDate(date) ? <DateText page={page} date={date} /> : <span>{short(date)}</span>;
}

/** Whether a problem is about one column, not a row or the file as a whole. */
const isColumn = ({ field }: Pick<Problem, 'field'>): boolean => field !== 'row' && field !== 'file';

function Wrong({ page: { language }, row: { problems, cells } }: { page: PageContext; row: PreviewRow }) {
  if (problems.length === 0) return null;
  return (
    <ul class="import-wrong">
      {problems.map((problem) => {
        const { field } = problem;
        const value = field in cells ? cells[field as keyof typeof cells] : undefined;
        const why = say(problem, language);
        return (
          <li>
            {isColumn(problem) ? <code>{field}</code> : null}
            {value === undefined || why.startsWith(value) ? ' ' : ` ${quoted(short(value), language)} `}
            {why}
          </li>
        );
      })}
    </ul>
  );
}

/** Cells are truncated to limit the page size. */
const SHOWN = 90;

const short = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1).toWellFormed()}…`);

const ROWS_SHOWN = 100;
const CHANGES_SHOWN = 200;
const OUTCOMES: readonly Outcome[] = ['wrong', 'unclear', 'recorded', 'replayed', 'repeated'];

interface ImportPreviewProps {
  page: PageContext;
  pending: ImportUpload;
  preview: ImportPreview;
  schemes: Schemes;
  /** Long files show invalid rows first. */
  asked: { only?: 'problems' | 'all' | undefined; page: number };
  /** Absent: too long to edit, or a workbook. */
  text?: string | undefined;
  problems?: readonly Problem[];
}

/** Whether the file has to be corrected: it cannot be read, has an invalid row, or none at all. */
export const hasProblems = ({ problems, rows, counts }: ImportPreview): boolean =>
  problems.length > 0 || rows.length === 0 || counts.wrong + counts.unclear > 0;

export function ImportPreviewPage(props: ImportPreviewProps) {
  const { page, pending, preview, schemes, problems = [] } = props;
  const t = phrases(page.language).console.imports;
  const { counts } = preview;
  const isWrong = hasProblems(preview);
  const isEmpty = preview.problems.length + preview.rows.length === 0;
  const labels = { file: t.file.another, text: t.text.label };
  return (
    <>
      {pending.state.is === 'refused' ? <p class="note warn">{t.refused}</p> : null}
      {pending.state.is === 'unfinished' ? <p class="note warn">{t.unfinished}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {isEmpty ? (
        <Failed>
          <p>{t.empty}</p>
        </Failed>
      ) : isWrong ? (
        <Failed>
          {preview.problems.length > 0 ? <FileProblems page={page} preview={preview} /> : null}
          <p>
            {preview.rows.length > 0 ? t.wrong.note : t.wrong.unreadable}
            {counts.unclear > 0 ? ` ${t.unclear}` : ''}
          </p>
        </Failed>
      ) : null}
      {preview.rows.length > 0 ? <Counts {...props} /> : null}
      {isWrong ? null : <Confirm page={page} pending={pending} count={counts.recorded} />}
      {preview.rows.length > 0 ? <Rows {...props} /> : null}
      {isWrong ? (
        <Fix {...props} />
      ) : (
        <ChangesTable {...{ page, schemes }} {...preview} changes={preview.changes.slice(0, CHANGES_SHOWN)} />
      )}
    </>
  );
}

/** Problems of the header, or why the file cannot be read. */
function FileProblems({ page, preview: { problems, rows } }: Pick<ImportPreviewProps, 'page' | 'preview'>) {
  const { wrong, table } = phrases(page.language).console.imports;
  return (
    <>
      <p>
        <strong>{rows.length > 0 ? wrong.header : wrong.file}</strong>
      </p>
      <ul>
        {problems.map((problem) => (
          <li>
            {problem.row === undefined
              ? ''
              : `${table.line} ${problem.row}${isColumn(problem) ? ', ' : colon(page.language)}`}
            {isColumn(problem) ? <code>{problem.field}</code> : null} {say(problem, page.language)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Counts({ page, preview: { rows, counts, providers, dossiers, messages } }: ImportPreviewProps) {
  const t = phrases(page.language).console.imports;
  return (
    <>
      <p>
        <strong>{t.rows(rows.length)}</strong>
      </p>
      <ul>
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <li>{t.counts[outcome](counts[outcome])}</li>
        ))}
        {providers + dossiers > 0 ? <li>{t.opens(providers, dossiers)}</li> : null}
        {counts.recorded > 0 ? <li>{t.messages(messages)}</li> : null}
      </ul>
    </>
  );
}

function Confirm({ page, pending: { id }, count }: { page: PageContext; pending: ImportUpload; count: number }) {
  const t = phrases(page.language).console.imports;
  if (count === 0) return <p class="note good">{t.nothing}</p>;
  return (
    <Form page={page} action={addressOf(page, `/import/${id}/confirm`)}>
      <p>
        <button>{t.confirm(count)}</button> <span class="soft">{t.confirmHint}</span>
      </p>
    </Form>
  );
}

function Rows({ page, preview, schemes, asked }: ImportPreviewProps) {
  const t = phrases(page.language).console.imports.table;
  const wrong = preview.rows.filter(({ problems }) => problems.length > 0);
  const usual = wrong.length > 0 && preview.rows.length > ROWS_SHOWN ? 'problems' : 'all';
  const only = asked.only ?? usual;
  const rows = only === 'problems' ? wrong : preview.rows;
  const from = (asked.page - 1) * ROWS_SHOWN;
  const shown = rows.slice(from, from + ROWS_SHOWN);
  const other = only === 'problems' ? 'all' : 'problems';
  return (
    <>
      {wrong.length > 0 || only === 'problems' ? (
        <p>
          <a href={currentUrlWith(page, { only: other })}>{other === 'all' ? t.all : t.only}</a>
        </p>
      ) : null}
      {rows.length === 0 ? <p class="empty">{t.empty}</p> : <RowResults {...{ page, schemes }} rows={shown} />}
      <Pager page={page} number={asked.page} size={ROWS_SHOWN} total={rows.length} />
    </>
  );
}

function Fix({ page, pending, text, problems = [] }: ImportPreviewProps) {
  const form = { page, problems, action: addressOf(page, `/import/${pending.id}`), again: true };
  return (
    <>
      <h2>{phrases(page.language).console.imports.wrong.fix}</h2>
      {text === undefined ? null : <TextForm {...form} text={text} />}
      <FileForm {...form} />
    </>
  );
}

interface RecordedPageProps {
  page: PageContext;
  schemes: Schemes;
  result: ImportResult;
  /** The position that the board has to reach. */
  seen: string;
}

export function RecordedPage({ page, schemes, result, seen }: RecordedPageProps) {
  const t = phrases(page.language).console.imports.done;
  return (
    <>
      <p class="note good" role="status">
        {t.text(result.recorded, result.replayed)}
      </p>
      {result.about.length === 0 ? null : (
        <p>
          {t.about}{' '}
          {result.about.map(({ id, name }, index) => (
            <>
              {index === 0 ? null : ', '}
              <a href={addressOf(page, `/providers/${id}`)}>{name}</a>
            </>
          ))}
        </p>
      )}
      <ChangesTable {...{ page, schemes, changes: result.changes, touched: result.touched }} isDone />
      <p>
        <a href={addressOf(page, '/dossiers', { seen })}>{t.board}</a> ·{' '}
        <a href={addressOf(page, '/import')}>{t.another}</a>
      </p>
    </>
  );
}

const MOST_CHANGES = 40;

interface ChangesTableProps {
  page: PageContext;
  schemes: Schemes;
  changes: readonly DossierChange[];
  touched: number;
  /** Recorded: opened dossiers exist and are linked. */
  isDone?: boolean;
}

function ChangesTable({ page, schemes, changes, touched, isDone = false }: ChangesTableProps) {
  const t = phrases(page.language).console.imports.changes;
  const shown = changes.slice(0, MOST_CHANGES);
  return (
    <>
      <h2>{isDone ? t.done : t.heading}</h2>
      {shown.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Table
          caption={t.caption}
          columns={[t.dossier, t.before, t.after, { number: t.facts }]}
          rows={shown.map((change) => changeOf({ page, schemes, change, isDone }))}
        />
      )}
      {touched > shown.length ? <p class="soft">{t.more(touched - shown.length)}</p> : null}
    </>
  );
}

function changeOf({
  page,
  schemes,
  change,
  isDone,
}: Pick<ChangesTableProps, 'page' | 'schemes'> & { change: DossierChange; isDone: boolean }) {
  const { language } = page;
  const t = phrases(language).console.imports.changes;
  const { dossier, opened, before, after, confirmedBefore, confirmedAfter, warnings, events } = change;
  const scheme = schemes.get(dossier.scheme);
  const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(', ');
  const badge = (status: Status, confirmed: boolean) => <StatusMark {...{ status, confirmed, scheme, language }} />;
  return [
    <>
      {opened && !isDone ? name : <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{name}</a>}{' '}
      <span class="soft small">{schemeName(dossier.scheme, schemes, language)}</span>
    </>,
    before === null ? <span class="soft">{t.opened}</span> : badge(before, confirmedBefore ?? false),
    <>
      {badge(after, confirmedAfter)}
      {warnings.map((code) => (
        <div class="small soft">{phrases(language).warnings[code].title}</div>
      ))}
    </>,
    events,
  ];
}

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
