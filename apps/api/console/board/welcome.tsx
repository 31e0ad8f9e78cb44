import { phrases } from '#language/phrases.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addYears } from '#domain/date/day.js';
import { cookieIn, setCookie } from '../session/session-cookie.js';
import { addressOf, may, thisPageWith, type ThisPage } from '../frame/page.js';

const COOKIE = 'jalon-welcome';
const SEEN = 'seen';
const YEAR_S = 365 * 24 * 3600;

export const isWelcomed = (request: FastifyRequest): boolean => cookieIn(request, COOKIE) === SEEN;

export function rememberWelcome(reply: FastifyReply): void {
  setCookie(reply, COOKIE, SEEN, ['HttpOnly', `Max-Age=${YEAR_S}`]);
}

/** What is shown and what to do first, until the reader wants to see it no more. */
export function Welcome({ page }: { page: ThisPage }) {
  const { title, intro, find, travel, help, dismiss } = phrases(page.language).console.board.welcome;
  return (
    <details class="card board-welcome no-print" open>
      <summary>{title}</summary>
      <p>{intro}</p>
      <ol>
        <Step {...find} path={addressOf(page, '/providers')} />
        <Step {...travel} path={thisPageWith(page, { asOf: addYears(page.today, -1) })} />
        <Step {...recording(page)} />
      </ol>
      <form method="post" action="/welcome">
        <input type="hidden" name="to" value={thisPageWith(page, {})} />
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

function recording(page: ThisPage) {
  const { title, signIn, record, signInLink, recordLink } = phrases(page.language).console.board.welcome.record;
  if (may(page, 'record')) return { title, text: record, link: recordLink, path: '/providers/new' };
  if (page.caller) return { title, text: signIn, link: '' };
  return { title, text: signIn, link: signInLink, path: '/sign-in' };
}
