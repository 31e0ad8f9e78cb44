import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { Need } from '../../auth/needs.js';
import { assetUrl } from './assets.js';
import { KeptInputNote, SwitchOfKeptForm } from './kept-form.js';
import { addressOf, may, type PageContext, currentUrlWith } from './page.js';
import { MAIN_TABLE, Timestamp } from './display.js';
import { type FollowState, PageActions } from './page-actions.js';
import { FeedLinks, PublicHead, type PublicFacts } from './public-head.js';
import { Dialogs } from './search-dialog.js';

export interface Shown {
  title: string;
  menuEntry?: MenuEntry;
  /** Whether the reader follows what the page shows. */
  follow?: FollowState | undefined;
  /** Whether the page has no time bar. */
  timeless?: boolean;
  /** Whether the page says why something failed; its title then begins with it. */
  isFailed?: boolean;
  /** For search engines and feed readers, where the page needs no session. */
  about?: PublicFacts | undefined;
  children: ComponentChildren;
}

/** A whole page, without its doctype. */
export function Layout({
  page,
  title,
  menuEntry,
  follow,
  timeless = false,
  isFailed = false,
  about,
  children,
}: Shown & { page: PageContext }) {
  const { frame: words, shortcuts } = phrases(page.language).console;
  const moment = [...(timeless ? [] : [situationOf(page)]), words.printed(page.now, page.zone)].join(' ');
  const content = renderToString(
    <>
      <h1>{title}</h1>
      <p class="printed">
        {moment} {hereIn(page)}
      </p>
      <KeptInputNote page={page} />
      <PageActions page={page} follow={follow} />
      <FeedLinks page={page} facts={about} />
      {children}
    </>,
  );
  return (
    <html lang={page.language} data-moment={moment}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <PublicHead page={page} facts={about} />
        <meta name="color-scheme" content="light dark" />
        <title>{`${isFailed ? words.failed : ''}${title} · Jalon`}</title>
        <link rel="icon" type="image/svg+xml" href={assetUrl('favicon.svg')} />
        <link rel="stylesheet" href={assetUrl('console.css')} />
        <script type="module" src={assetUrl('console.js')} />
        <script type="module" src={assetUrl('keyboard.js')} />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        {content.includes(` id="${MAIN_TABLE}"`) ? (
          <a class="skip" href={`#${MAIN_TABLE}`}>
            {shortcuts.skipToTable}
          </a>
        ) : null}
        <Header page={page} menuEntry={menuEntry} />
        {timeless ? null : <TimeBar page={page} />}
        <main id="content" tabIndex={-1} dangerouslySetInnerHTML={{ __html: content }} />
        <Dialogs page={page} menu={MENU.filter(({ need }) => may(page, need))} />
      </body>
    </html>
  );
}

function Header({ page, menuEntry }: { page: PageContext; menuEntry: MenuEntry | undefined }) {
  const words = phrases(page.language).console.frame;
  return (
    <header class="top">
      <a class="brand" href={addressOf(page, '/')}>
        Jalon
      </a>
      <nav aria-label={words.menu}>
        {MENU_GROUPS.map((group) => (
          <MenuGroup key={group} {...{ page, group, menuEntry }} />
        ))}
      </nav>
      <div class="who">
        <ul>
          <MenuLinks {...{ page, menuEntry }} entries={entriesIn(page, 'end')} />
        </ul>
        <LanguageSwitch page={page} />
        <Session page={page} />
      </div>
    </header>
  );
}

interface MenuProps {
  page: PageContext;
  menuEntry: MenuEntry | undefined;
}

/**
 * A menu that opens; the first one on narrow pages only, and in browsers that cannot show the content of a closed
 * `details`.
 */
function MenuGroup({ page, group, menuEntry }: MenuProps & { group: (typeof MENU_GROUPS)[number] }) {
  const entries = entriesIn(page, group);
  if (entries.length === 0) return null;
  const isHere = entries.some((entry) => entry.menuEntry === menuEntry);
  return (
    <details class={`menu menu-${group}`} name="menu">
      <summary class={isHere ? 'here' : undefined}>{phrases(page.language).console.frame.menuGroups[group]}</summary>
      <ul>
        <MenuLinks {...{ page, menuEntry, entries }} />
      </ul>
    </details>
  );
}

const MenuLinks = ({ page, menuEntry, entries }: MenuProps & { entries: ReturnType<typeof entriesIn> }) =>
  entries.map((entry) => (
    <li key={entry.menuEntry}>
      <a
        href={addressOf(page, entry.path)}
        {...(entry.menuEntry === menuEntry && { 'aria-current': entry.path === page.path ? 'page' : 'true' })}
        {...(entry.menuEntry === 'search' && { 'data-opens': 'search-dialog', 'aria-keyshortcuts': '/ Control+K' })}
      >
        {placeName(page, entry.menuEntry)}
      </a>
    </li>
  ));

