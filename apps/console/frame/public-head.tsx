import { phrases } from '#language/phrases.js';
import type { PageContext } from './page.js';

/** What search engines and feed readers are told of a page that needs no session. */
export interface PublicFacts {
  description: string;
  /** Facts of schema.org, as JSON-LD. */
  structured?: object;
  /** The filter of the feeds about it. */
  feeds?: Partial<Record<'providers' | 'dossiers' | 'schemes', string>>;
}

/** Parameters that change what is said beside the content; addresses without them are the same page. */
const VOLATILE = new Set(['seen', 'done', 'event', 'story']);

/** Lists of the menu, without filters. */
export function factsOfList(page: PageContext): PublicFacts | undefined {
  const { lists } = phrases(page.language).publicPages;
  const description = Object.entries(lists).find(([path]) => path === page.path)?.[1];
  if (description === undefined) return undefined;
  return { description, ...(page.path === '/' && { structured: datasetOf(page, { name: 'Jalon', description }) }) };
}

/** The dossiers, or those of a filter, as files. @param query of `/v1/dossiers` and of the board */
export function datasetOf(
  { base, path: own, language }: PageContext,
  { name, description, query = '' }: { name: string; description: string; query?: string },
): object {
  const files = [
    ['text/csv', '/board.csv'],
    ['application/json', '/v1/dossiers'],
  ] as const;
  return {
    '@type': 'Dataset',
    ...{ name, description, url: base + own, inLanguage: language, isAccessibleForFree: true },
    distribution: files.map(([encodingFormat, path]) => ({
      '@type': 'DataDownload',
      encodingFormat,
      contentUrl: `${base}${path}${query}`,
    })),
  };
}

/** Only the present, unfiltered state of a public page is for search engines. */
export function PublicHead({ page, facts }: { page: PageContext; facts: PublicFacts | undefined }) {
  const isIndexed = facts && page.isOpen && page.at.isNow && [...page.query.keys()].every((name) => VOLATILE.has(name));
  if (!isIndexed) return <meta name="robots" content="noindex" />;
  const { description, structured, feeds } = facts;
  const url = page.base + page.path;
  return (
    <>
      <meta name="description" content={description} />
      <link rel="canonical" href={url} />
      {feeds
        ? feedsOf(page, feeds).map(({ type, href, label }) => (
            <link rel="alternate" type={type} href={href} title={label} />
          ))
        : null}
      {structured ? (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: inScript({ '@context': 'https://schema.org', ...structured }) }}
        />
      ) : null}
    </>
  );
}

/** JSON that ends no script element and begins no comment. */
const inScript = (value: object): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Links to the feeds of what a page shows, where they need no key. */
export function FeedLinks({ page, facts }: { page: PageContext; facts: PublicFacts | undefined }) {
  if (!facts?.feeds || !page.isOpen) return null;
  return (
    <ul class="feeds small no-print" aria-label={phrases(page.language).publicPages.feeds.label}>
      {feedsOf(page, facts.feeds).map(({ type, href, label }) => (
        <li>
          <a href={href} type={type}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

function feedsOf({ language }: PageContext, filter: NonNullable<PublicFacts['feeds']>) {
  const { atom, calendar } = phrases(language).publicPages.feeds;
  const query = new URLSearchParams({ ...filter, language }).toString();
  return [
    { type: 'application/atom+xml', href: `/v1/changes.atom?${query}`, label: atom },
    { type: 'text/calendar', href: `/v1/deadlines.ics?${query}`, label: calendar },
  ];
}
