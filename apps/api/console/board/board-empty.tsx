import { phrases } from '#language/phrases.js';
import type { BoardPage } from '#projections/list-board.js';
import { writtenDate } from '#language/format.js';
import { addressOf, may, thisPageWith, type ThisPage } from '../frame/page.js';
import { type BoardChoice, boardWith } from './board-query.js';

/** Why there is no line, and what to do. */
export function BoardEmpty({
  page,
  choice,
  found: { all, total },
}: {
  page: ThisPage;
  choice: BoardChoice;
  found: Pick<BoardPage, 'all' | 'total'>;
}) {
  const { empty, reset } = phrases(page.language).console.board;
  if (total > 0) return <Empty text={empty.noPage} links={[[boardWith(page, choice), empty.firstPage]]} />;
  if (all > 0) return <Empty text={empty.noMatch} links={[[addressOf(page, '/'), reset]]} />;
  if (page.at.isNow) return <NothingYet page={page} />;
  const [asOf = '', knownOn] = [page.at.asOf, ...(page.at.knownOn === undefined ? [] : [page.at.knownOn])].map((day) =>
    writtenDate(day, page.language),
  );
  const now = thisPageWith(page, { asOf: undefined, knownOn: undefined });
  return <Empty text={empty.noneBy(asOf, knownOn)} links={[[now, empty.now]]} />;
}

function NothingYet({ page }: { page: ThisPage }) {
  const { empty } = phrases(page.language).console.board;
  const links = may(page, 'record')
    ? ([
        ['/import', empty.import],
        ['/providers/new', empty.register],
      ] as const)
    : page.caller
      ? []
      : ([['/sign-in', empty.signIn]] as const);
  return <Empty text={empty.nothing} more={empty.whatToDo} links={links} />;
}

interface EmptyProps {
  text: string;
  more?: string;
  links: readonly (readonly [path: string, label: string])[];
}

const Empty = ({ text, more, links }: EmptyProps) => (
  <div class="empty">
    <p>
      <strong>{text}</strong>
    </p>
    {more === undefined ? null : <p>{more}</p>}
    {links.length === 0 ? null : (
      <p class="actions">
        {links.map(([path, label]) => (
          <a key={path} class="button second" href={path}>
            {label}
          </a>
        ))}
      </p>
    )}
  </div>
);
