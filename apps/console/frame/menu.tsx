import { linkTo, buttonTo, Facts, Icon, Mark } from './display.js';
import { phrases } from '#language/phrases.js';
import type { Need } from '../../api/http/request.js';
import { Hidden, KEPT_FORM, PAGE_LANGUAGE } from './controls.js';
import { Situation, TimeMenu } from './page-head.js';
import { may, type Page, type Query, addressOf, currentAddress } from './page.js';

/** Where a page is found: at one of the places at the top, or in the menu of the person. */
type Place = 'home' | 'dossiers' | 'deadlines' | 'providers' | 'reference' | 'mine' | 'admin' | 'search';

interface MenuPlace {
  menuEntry: string;
  path: string;
  need: Need;
  place: Place;
  /** Leads there after `g`. */
  key?: string;
}

export const MENU = [
  { menuEntry: 'home', path: '/', need: 'public-read', place: 'home', key: 'o' },
  { menuEntry: 'dossiers', path: '/dossiers', need: 'public-read', place: 'dossiers', key: 'b' },
  { menuEntry: 'grants', path: '/grants', need: 'public-read', place: 'dossiers', key: 'g' },
  { menuEntry: 'deadlines', path: '/deadlines', need: 'public-read', place: 'deadlines', key: 'd' },
  { menuEntry: 'providers', path: '/providers', need: 'public-read', place: 'providers', key: 'p' },
  { menuEntry: 'schemes', path: '/schemes', need: 'public-read', place: 'reference', key: 's' },
  { menuEntry: 'registers', path: '/registers', need: 'public-read', place: 'reference', key: 'r' },
  { menuEntry: 'help', path: '/help', need: 'nothing', place: 'reference', key: 'h' },
  { menuEntry: 'approvals', path: '/approvals', need: 'record', place: 'mine', key: 'a' },
  { menuEntry: 'import', path: '/import', need: 'record', place: 'mine', key: 'i' },
  { menuEntry: 'subscribers', path: '/subscribers', need: 'record', place: 'mine', key: 'u' },
  { menuEntry: 'views', path: '/views', need: 'read', place: 'mine', key: 'v' },
  { menuEntry: 'accounts', path: '/accounts', need: 'admin', place: 'admin', key: 'c' },
  { menuEntry: 'activity', path: '/activity', need: 'admin', place: 'admin', key: 'j' },
  { menuEntry: 'mails', path: '/mails', need: 'admin', place: 'admin', key: 'm' },
  { menuEntry: 'search', path: '/search', need: 'public-read', place: 'search' },
] as const satisfies readonly MenuPlace[];

export type MenuEntry = (typeof MENU)[number]['menuEntry'];

const placesFor = (page: Page): (typeof MENU)[number][] => MENU.filter(({ need }) => may(page, need));

const placeOf = (menuEntry: MenuEntry | undefined): Place | undefined =>
  MENU.find((entry) => entry.menuEntry === menuEntry)?.place;

/** At the top of every page; each leads to the first of its pages that the reader may see. */
const PLACES = ['home', 'dossiers', 'deadlines', 'providers', 'reference'] as const;

interface HeaderProps {
  page: Page;
  menuEntry: MenuEntry | undefined;
  /** Whether the page shows the situation at a point in time. */
  isTimed: boolean;
}

/** The bar of every page: the places, search, the date shown, and the menu of the person. */
export function Header({ page, menuEntry, isTimed }: HeaderProps) {
  const { frame, search } = phrases(page.language).console;
  return (
    <header class="top">
      <div class="bar">
        <a class="brand" href={addressOf(page, '/')}>
          <Mark />
          <span>Jalon</span>
        </a>
        <nav aria-label={frame.menu}>
          <Places page={page} menuEntry={menuEntry} />
        </nav>
        <div class="end">
          {may(page, 'public-read') ? (
            <a
              class="search-open"
              href={addressOf(page, '/search')}
              data-opens="search-dialog"
              aria-keyshortcuts="/ Control+K"
            >
              <Icon name="search" />
              <span>{search.label}</span>
              <kbd aria-hidden="true">/</kbd>
            </a>
          ) : null}
          {isTimed ? <TimeMenu page={page} /> : null}
          <Session page={page} menuEntry={menuEntry} />
        </div>
      </div>
      {isTimed ? <Situation page={page} /> : null}
    </header>
  );
}