/** With the number of proposals that wait for the reader. */
function placeName({ language, proposals = 0 }: PageContext, entry: MenuEntry): string {
  const { frame, approvals } = phrases(language).console;
  const name = frame.places[entry];
  return entry === 'approvals' && proposals > 0 ? approvals.count(name, proposals) : name;
}

const entriesIn = (page: PageContext, group: MenuPlace['group']) =>
  MENU.filter((entry) => entry.group === group && may(page, entry.need));

function LanguageSwitch({ page }: { page: PageContext }) {
  const other = page.language === 'fr' ? 'en' : 'fr';
  if (page.input) return <SwitchOfKeptForm page={page} />;
  if (page.isAnswer) return null;
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={hereIn(page)} />
      <button class="quiet" name="language" value={other} lang={other}>
        {phrases(page.language).console.frame.otherLanguage}
      </button>
    </form>
  );
}

function Session({ page }: { page: PageContext }) {
  const words = phrases(page.language).console.frame;
  if (!page.caller)
    return page.isAnswer || page.path.startsWith('/sign-in') || page.path.startsWith('/password/') ? null : (
      <a href={`/sign-in?to=${encodeURIComponent(hereIn(page))}`}>{words.signIn}</a>
    );
  return (
    <form method="post" action="/sign-out">
      <a class="soft" href="/account" title={words.signedInAs(page.caller.name)}>
        {page.caller.name}
      </a>{' '}
      <button class="quiet">{words.signOut}</button>
    </form>
  );
}

const hereIn = ({ path, query }: PageContext): string => (query.size > 0 ? `${path}?${query.toString()}` : path);

/** The point in time shown, as a sentence. */
function situationOf({ language, at: { asOf, knownOn } }: PageContext): string {
  const known = knownOn === undefined ? undefined : writtenDate(knownOn, language);
  return phrases(language).console.frame.time.past(writtenDate(asOf, language), known);
}

/** Parameters that do not carry over to another date. */
const LEFT = ['page', 'cursor', 'story', 'event', 'seen', 'done'];

/** The dates `asOf` and `knownOn`; every link of the page keeps them. */
function TimeBar({ page }: { page: PageContext }) {
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
          {situationOf(page)}{' '}
          <a href={currentUrlWith(page, { asOf: undefined, knownOn: undefined, cursor: undefined, story: undefined })}>
            {time.now}
          </a>
        </p>
      )}
    </section>
  );
}

const MENU_GROUPS = ['ledger', 'work', 'admin'] as const;

export interface MenuPlace {
  menuEntry: string;
  path: string;
  need: Need;
  /** `end`: beside the language and the session. */
  group: (typeof MENU_GROUPS)[number] | 'end';
}

export const MENU = [
  { menuEntry: 'board', path: '/', need: 'public-read', group: 'ledger' },
  { menuEntry: 'overview', path: '/overview', need: 'public-read', group: 'ledger' },
  { menuEntry: 'deadlines', path: '/deadlines', need: 'public-read', group: 'ledger' },
  { menuEntry: 'providers', path: '/providers', need: 'public-read', group: 'ledger' },
  { menuEntry: 'grants', path: '/grants', need: 'public-read', group: 'ledger' },
  { menuEntry: 'schemes', path: '/schemes', need: 'public-read', group: 'ledger' },
  { menuEntry: 'registers', path: '/registers', need: 'public-read', group: 'ledger' },
  { menuEntry: 'portfolio', path: '/portfolios', need: 'read', group: 'ledger' },
  { menuEntry: 'import', path: '/import', need: 'record', group: 'work' },
  { menuEntry: 'approvals', path: '/approvals', need: 'record', group: 'work' },
  { menuEntry: 'subscribers', path: '/subscribers', need: 'record', group: 'work' },
  { menuEntry: 'accounts', path: '/accounts', need: 'admin', group: 'admin' },
  { menuEntry: 'views', path: '/views', need: 'read', group: 'work' },
  { menuEntry: 'activity', path: '/activity', need: 'admin', group: 'admin' },
  { menuEntry: 'mails', path: '/mails', need: 'admin', group: 'admin' },
  { menuEntry: 'search', path: '/search', need: 'public-read', group: 'end' },
  { menuEntry: 'help', path: '/help', need: 'nothing', group: 'end' },
] as const satisfies readonly MenuPlace[];

export type MenuEntry = (typeof MENU)[number]['menuEntry'];

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: PageContext; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}
    </p>
  );
}

/** For an entity that was not recorded yet at the point in time shown. */
export function NotYet({ page, since }: { page: PageContext; since: Date }) {
  const words = phrases(page.language).console.frame.notYet;
  return (
    <div class="empty">
      <p>
        {words.text} <Timestamp page={page} at={since} />.
      </p>
      <p>
        <a href={currentUrlWith(page, { asOf: undefined, knownOn: undefined })}>{words.now}</a>
      </p>
    </div>
  );
}
