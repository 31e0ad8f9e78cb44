import { phrases } from '#language/phrases.js';
import type { ComponentChildren } from 'preact';
import { assetUrl } from './assets.js';
import { Header } from './header.js';
import type { ThisPage } from './page.js';
import type { Place } from './places.js';
import { TimeBar } from './time-bar.js';

export interface Shown {
  title: string;
  /** Which entry of the menu the page belongs to. */
  place?: Place;
  /** A page that looks at no point in time has no time bar. */
  timeless?: boolean;
  children: ComponentChildren;
}

/** A whole page, but for its doctype. */
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
