import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { phrases } from '#language/phrases.js';
import { assetUrl } from './assets.js';
import { MAIN_TABLE } from './display.js';
import { Header } from './header.js';
import type { MenuEntry } from './menu.js';
import { currentAddress, type PageContext } from './page.js';
import { type FollowState, PageActions } from './page-actions.js';
import { FeedLinks, PublicHead, type PublicFacts } from './public-head.js';
import { Dialogs } from './search-dialog.js';
import { situationOf, TimeBar } from './time-bar.js';

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
