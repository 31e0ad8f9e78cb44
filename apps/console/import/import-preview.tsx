import { isPartialDate } from '#domain/date/partial-date.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Outcome, PreviewRow, ImportPreview } from '#imports/import-preview.js';
import type { ImportUpload } from '#imports/imports.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized, quoted } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Failed, Form, Problems } from '../frame/controls.js';
import { DateText, Table } from '../frame/display.js';
import { type PageContext, addressOf, currentUrlWith } from '../frame/page.js';
import { Pager } from '../frame/pagers.js';
import { FileForm, TextForm } from './import-form.js';
import { ChangesTable } from './import-result.js';

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

/** Outcome and problems of each row. */
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

/** The invalid cells of a row and their problems. */
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

/** Preview of an import, row by row. */
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
