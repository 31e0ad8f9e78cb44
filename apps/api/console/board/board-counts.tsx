import { phrases } from '#language/phrases.js';
import type { BoardPage } from '#projections/list-board.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { statusWord } from '#notifications/mail/standing-phrase.js';
import type { ThisPage } from '../frame/page.js';
import { type BoardChoice, boardWith, FLAGS } from './board-query.js';

interface CountsProps {
  page: ThisPage;
  choice: BoardChoice;
  counts: BoardPage['counts'];
  flags: BoardPage['flags'];
  /** When the board is narrowed to one. */
  scheme: Scheme | undefined;
}

/** How many dossiers of each status there are, and how many need attention; each count shows those. */
export function BoardCounts({ page, choice, counts, flags, scheme }: CountsProps) {
  const words = phrases(page.language).console.board;
  const { status: chosen = [] } = choice;
  const every = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <nav aria-label={words.statuses}>
        <ul class="board-counts">
          <Count href={boardWith(page, choice, { status: [] })} isChosen={chosen.length === 0} count={every}>
            {words.every}
          </Count>
          {counts.map(({ status, count }) => (
            <Count
              key={status}
              href={boardWith(page, choice, { status: [status] })}
              isChosen={chosen.includes(status)}
              count={count}
            >
              {capitalized(statusWord(status, scheme, page.language))}
            </Count>
          ))}
        </ul>
      </nav>
      <nav aria-label={words.flags}>
        <ul class="board-counts">
          {FLAGS.map((flag) => (
            <Count
              key={flag}
              href={boardWith(page, choice, { [flag]: choice[flag] === true ? undefined : true })}
              isChosen={choice[flag] === true}
              count={flags[flag]}
            >
              {words.flag[flag]}
            </Count>
          ))}
          <Count
            href={boardWith(page, choice, { confirmed: choice.confirmed === false ? undefined : false })}
            isChosen={choice.confirmed === false}
            count={flags.unconfirmed}
          >
            {words.flag.unconfirmed}
          </Count>
        </ul>
      </nav>
    </>
  );
}

interface CountProps {
  href: string;
  isChosen: boolean;
  count: number;
  children: string;
}

const Count = ({ href, isChosen, count, children }: CountProps) => (
  <li class={count === 0 && !isChosen ? 'board-none' : undefined}>
    <a href={href} {...(isChosen && { 'aria-current': 'true' })}>
      {children} <strong>{count}</strong>
    </a>
  </li>
);
