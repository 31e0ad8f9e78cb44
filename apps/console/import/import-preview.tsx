import { isPartialDate } from '#domain/date/partial-date.js';
import type { Status } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type {
  DossierChange,
  ImportPreview,
  ImportResult,
  ImportUpload,
  Outcome,
  PreviewRow,
} from '#imports/imports.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { cutShort, capitalized, quoted } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { Failed } from '../frame/controls.js';
import { linkTo, buttonTo, DateText, More, Section, Badge, StatusMark, type Tone } from '../frame/display.js';
import { DataForm } from '../frame/fields.js';
import { addressOf, currentUrlWith, type Page } from '../frame/page.js';
import { Pager, Table, Switch } from '../frame/table.js';

const ROWS_SHOWN = 100;

/** The gravest first. */
const OUTCOMES: readonly [Outcome, Tone][] = [
  ['wrong', 'bad'],
  ['unclear', 'warn'],
  ['recorded', 'good'],
  ['replayed', 'plain'],
  ['repeated', 'plain'],
];

interface PreviewProps {
  page: Page;
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

/** What recording a file would come to: its problems and how to correct them, or its effect and the button. */
export function ImportPreviewPage(props: PreviewProps) {
  const { page, pending, preview, schemes } = props;
  const { imports: t, approvals, terms } = phrases(page.language).console;
  const { counts, rows, providers, dossiers, messages } = preview;
  const { is } = pending.state;
  const isWrong = hasProblems(preview);
  return (
    <>
      {is === 'refused' || is === 'unfinished' ? <p class="note warn">{t[is]}</p> : null}
      {isWrong ? <WhyWrong {...props} /> : null}
      {rows.length === 0 ? null : (
        <p>
          {OUTCOMES.filter(([outcome]) => counts[outcome] > 0).map(([outcome, tone]) => (
            <>
              <Badge tone={tone}>{`${counts[outcome].toLocaleString(page.language)} ${t.outcome[outcome]}`}</Badge>{' '}
            </>
          ))}
          {[
            ...(providers + dossiers > 0 ? [t.opens(providers, dossiers)] : []),
            ...(counts.recorded > 0 ? [t.messages(messages)] : []),
          ].join('. ')}
        </p>
      )}
      {!isWrong && counts.recorded === 0 ? <p class="note good">{t.nothing}</p> : null}
      {!isWrong && counts.recorded > 0 ? (
        <DataForm
          {...{ page, parts: [] }}
          action={addressOf(page, `/import/${pending.id}/confirm`)}
          send={preview.needsApproval ? approvals.propose : t.confirm(counts.recorded)}
          note={preview.needsApproval ? t.needsApproval : t.confirmHint}
        />
      ) : null}
      {isWrong ? null : <Changes {...{ page, schemes }} {...preview} />}
      {rows.length === 0 ? null : <Rows {...props} />}
      {isWrong ? (
        <Section id="fix" title={terms.retry}>
          <SendForms {...props} action={addressOf(page, `/import/${pending.id}`)} again />
        </Section>
      ) : null}
    </>
  );
}

/** Whether a problem is about one column, not a row or the file as a whole. */
const isColumn = ({ field }: Pick<Problem, 'field'>): boolean => field !== 'row' && field !== 'file';

/** Problems of the header, or why the file cannot be read. */
function WhyWrong({ page, preview: { problems, rows, counts } }: PreviewProps) {
  const { wrong, table, unclear, empty } = phrases(page.language).console.imports;
  if (problems.length + rows.length === 0) return <Failed>{empty}</Failed>;
  return (
    <Failed>
      {problems.length === 0 ? null : (
        <>
          <strong>{rows.length > 0 ? wrong.header : wrong.file}</strong>
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
      )}
      <p>{`${rows.length > 0 ? wrong.note : wrong.unreadable} ${counts.unclear > 0 ? unclear : ''}`}</p>
    </Failed>
  );
}

function Rows({ page, preview, schemes, asked }: PreviewProps) {
  const t = phrases(page.language).console.imports.table;
  const { terms } = phrases(page.language).console;
  const wrong = preview.rows.filter(({ problems }) => problems.length > 0);
  const only = asked.only ?? (wrong.length > 0 && preview.rows.length > ROWS_SHOWN ? 'problems' : 'all');
  const rows = only === 'problems' ? wrong : preview.rows;
  const from = (asked.page - 1) * ROWS_SHOWN;
  const ways = (
    [
      ['problems', t.only],
      ['all', t.all],
    ] as const
  ).map(([value, label]) => ({
    ...{ label, href: `${currentUrlWith(page, { only: value })}#rows`, isHere: value === only },
  }));
  return (
    <Section id="rows" title={t.caption}>
      {wrong.length > 0 || only === 'problems' ? <Switch label={t.caption} ways={ways} /> : null}
      <Table
        isMain
        isList={wrong.length === 0}
        label={t.caption}
        columns={[
          { number: t.line },
          { first: terms.result },
          { name: t.about },
          t.what,
          { nowrap: terms.date },
          terms.source,
        ]}
        rows={rows.slice(from, from + ROWS_SHOWN).map((row) => rowOf(page, schemes, row))}
        empty={t.empty}
      />
      <Pager page={page} number={asked.page} size={ROWS_SHOWN} total={rows.length} />
    </Section>
  );
}

const TONES = new Map(OUTCOMES);

function rowOf(page: Page, schemes: Schemes, row: PreviewRow) {
  const { language } = page;
  const { table, outcome } = phrases(language).console.imports;
  const { cells, opens, event } = row;
  const about = [cells.provider, cells.service, cells.scheme && schemeName(cells.scheme, schemes, language)];
  const isNew = opens.provider ? table.newProvider : opens.dossier ? table.newDossier : undefined;
  const tone = TONES.get(row.outcome) ?? 'plain';
  const { occurred } = cells;
  const source = event && 'source' in event ? event.source : undefined;
  return {
    tone: row.problems.length > 0 ? tone : undefined,
    cells: [
      row.line,
      <>
        <Badge tone={tone}>{outcome[row.outcome]}</Badge>
        {row.problems.map((problem) => (
          <div>{wrongCell(page, row, problem)}</div>
        ))}
      </>,
      <>
        {short(about.filter((part) => part !== undefined).join(', '))}
        {isNew === undefined ? null : <span class="soft small"> ({isNew})</span>}
      </>,
      short(whatIn(row, schemes, page)),
      occurred === undefined ? (
        <span class="soft">{phrases(language).console.terms.undated}</span>
      ) : isPartialDate(occurred) ? (
        <DateText page={page} date={occurred} />
      ) : (
        short(occurred)
      ),
      short(
        source
          ? sourceInWords({ kind: source.kind, publisher: source.publisher }, language)
          : (cells.source_publisher ?? ''),
      ),
    ],
  };
}

function wrongCell({ language }: Page, { cells }: PreviewRow, problem: Problem) {
  const { field } = problem;
  const value = field in cells ? cells[field as keyof typeof cells] : undefined;
  const why = say(problem, language);
  return (
    <>
      {isColumn(problem) ? <code>{field}</code> : null}
      {value === undefined || why.startsWith(value) ? ' ' : ` ${quoted(short(value), language)} `}
      {why}
    </>
  );
}

function whatIn({ cells, event }: PreviewRow, schemes: Schemes, { language }: Page): string {
  if (event) return capitalized(summaryOf(event, language, schemes.get(cells.scheme ?? '')));
  const { types } = phrases(language).events;
  const { type = '' } = cells;
  return Object.hasOwn(types, type) ? capitalized(types[type as keyof typeof types].name) : type;
}

/** Cells are truncated to limit the page size. */
const short = (text: string): string => cutShort(text, 90);

/** @param seen The position that the board has to reach */
export function recordedPage(page: Page, schemes: Schemes, result: ImportResult, seen: string) {
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
              {linkTo(page, `/providers/${id}`, name)}
            </>
          ))}
        </p>
      )}
      <Changes {...{ page, schemes, changes: result.changes, touched: result.touched }} isDone />
      <p class="actions">
        {buttonTo(addressOf(page, '/dossiers', { seen }), t.board, 'primary')}
        {linkTo(page, '/import', t.another)}
      </p>
    </>
  );
}

