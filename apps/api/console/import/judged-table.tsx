import type { Schemes } from '#domain/scheme/catalogue.js';
import { isPartialDate } from '#domain/date/partial-date.js';
import type { JudgedRow } from '#imports/pending/judged-file.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { sourceInWords } from '#notifications/mail/event-facts.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import { quoted } from '#language/format.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { Badge, When } from '../frame/display.js';
import { EVENT_TYPE_WORDS } from '../frame/event-type-words.js';
import type { ThisPage } from '../frame/page.js';
import { problemIn } from '../frame/reason-words.js';
import { JUDGED_WORDS, TONES } from './judged-words.js';

interface RowsProps {
  page: ThisPage;
  schemes: Schemes;
}

/** What becomes of rows of a file, and what is wrong with them. */
export function JudgedTable({ page, schemes, rows }: RowsProps & { rows: readonly JudgedRow[] }) {
  const words = JUDGED_WORDS[page.language].table;
  return (
    <table class="lines">
      <caption>{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.line}</th>
          <th scope="col">{words.outcome}</th>
          <th scope="col">{words.about}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.source}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.line} page={page} schemes={schemes} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ page, schemes, row }: RowsProps & { row: JudgedRow }) {
  const { language } = page;
  const { table, outcome } = JUDGED_WORDS[language];
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

function whatIn({ cells, event }: JudgedRow, schemes: Schemes, { language }: ThisPage): string {
  if (event) return capitalized(eventPhrase(event, language, schemes.get(cells.scheme ?? '')));
  const words: Partial<Record<string, string>> = EVENT_TYPE_WORDS[language];
  const { type = '' } = cells;
  return Object.hasOwn(words, type) ? capitalized(words[type] ?? type) : type;
}

function sourceIn({ cells, event }: JudgedRow, { language }: ThisPage): string {
  const source = event && 'source' in event ? event.source : undefined;
  return source
    ? sourceInWords({ kind: source.kind, publisher: source.publisher }, language)
    : (cells.source_publisher ?? '');
}

function Day({ page, date }: { page: ThisPage; date: string | undefined }) {
  if (date === undefined) return <span class="soft">{JUDGED_WORDS[page.language].table.undated}</span>;
  return isPartialDate(date) ? <When page={page} date={date} /> : <span>{short(date)}</span>;
}

/** Column by column: what stands there, and what would do. */
function Wrong({ page: { language }, row: { problems, cells } }: { page: ThisPage; row: JudgedRow }) {
  if (problems.length === 0) return null;
  return (
    <ul class="import-wrong">
      {problems.map((problem) => {
        const { field } = problem;
        const value = field in cells ? cells[field as keyof typeof cells] : undefined;
        return (
          <li key={JSON.stringify(problem)}>
            <code>{field}</code>
            {value === undefined ? ' ' : ` ${quoted(short(value), language)} `}
            {problemIn(problem, language)}
          </li>
        );
      })}
    </ul>
  );
}

/** Pages stay light whatever the cells hold; the file has all of it. */
const SHOWN = 90;

const short = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1).toWellFormed()}…`);
