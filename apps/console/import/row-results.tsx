import { isPartialDate } from '#domain/date/partial-date.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Outcome, PreviewRow } from '#imports/import-preview.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized, quoted } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { Badge, type Tone } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';

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
export function RowResults({ page, schemes, rows }: RowsProps & { rows: readonly PreviewRow[] }) {
  const t = phrases(page.language).console.imports.table;
  return (
    <Table isMain caption={t.caption} columns={[t.line, t.outcome, t.about, t.what, t.day, t.source]}>
      {rows.map((row) => (
        <Row key={row.line} page={page} schemes={schemes} row={row} />
      ))}
    </Table>
  );
}

function Row({ page, schemes, row }: RowsProps & { row: PreviewRow }) {
  const { language } = page;
  const { table, outcome } = phrases(language).console.imports;
  const { cells, opens } = row;
  const about = [cells.provider, cells.service, cells.scheme && schemeName(cells.scheme, schemes, language)];
  const isNew = opens.provider ? table.newProvider : opens.dossier ? table.newDossier : undefined;
  return (
    <tr>
      <th scope="row" class="import-line">
        <span class="import-line-word">{table.line} </span>
        {row.line}
      </th>
      <td>
        <Badge tone={TONES[row.outcome]}>{outcome[row.outcome]}</Badge>
        <Wrong page={page} row={row} />
      </td>
      <td data-label={table.about}>
        {short(about.filter((part) => part !== undefined).join(', '))}
        {isNew === undefined ? null : <span class="soft small"> ({isNew})</span>}
      </td>
      <td data-label={table.what}>{short(whatIn(row, schemes, page))}</td>
      <td data-label={table.day} class="nowrap">
        <Day page={page} date={cells.occurred} />
      </td>
      <td data-label={table.source}>{short(sourceIn(row, page))}</td>
    </tr>
  );
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
export const isColumn = ({ field }: Pick<Problem, 'field'>): boolean => field !== 'row' && field !== 'file';

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
          <li key={JSON.stringify(problem)}>
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
