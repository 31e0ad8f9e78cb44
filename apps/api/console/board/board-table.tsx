import { phrases } from '#language/phrases.js';
import type { BoardLine, BoardSort } from '#projections/list-board.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { colon } from '#language/language.js';
import type { ThisPage } from '../frame/page.js';
import { BoardRow } from './board-line.js';
import { type BoardChoice, boardWith } from './board-query.js';

interface TableProps {
  page: ThisPage;
  choice: BoardChoice;
  lines: readonly BoardLine[];
  schemes: Schemes;
}

/** One line per dossier. Headings that are links sort. */
export function BoardTable({ page, choice, lines, schemes }: TableProps) {
  const { caption, columns } = phrases(page.language).console.board;
  const sorting = { page, choice };
  return (
    <table class="lines board">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <Heading {...sorting} sort="provider" label={columns.who} />
          <th scope="col">{columns.scheme}</th>
          <Heading {...sorting} sort="status" label={columns.status} />
          <th scope="col">{columns.stage}</th>
          <Heading {...sorting} sort="deadline" label={columns.next} />
          <Heading {...sorting} sort="news" label={columns.news} />
          <Heading {...sorting} sort="urgency" label={columns.flags} />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <BoardRow key={line.id} page={page} line={line} schemes={schemes} />
        ))}
      </tbody>
    </table>
  );
}

/** Each order has the one direction that makes sense: the latest news first, everything else ascending. */
function Heading({
  page,
  choice,
  sort,
  label,
}: Pick<TableProps, 'page' | 'choice'> & { sort: BoardSort; label: string }) {
  const { sortBy, sorts } = phrases(page.language).console.board;
  const isSorted = choice.sort === sort;
  return (
    <th scope="col" {...(isSorted && { 'aria-sort': sort === 'news' ? 'descending' : 'ascending' })}>
      <a
        href={boardWith(page, choice, { sort })}
        title={`${sortBy}${colon(page.language)}${sorts[sort].toLowerCase()}`}
      >
        {label}
      </a>
      {isSorted ? <span aria-hidden="true">{sort === 'news' ? ' ↓' : ' ↑'}</span> : null}
    </th>
  );
}