const MOST_CHANGES = 40;

interface ChangesProps {
  page: Page;
  schemes: Schemes;
  changes: readonly DossierChange[];
  touched: number;
  /** Recorded: opened dossiers exist and are linked. */
  isDone?: boolean;
}

function Changes({ page, schemes, changes, touched, isDone = false }: ChangesProps) {
  const { language } = page;
  const t = phrases(language).console.imports.changes;
  const { terms } = phrases(language).console;
  const shown = changes.slice(0, MOST_CHANGES);
  const rows = shown.map((change) => {
    const { dossier, opened, before, after, confirmedBefore, confirmedAfter, warnings, events } = change;
    const scheme = schemes.get(dossier.scheme);
    const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(', ');
    const mark = (status: Status, confirmed: boolean) => <StatusMark {...{ status, confirmed, scheme, language }} />;
    return [
      <>
        {opened && !isDone ? name : linkTo(page, `/dossiers/${dossier.id}`, name)}{' '}
        <span class="soft small">{schemeName(dossier.scheme, schemes, language)}</span>
      </>,
      before === null ? <span class="soft">{t.opened}</span> : mark(before, confirmedBefore ?? false),
      mark(after, confirmedAfter),
      warnings.map((code) => phrases(language).warnings[code].title).join(' · '),
      events,
    ];
  });
  const columns = [{ name: terms.dossier }, terms.before, terms.after, { plain: t.warnings }, { number: t.facts }];
  return (
    <Section id="changes" title={t.heading}>
      <Table label={t.caption} {...{ columns, rows }} empty={t.none} />
      <More page={page} count={touched - shown.length} />
    </Section>
  );
}

