import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { JudgedFile, Outcome } from '#imports/pending/judged-file.js';
import type { PendingImport } from '#imports/pending-imports.js';
import { Form, Problems } from '../frame/controls.js';
import { addressOf, type ThisPage, thisPageWith } from '../frame/page.js';
import { Pager } from '../frame/display.js';
import { problemIn } from '../frame/reason-words.js';
import { ChangesTable } from './changes-table.js';
import { JudgedTable } from './judged-table.js';
import { JUDGED_WORDS } from './judged-words.js';
import { FileForm, TextForm } from './send-form.js';
import { SEND_WORDS } from './send-words.js';

const ROWS_SHOWN = 100;
const OUTCOMES: readonly Outcome[] = ['wrong', 'unclear', 'recorded', 'replayed', 'repeated'];

interface JudgedPageProps {
  page: ThisPage;
  pending: PendingImport;
  judged: JudgedFile;
  schemes: Schemes;
  /** Of a long file, first what is wrong with it. */
  asked: { only?: 'problems' | 'all' | undefined; page: number };
  /** The text to fix; absent where it is too long for that, or no text. */
  text?: string | undefined;
  problems?: readonly Problem[];
}

/** What a file comes to, row by row, before anything of it is recorded. */
export function JudgedPage(props: JudgedPageProps) {
  const { page, pending, judged, schemes, problems = [] } = props;
  const words = JUDGED_WORDS[page.language];
  const { counts } = judged;
  const isWrong = judged.problems.length > 0 || counts.wrong + counts.unclear > 0;
  const isEmpty = judged.problems.length + judged.rows.length === 0;
  const { file, text } = SEND_WORDS[page.language];
  const labels = { file: file.another, text: text.label };
  return (
    <>
      {pending.state.is === 'refused' ? <p class="note warn">{words.refused}</p> : null}
      {pending.state.is === 'unfinished' ? <p class="note warn">{words.unfinished}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {judged.problems.length > 0 ? <Unreadable page={page} problems={judged.problems} /> : <Counts {...props} />}
      {isEmpty ? <p class="note warn">{words.empty}</p> : null}
      {isWrong ? (
        <p class="note error">
          {words.wrong.note}
          {counts.unclear > 0 ? ` ${words.unclear}` : ''}
        </p>
      ) : null}
      {isWrong || isEmpty ? null : <Confirm page={page} pending={pending} count={counts.recorded} />}
      {judged.rows.length > 0 ? <Rows {...props} /> : null}
      {isWrong || isEmpty ? <Fix {...props} /> : <ChangesTable {...{ page, schemes }} {...judged} />}
    </>
  );
}

function Unreadable({ page, problems }: { page: ThisPage; problems: readonly Problem[] }) {
  const { wrong, table } = JUDGED_WORDS[page.language];
  return (
    <>
      <p>{wrong.file}</p>
      <ul class="import-wrong">
        {problems.map((problem) => (
          <li key={JSON.stringify(problem)}>
            {problem.row === undefined ? '' : `${table.line} ${problem.row}, `}
            <code>{problem.field}</code> {problemIn(problem, page.language)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Counts({ page, judged: { rows, counts, providers, dossiers } }: JudgedPageProps) {
  const words = JUDGED_WORDS[page.language];
  return (
    <>
      <p>
        <strong>{words.rows(rows.length)}</strong>
      </p>
      <ul>
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <li key={outcome}>{words.counts[outcome](counts[outcome])}</li>
        ))}
        {providers + dossiers > 0 ? <li>{words.opens(providers, dossiers)}</li> : null}
      </ul>
    </>
  );
}

function Confirm({ page, pending: { id }, count }: { page: ThisPage; pending: PendingImport; count: number }) {
  const words = JUDGED_WORDS[page.language];
  if (count === 0) return <p class="note good">{words.nothing}</p>;
  return (
    <Form page={page} action={addressOf(page, `/import/${id}/confirm`)}>
      <p>
        <button>{words.confirm(count)}</button> <span class="soft">{words.confirmHint}</span>
      </p>
    </Form>
  );
}

function Rows({ page, judged, schemes, asked }: JudgedPageProps) {
  const words = JUDGED_WORDS[page.language].table;
  const wrong = judged.rows.filter(({ problems }) => problems.length > 0);
  const usual = wrong.length > 0 && judged.rows.length > ROWS_SHOWN ? 'problems' : 'all';
  const only = asked.only ?? usual;
  const rows = only === 'problems' ? wrong : judged.rows;
  const from = (asked.page - 1) * ROWS_SHOWN;
  const shown = rows.slice(from, from + ROWS_SHOWN);
  const other = only === 'problems' ? 'all' : 'problems';
  return (
    <>
      {wrong.length > 0 || only === 'problems' ? (
        <p>
          <a href={thisPageWith(page, { only: other })}>{other === 'all' ? words.all : words.only}</a>
        </p>
      ) : null}
      {rows.length === 0 ? <p class="empty">{words.empty}</p> : <JudgedTable {...{ page, schemes }} rows={shown} />}
      <Pager page={page} number={asked.page} size={ROWS_SHOWN} total={rows.length} />
    </>
  );
}

function Fix({ page, pending, text, problems = [] }: JudgedPageProps) {
  const form = { page, problems, action: addressOf(page, `/import/${pending.id}`), again: true };
  return (
    <>
      <h2>{JUDGED_WORDS[page.language].wrong.fix}</h2>
      {text === undefined ? null : <TextForm {...form} text={text} />}
      <FileForm {...form} />
    </>
  );
}
