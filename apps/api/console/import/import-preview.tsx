import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { ImportPreview, Outcome } from '#imports/import-preview.js';
import type { ImportUpload } from '#imports/imports.js';
import { Pager } from '../frame/pagers.js';
import { Failed, Form, Problems } from '../frame/controls.js';
import { addressOf, type PageContext, currentUrlWith } from '../frame/page.js';
import { ChangesTable } from './import-result.js';
import { FileForm, TextForm } from './import-form.js';
import { isColumn, RowResults } from './row-results.js';

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
          <li key={JSON.stringify(problem)}>
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
          <li key={outcome}>{t.counts[outcome](counts[outcome])}</li>
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