interface SendProps {
  page: Page;
  action: string;
  problems?: readonly Problem[] | undefined;
  text?: string | undefined;
  /** Whether the forms replace an invalid file; its text is left out if it cannot be edited here. */
  again?: boolean;
}

const ACCEPTED = '.csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file or a text. Two forms: one without files survives a sign-in with its input. */
export function SendForms({ page, action, problems = [], text, again = false }: SendProps) {
  const { file, text: t } = phrases(page.language).console.imports;
  const form = (name: 'file' | 'text') => ({ page, action, problems: problems.filter(({ field }) => field === name) });
  const hint = `${file.drop} ${file.hint}`;
  const forFile = (
    <div class="drop" data-drop>
      <DataForm
        {...form('file')}
        files
        parts={[
          { name: 'file', kind: 'file', label: again ? file.another : file.label, hint, input: { accept: ACCEPTED } },
        ]}
        send={again ? { label: file.check, looks: 'second' } : file.check}
      />
    </div>
  );
  const area = { class: 'import-text', rows: again ? 14 : 6, spellcheck: false, wrap: 'off' };
  const forText = (
    <DataForm
      {...form('text')}
      parts={[{ name: 'text', kind: 'textarea', label: t.label, hint: t.hint, value: text, input: area }]}
      send={again ? t.checkAgain : { label: t.check, looks: 'second' }}
    />
  );
  if (again)
    return (
      <>
        {text === undefined ? null : forText}
        {forFile}
      </>
    );
  return (
    <>
      {forFile}
      <details open={problems.some(({ field }) => field === 'text')}>
        <summary>{t.heading}</summary>
        {forText}
      </details>
    </>
  );
}
