import type { ComponentChildren } from 'preact';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { Need } from '../../auth/needs.js';
import { assetUrl } from './assets.js';
import { addressOf, may, type ThisPage, thisPageWith } from './page.js';
import { Moment } from './display.js';

export interface Shown {
  title: string;
  /** Current menu entry. */
  place?: Place;
  /** Whether the page has no time bar. */
  timeless?: boolean;
  children: ComponentChildren;
}

/** A whole page, without its doctype. */
export function Layout({ page, title, place, timeless = false, children }: Shown & { page: ThisPage }) {
  const words = phrases(page.language).console.frame;
  return (
    <html lang={page.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Jalon`}</title>
        <link rel="icon" type="image/svg+xml" href={assetUrl('favicon.svg')} />
        <link rel="stylesheet" href={assetUrl('console.css')} />
        <script type="module" src={assetUrl('console.js')} />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <Header page={page} place={place} />
        {timeless ? null : <TimeBar page={page} />}
        <main id="content" tabIndex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

/** Navigation, session and language switch. */
function Header({ page, place }: { page: ThisPage; place: Place | undefined }) {
  const words = phrases(page.language).console.frame;
  return (
    <header class="top">
      <a class="brand" href={addressOf(page, '/')}>
        Jalon
      </a>
      <nav aria-label={words.menu}>
        <ul>
          {PLACES.filter(({ need }) => may(page, need)).map((entry) => (
            <li key={entry.place}>
              <a
                href={addressOf(page, entry.path)}
                {...(entry.place === place && { 'aria-current': entry.path === page.path ? 'page' : 'true' })}
              >
                {words.places[entry.place]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="who">
        <LanguageSwitch page={page} />
        <Session page={page} />
      </div>
    </header>
  );
}

function LanguageSwitch({ page }: { page: ThisPage }) {
  if (page.isAnswer) return null;
  const other = page.language === 'fr' ? 'en' : 'fr';
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={hereIn(page)} />
      <button class="quiet" name="language" value={other} lang={other}>
        {phrases(page.language).console.frame.otherLanguage}
      </button>
    </form>
  );
}

function Session({ page }: { page: ThisPage }) {
  const words = phrases(page.language).console.frame;
  if (!page.caller)
    return page.isAnswer || page.path === '/sign-in' ? null : (
      <a href={`/sign-in?to=${encodeURIComponent(hereIn(page))}`}>{words.signIn}</a>
    );
  return (
    <form method="post" action="/sign-out">
      <span class="soft" title={words.signedInAs(page.caller.name)}>
        {page.caller.name}
      </span>{' '}
      <button class="quiet">{words.signOut}</button>
    </form>
  );
}

const hereIn = ({ path, query }: ThisPage): string => (query.size > 0 ? `${path}?${query.toString()}` : path);

/** Parameters that do not carry over to another date. */
const LEFT = ['page', 'cursor', 'story', 'event', 'seen', 'done'];

/** The dates `asOf` and `knownOn`; every link of the page keeps them. */
function TimeBar({ page }: { page: ThisPage }) {
  const { time } = phrases(page.language).console.frame;
  const { asOf, knownOn, isNow } = page.at;
  const kept = [...page.query].filter(([name]) => !['asOf', 'knownOn', ...LEFT].includes(name));
  return (
    <section class={isNow ? 'time' : 'time past'} aria-label={time.label}>
      <form method="get" action={page.path}>
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label>
          {time.asOf} <input type="date" name="asOf" value={asOf} title={time.asOfHint} />
        </label>
        <label>
          {time.knownOn}{' '}
          <input type="date" name="knownOn" value={knownOn ?? ''} max={page.today} title={time.knownOnHint} />
        </label>
        <button class="second">{time.go}</button>
      </form>
      {isNow ? null : (
        <p role="status">
          {time.past(
            writtenDate(asOf, page.language),
            knownOn === undefined ? undefined : writtenDate(knownOn, page.language),
          )}{' '}
          <a href={thisPageWith(page, { asOf: undefined, knownOn: undefined, cursor: undefined, story: undefined })}>
            {time.now}
          </a>
        </p>
      )}
    </section>
  );
}

/** Menu entries, in order. */
export const PLACES = [
  { place: 'board', path: '/', need: 'public-read' },
  { place: 'providers', path: '/providers', need: 'public-read' },
  { place: 'grants', path: '/grants', need: 'public-read' },
  { place: 'deadlines', path: '/deadlines', need: 'public-read' },
  { place: 'schemes', path: '/schemes', need: 'public-read' },
  { place: 'import', path: '/import', need: 'record' },
  { place: 'subscribers', path: '/subscribers', need: 'record' },
  { place: 'mails', path: '/mails', need: 'admin' },
  { place: 'help', path: '/help', need: 'nothing' },
] as const satisfies readonly { place: string; path: string; need: Need }[];

export type Place = (typeof PLACES)[number]['place'];

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: ThisPage; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}
    </p>
  );
}

/** For an entity that was not recorded yet at the point in time shown. */
export function NotYet({ page, since }: { page: ThisPage; since: Date }) {
  const words = phrases(page.language).console.frame.notYet;
  return (
    <div class="empty">
      <p>
        {words.text} <Moment page={page} at={since} />.
      </p>
      <p>
        <a href={thisPageWith(page, { asOf: undefined, knownOn: undefined })}>{words.now}</a>
      </p>
    </div>
  );
}
