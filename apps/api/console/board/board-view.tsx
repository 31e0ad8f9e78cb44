import { phrases } from '#language/phrases.js';
import type { BoardPage } from '#projections/list-board.js';
import { addressOf } from '../frame/page.js';
import { Pager } from '../frame/pager.js';
import { BoardCounts } from './board-counts.js';
import { BoardEmpty } from './board-empty.js';
import { BoardFilter, type FilterProps } from './board-filter.js';
import { boardWith, isNarrowed } from './board-query.js';
import { BoardTable } from './board-table.js';
import { Welcome } from './welcome.js';

export const PAGE_SIZE = 30;

interface ViewProps extends FilterProps {
  /** Absent: what it is narrowed by is not on record. */
  found: BoardPage | undefined;
  /** Counted from 1. */
  number: number;
  isWelcomed: boolean;
}

export function BoardView({ found, number, isWelcomed, ...asked }: ViewProps) {
  const { page } = asked;
  return (
    <>
      {isWelcomed ? null : <Welcome page={page} />}
      <BoardFilter {...asked} />
      <div class="board-found">
        {found ? <Found {...asked} found={found} number={number} /> : <Unknown page={page} />}
      </div>
    </>
  );
}

/** What the board was to be narrowed to is not on record: its field says so. */
const Unknown = ({ page }: Pick<ViewProps, 'page'>) => (
  <p class="empty">
    <a href={addressOf(page, '/')}>{phrases(page.language).console.board.reset}</a>
  </p>
);

function Found({ found, number, page, choice, schemes }: Omit<ViewProps, 'isWelcomed'> & { found: BoardPage }) {
  const { lines, total, counts, flags, all } = found;
  const words = phrases(page.language).console.board;
  return (
    <>
      {all === 0 ? null : (
        <>
          <BoardCounts {...{ page, choice, counts, flags }} scheme={schemes.get(choice.scheme ?? '')} />
          <p class="board-total">
            <span role="status">{words.found(total)}</span>
            {isNarrowed(choice) ? <a href={addressOf(page, '/')}>{words.reset}</a> : null}
            <a href={boardWith(page, choice, {}, '/board.csv')}>{words.csv}</a>
          </p>
        </>
      )}
      {lines.length === 0 ? (
        <BoardEmpty page={page} choice={choice} found={found} />
      ) : (
        <BoardTable {...{ page, choice, lines, schemes }} />
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
    </>
  );
}