/** A menu that opens on narrow pages, and in browsers that cannot show the content of a closed `details`. */
function Places({ page, menuEntry }: Pick<HeaderProps, 'page' | 'menuEntry'>) {
  const { frame } = phrases(page.language).console;
  const here = placeOf(menuEntry);
  return (
    <details class="menu menu-places" name="menu">
      <summary>
        <span>{here && here in frame.places ? frame.places[here as (typeof PLACES)[number]] : frame.menu}</span>
      </summary>
      <ul>
        {PLACES.map((place) => {
          const first = placesFor(page).find((entry) => entry.place === place);
          return first ? (
            <li>
              <a
                href={addressOf(page, first.path)}
                {...(place === here && { 'aria-current': first.path === page.path ? 'page' : 'true' })}
              >
                {frame.places[place]}
              </a>
            </li>
          ) : null;
        })}
      </ul>
    </details>
  );
}

/** The pages of a place that has several, beside each other; of a page of the menu of the person, where it belongs. */
export function Tabs({ page, menuEntry }: Pick<HeaderProps, 'page' | 'menuEntry'>) {
  const { frame } = phrases(page.language).console;
  const here = MENU.find((entry) => entry.menuEntry === menuEntry);
  if (here && ['mine', 'admin'].includes(here.place) && here.path !== page.path)
    return (
      <a class="up no-print" href={here.path}>
        {frame.places[here.menuEntry]}
      </a>
    );
  if (here?.place !== 'reference') return null;
  return (
    <nav class="tabs" aria-label={frame.places.reference}>
      <ul>
        {placesFor(page)
          .filter(({ place }) => place === 'reference')
          .map((entry) => (
            <li>
              <a
                href={addressOf(page, entry.path)}
                {...(entry.menuEntry === menuEntry && { 'aria-current': entry.path === page.path ? 'page' : 'true' })}
              >
                {frame.places[entry.menuEntry]}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

/** The answer to a form that is not kept has no address of its own. */
const canSwitch = ({ keepsInput, isAnswer }: Page): boolean => keepsInput || !isAnswer;

function languageSwitch(page: Page) {
  const other = page.language === 'fr' ? 'en' : 'fr';
  const { otherLanguage } = phrases(page.language).console.frame;
  const label = (
    <>
      <span class="long">{otherLanguage}</span>
      <span class="short" aria-hidden="true">
        {other.toUpperCase()}
      </span>
    </>
  );
  const looks = { class: 'quiet', value: other, lang: other, 'aria-label': otherLanguage } as const;
  if (!canSwitch(page)) return null;
  if (page.keepsInput)
    return (
      <button
        {...looks}
        form={KEPT_FORM}
        formaction={`/language?to=${encodeURIComponent(page.path)}`}
        formenctype="application/x-www-form-urlencoded"
        formnovalidate
        name={PAGE_LANGUAGE}
      >
        {label}
      </button>
    );
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={currentAddress(page)} />
      <button {...looks} name="language">
        {label}
      </button>
    </form>
  );
}

/** The switch of the language stands beside the link to sign in; with a session, it is in its menu. */
function Session({ page, menuEntry }: Pick<HeaderProps, 'page' | 'menuEntry'>) {
  const { terms } = phrases(page.language).console;
  if (page.caller) return <PersonMenu page={page} name={page.caller.name} menuEntry={menuEntry} />;
  const isEntering = page.isAnswer || page.path.startsWith('/sign-in') || page.path.startsWith('/password/');
  return (
    <>
      {languageSwitch(page)}
      {isEntering ? null : buttonTo(`/sign-in?to=${encodeURIComponent(currentAddress(page))}`, terms.signIn, 'primary')}
    </>
  );
}

/** What is the person's own and what is administered, with what waits for this person. */
function PersonMenu({ page, name, menuEntry }: Pick<HeaderProps, 'page' | 'menuEntry'> & { name: string }) {
  const { frame, account } = phrases(page.language).console;
  const { proposals = 0, heldReadings = 0 } = page;
  const waiting = proposals + heldReadings;
  const place = placeOf(menuEntry);
  const isHere = page.path === '/account' || place === 'mine' || place === 'admin';
  const entries = placesFor(page).filter((entry) => entry.place === 'mine' || entry.place === 'admin');
  return (
    <details class="menu menu-session to-left" name="menu">
      <summary class={isHere ? 'here' : undefined} title={frame.signedInAs(name)}>
        <span>{name}</span>
        <Count count={waiting} label={frame.menus.waiting(waiting)} />
      </summary>
      <ul>
        {entries.map((entry, index) => (
          <li class={entry.place !== entries[index - 1]?.place && index > 0 ? 'apart' : undefined}>
            <a
              href={addressOf(page, entry.path)}
              {...(entry.menuEntry === menuEntry && { 'aria-current': entry.path === page.path ? 'page' : 'true' })}
            >
              {frame.places[entry.menuEntry]}
              {entry.menuEntry === 'approvals' ? (
                <Count count={proposals} label={frame.menus.waiting(proposals)} />
              ) : null}
            </a>
          </li>
        ))}
        {heldReadings > 0 ? (
          <li>
            <a href={addressOf(page, '/registers')}>
              {frame.menus.heldReadings}
              <Count count={heldReadings} label={frame.menus.waiting(heldReadings)} />
            </a>
          </li>
        ) : null}
        <li class="apart">
          <a href="/account">{account.title}</a>
        </li>
        {canSwitch(page) ? <li>{languageSwitch(page)}</li> : null}
        <li>
          <form method="post" action="/sign-out">
            <button class="quiet">{frame.signOut}</button>
          </form>
        </li>
      </ul>
    </details>
  );
}

const Count = ({ count, label }: { count: number; label: string }) =>
  count === 0 ? null : (
    <>
      {' '}
      <span class="count" title={label}>
        {count}
        <span class="unseen"> {label}</span>
      </span>
    </>
  );

/** Leads to the results; the date shown is kept. */
export function searchForm(page: Page, id: 'search' | 'search-at-once', query?: string) {
  const { search: words, terms } = phrases(page.language).console;
  const { asOf, knownOn } = page.at;
  const isDialog = id === 'search-at-once';
  return (
    <form method="get" action="/search" class="search" role="search" aria-label={words.label}>
      <Hidden
        fields={[
          ...(asOf === page.today ? [] : [['asOf', asOf] as const]),
          ...(knownOn ? [['knownOn', knownOn] as const] : []),
        ]}
      />
      {isDialog ? <input type="hidden" name="go" value="1" /> : null}
      <label for={id} class={isDialog ? 'unseen' : undefined}>
        {words.label}
      </label>{' '}
      <input id={id} type="search" name="q" value={query} maxLength={200} autocomplete="off" required />{' '}
      <button>{terms.search}</button>
    </form>
  );
}

/** What scripts open over a page. Without them, the links lead to `/search` and `/help#keyboard`. */
export function Dialogs({ page }: { page: Page }) {
  if (!may(page, 'public-read')) return null;
  const { search, shortcuts } = phrases(page.language).console;
  return (
    <>
      <dialog id="search-dialog" class="search-dialog" aria-label={search.label}>
        {searchForm(page, 'search-at-once')}
        <div data-suggestions="/search/suggestions">
          <p class="soft">{search.hint}</p>
          <p>{linkTo(page, '/deadlines', shortcuts.ending, ENDING)}</p>
        </div>
      </dialog>
      <dialog id="shortcuts" aria-labelledby="shortcuts-title">
        <h2 id="shortcuts-title">{shortcuts.title}</h2>
        <Shortcuts page={page} />
        <form method="dialog">
          <button class="second">{shortcuts.close}</button>
        </form>
      </dialog>
    </>
  );
}

/** What officers look for every day. */
const ENDING = { state: 'open', kind: 'grant-end', within: 90 };

/** Every shortcut with what it does; the script follows the link of a key. */
export function Shortcuts({ page }: { page: Page }) {
  const { shortcuts, frame } = phrases(page.language).console;
  const { acts, or, then } = shortcuts;
  const going = (key: string, path: string, label: string, query?: Query) =>
    [
      <>
        <kbd>g</kbd> {then} <kbd>{key}</kbd>
      </>,
      <a href={addressOf(page, path, query)} data-key={key}>
        {label}
      </a>,
    ] as const;
  const searching = (
    <>
      <kbd>/</kbd> {or} <kbd>Ctrl</kbd> <kbd>K</kbd>
    </>
  );
  return (
    <>
      <p>{shortcuts.intro}</p>
      <Facts
        facts={[
          [searching, acts.search],
          [<kbd>?</kbd>, acts.help],
          [<kbd>t</kbd>, acts.table],
          ...placesFor(page).flatMap((place) =>
            'key' in place ? [going(place.key, place.path, frame.places[place.menuEntry])] : [],
          ),
          going('e', '/deadlines', shortcuts.ending, ENDING),
          [<kbd>Esc</kbd>, acts.close],
        ]}
      />
    </>
  );
}
