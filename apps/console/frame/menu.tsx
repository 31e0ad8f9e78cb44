import { Fragment } from 'preact';
import { phrases } from '#language/phrases.js';
import type { Need } from '../../api/http/request.js';
import { Hidden } from './controls.js';
import { may, type PageContext, addressOf } from './page.js';

export const MENU_GROUPS = ['ledger', 'work', 'admin'] as const;

export type MenuGroupName = (typeof MENU_GROUPS)[number];

interface MenuPlace {
  menuEntry: string;
  path: string;
  need: Need;
  /** `end`: beside the language and the session. */
  group: MenuGroupName | 'end';
  /** Leads there after `g`. */
  key?: string;
}

export const MENU = [
  { menuEntry: 'board', path: '/', need: 'public-read', group: 'ledger', key: 'b' },
  { menuEntry: 'overview', path: '/overview', need: 'public-read', group: 'ledger', key: 'o' },
  { menuEntry: 'deadlines', path: '/deadlines', need: 'public-read', group: 'ledger', key: 'd' },
  { menuEntry: 'providers', path: '/providers', need: 'public-read', group: 'ledger', key: 'p' },
  { menuEntry: 'grants', path: '/grants', need: 'public-read', group: 'ledger', key: 'g' },
  { menuEntry: 'schemes', path: '/schemes', need: 'public-read', group: 'ledger', key: 's' },
  { menuEntry: 'registers', path: '/registers', need: 'public-read', group: 'ledger', key: 'r' },
  { menuEntry: 'import', path: '/import', need: 'record', group: 'work', key: 'i' },
  { menuEntry: 'approvals', path: '/approvals', need: 'record', group: 'work', key: 'a' },
  { menuEntry: 'subscribers', path: '/subscribers', need: 'record', group: 'work', key: 'u' },
  { menuEntry: 'views', path: '/views', need: 'read', group: 'work', key: 'v' },
  { menuEntry: 'accounts', path: '/accounts', need: 'admin', group: 'admin', key: 'c' },
  { menuEntry: 'activity', path: '/activity', need: 'admin', group: 'admin', key: 'j' },
  { menuEntry: 'mails', path: '/mails', need: 'admin', group: 'admin', key: 'm' },
  { menuEntry: 'search', path: '/search', need: 'public-read', group: 'end' },
  { menuEntry: 'help', path: '/help', need: 'nothing', group: 'end', key: 'h' },
] as const satisfies readonly MenuPlace[];

export type MenuEntry = (typeof MENU)[number]['menuEntry'];

export const placesFor = (page: PageContext): (typeof MENU)[number][] => MENU.filter(({ need }) => may(page, need));

/** Leads to the results; the date shown is kept. */
export function SearchForm({
  page,
  query,
  isDialog = false,
}: {
  page: PageContext;
  query?: string;
  isDialog?: boolean;
}) {
  const words = phrases(page.language).console.search;
  const { asOf, knownOn } = page.at;
  const id = isDialog ? 'search-at-once' : 'search';
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
      <button>{words.go}</button>
    </form>
  );
}

/** What scripts open over a page. Without them, the links lead to `/search` and `/help#keyboard`. */
export function Dialogs({ page }: { page: PageContext }) {
  if (!may(page, 'public-read')) return null;
  const { search, shortcuts } = phrases(page.language).console;
  return (
    <>
      <dialog id="search-dialog" class="search-dialog" aria-label={search.label}>
        <SearchForm page={page} isDialog />
        <div data-suggestions="/search/suggestions">
          <p class="soft">{search.hint}</p>
          <p>
            <a href={addressOf(page, '/deadlines', ENDING)}>{shortcuts.ending}</a>
          </p>
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
export function Shortcuts({ page }: { page: PageContext }) {
  const { shortcuts, frame } = phrases(page.language).console;
  const { acts, or, then } = shortcuts;
  return (
    <>
      <p>{shortcuts.intro}</p>
      <dl class="facts shortcuts">
        <dt>
          <kbd>/</kbd> {or} <kbd>Ctrl</kbd> <kbd>K</kbd>
        </dt>
        <dd>{acts.search}</dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{acts.help}</dd>
        <dt>
          <kbd>t</kbd>
        </dt>
        <dd>{acts.table}</dd>
        {placesFor(page).map((place) =>
          'key' in place ? (
            <Fragment>
              <dt>
                <kbd>g</kbd> {then} <kbd>{place.key}</kbd>
              </dt>
              <dd>
                <a href={addressOf(page, place.path)} data-key={place.key}>
                  {frame.places[place.menuEntry]}
                </a>
              </dd>
            </Fragment>
          ) : null,
        )}
        <dt>
          <kbd>g</kbd> {then} <kbd>e</kbd>
        </dt>
        <dd>
          <a href={addressOf(page, '/deadlines', ENDING)} data-key="e">
            {shortcuts.ending}
          </a>
        </dd>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>{acts.close}</dd>
      </dl>
    </>
  );
}
