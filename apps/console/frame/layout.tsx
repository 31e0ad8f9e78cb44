import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { phrases } from '#language/phrases.js';
import { assetUrl } from './assets.js';
import { KEPT_FORM, PAGE_LANGUAGE } from './controls.js';
import { MAIN_TABLE } from './display.js';
import { MENU_GROUPS, type MenuEntry, type MenuGroupName, placesFor } from './menu.js';
import { type FollowState, PageActions } from './page-actions.js';
import { addressOf, currentAddress, type PageContext } from './page.js';
import { FeedLinks, PublicHead, type PublicFacts } from './public-head.js';
import { Dialogs } from './search-dialog.js';
import { situationOf, TimeBar } from './time-bar.js';

/** The menu, and the session with the switch of the language. */
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
function MenuGroup({ page, group, menuEntry }: MenuProps & { group: MenuGroupName }) {
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

const entriesIn = (page: PageContext, group: MenuGroupName | 'end') =>
  placesFor(page).filter((entry) => entry.group === group);

/** The answer to a form that is not kept has no address of its own. */
const canSwitch = ({ keepsInput, isAnswer }: PageContext): boolean => keepsInput || !isAnswer;

function LanguageSwitch({ page }: { page: PageContext }) {
  const other = page.language === 'fr' ? 'en' : 'fr';
  if (!canSwitch(page)) return null;
  if (page.keepsInput)
    return (
      <button
        class="quiet"
        form={KEPT_FORM}
        formaction={`/language?to=${encodeURIComponent(page.path)}`}
        formnovalidate
        name={PAGE_LANGUAGE}
        value={other}
        lang={other}
      >
        {phrases(page.language).console.frame.otherLanguage}
      </button>
    );
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={currentAddress(page)} />
      <button class="quiet" name="language" value={other} lang={other}>
        {phrases(page.language).console.frame.otherLanguage}
      </button>
    </form>
  );
}

/** The switch of the language stands beside the link to sign in; with a session, it is in its menu. */
function Session({ page }: { page: PageContext }) {
  const words = phrases(page.language).console.frame;
  if (page.caller) return <SessionMenu page={page} name={page.caller.name} />;
  const isEntering = page.isAnswer || page.path.startsWith('/sign-in') || page.path.startsWith('/password/');
  return (
    <>
      <LanguageSwitch page={page} />
      {isEntering ? null : <a href={`/sign-in?to=${encodeURIComponent(currentAddress(page))}`}>{words.signIn}</a>}
    </>
  );
}

function SessionMenu({ page, name }: { page: PageContext; name: string }) {
  const { frame, account } = phrases(page.language).console;
  return (
    <details class="menu menu-session" name="menu">
      <summary class={page.path === '/account' ? 'here' : undefined} title={frame.signedInAs(name)}>
        <span>{name}</span>
      </summary>
      <ul>
        <li>
          <a href="/account">{account.title}</a>
        </li>
        {canSwitch(page) ? (
          <li>
            <LanguageSwitch page={page} />
          </li>
        ) : null}
        <li>
          <form method="post" action="/sign-out">
            <button class="quiet">{frame.signOut}</button>
          </form>
        </li>
      </ul>
    </details>
  );
}

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
  const { behind } = page;
  const moment = [...(timeless ? [] : [situationOf(page)]), words.printed(page.now, page.zone)].join(' ');
  const content = renderToString(
    <>
      <h1>{title}</h1>
      <p class="printed">
        {moment} {page.query.has('token') ? page.path : currentAddress(page)}
      </p>
      {behind && !timeless ? (
        <p class="note warn no-print" role="status">
          {words.behind(behind.followed, behind.events)}
        </p>
      ) : null}
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
        <Dialogs page={page} />
      </body>
    </html>
  );
}
