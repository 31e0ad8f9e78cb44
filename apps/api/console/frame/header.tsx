import { phrases } from '#language/phrases.js';
import { SwitchOfKeptForm } from './kept-form.js';
import { MENU_GROUPS, type MenuEntry, type MenuGroupName, placesFor } from './menu.js';
import { addressOf, currentAddress, type PageContext } from './page.js';

/** The menu, the switch of the language and the session. */
export function Header({ page, menuEntry }: { page: PageContext; menuEntry: MenuEntry | undefined }) {
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

function LanguageSwitch({ page }: { page: PageContext }) {
  const other = page.language === 'fr' ? 'en' : 'fr';
  if (page.input) return <SwitchOfKeptForm page={page} />;
  if (page.isAnswer) return null;
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={currentAddress(page)} />
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
      <a href={`/sign-in?to=${encodeURIComponent(currentAddress(page))}`}>{words.signIn}</a>
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
