import type { FastifyReply, FastifyRequest } from 'fastify';
import { addYears } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { BoardPage } from '#projections/list-board.js';
import { addressOf, may, type PageContext, currentUrlWith } from '../frame/page.js';
import { cookieIn, setCookie } from '../session/session-cookie.js';
import { type BoardChoice, boardWith } from './board-query.js';

const COOKIE = 'jalon-welcome';
const SEEN = 'seen';
const YEAR_S = 365 * 24 * 3600;

export const isWelcomed = (request: FastifyRequest): boolean => cookieIn(request, COOKIE) === SEEN;

export function rememberWelcome(reply: FastifyReply): void {
  setCookie(reply, COOKIE, SEEN, ['HttpOnly', `Max-Age=${YEAR_S}`]);
}

/** The introduction, until it is dismissed. */
export function Welcome({ page }: { page: PageContext }) {
  const { title, intro, find, travel, help, dismiss } = phrases(page.language).console.board.welcome;
  return (
    <details class="card board-welcome no-print">
      <summary>{title}</summary>
      <p>{intro}</p>
      <ol>
        <Step {...find} path={addressOf(page, '/providers')} />
        <Step {...travel} path={currentUrlWith(page, { asOf: addYears(page.today, -1) })} />
        <Step {...recording(page)} />
      </ol>
      <form method="post" action="/welcome">
        <input type="hidden" name="to" value={currentUrlWith(page, {})} />
        <a href="/help">{help}</a> <button class="quiet">{dismiss}</button>
      </form>
    </details>
  );
}

const Step = ({ title, text, link, path }: { title: string; text: string; link: string; path?: string }) => (
  <li>
    <strong>{title}</strong> <span class="small">{text}</span> {path === undefined ? null : <a href={path}>{link}</a>}
  </li>
);

function recording(page: PageContext) {
  const { title, signIn, record, signInLink, recordLink } = phrases(page.language).console.board.welcome.record;
  if (may(page, 'record')) return { title, text: record, link: recordLink, path: '/providers/new' };
  if (page.caller) return { title, text: signIn, link: '' };
  return { title, text: signIn, link: signInLink, path: '/sign-in' };
}

export function BoardEmpty({
  page,
  choice,
  found: { all, total },
}: {
  page: PageContext;
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
  const now = currentUrlWith(page, { asOf: undefined, knownOn: undefined });
  return <Empty text={empty.noneBy(asOf, knownOn)} links={[[now, empty.now]]} />;
}

function NothingYet({ page }: { page: PageContext }) {
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
