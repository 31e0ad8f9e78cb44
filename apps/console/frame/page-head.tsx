import type { ComponentChildren } from 'preact';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { addressOfView, viewAddressIn } from '#views/saved-views.js';
import { Form, Hidden } from './controls.js';
import { buttonTo, Timestamp, Icon } from './display.js';
import { DataForm } from './fields.js';
import { currentAddress, may, type Page, currentUrlWith } from './page.js';

/** Whether the reader follows what a page shows, and how to. */
export type FollowState = { ignored: readonly string[] } & (
  | { by: 'account'; about: string; isFollowed: boolean; address: string }
  | { by: 'key'; href: string }
  /** A visitor, with an address. */
  | { by: 'address'; about: string }
  /** Subscriptions have none of its filters. */
  | { by: 'nothing' }
);

/** What may be done with a page as a whole: following it, and saving a list with its filters. */
export function pageActions(page: Page, follow: FollowState | undefined, actions: ComponentChildren) {
  const address = currentAddress(page);
  const view = may(page, 'read') && page.caller && !page.isAnswer ? viewAddressIn(address) : undefined;
  const [, dossier] = /^\/dossiers\/([0-9a-f-]{36})$/.exec(page.path) ?? [];
  return (
    <div class="page-actions no-print">
      {follow ? <FollowControl {...{ page, follow }} to={address} /> : null}
      {page.caller && may(page, 'read') && dossier !== undefined
        ? buttonTo(`/views/new?dossier=${dossier}`, phrases(page.language).console.views.addService)
        : null}
      {view && view.query !== ''
        ? buttonTo(
            `/views/new?address=${encodeURIComponent(addressOfView(view))}`,
            phrases(page.language).console.views.save,
          )
        : null}
      {actions}
    </div>
  );
}

interface FollowProps {
  page: Page;
  follow: FollowState;
  to: string;
  /** Of what, for screen readers, where several are listed. */
  name?: string;
}

export function FollowControl({ page, follow, to, name }: FollowProps) {
  const { follow: words, views } = phrases(page.language).console;
  const fields: Partial<Record<string, string>> = views.fields;
  const unseen = name === undefined ? null : <span class="unseen"> ({name})</span>;
  const ignored = follow.ignored.map((filter) => fields[filter] ?? filter);
  const note = ignored.length > 0 ? <span class="soft small">{words.ignored(ignored)}</span> : null;
  if (follow.by === 'nothing') return <span class="soft small">{words.impossible}</span>;
  if (follow.by === 'key')
    return (
      <>
        <a class="button second" href={follow.href}>
          {words.subscribe}
          {unseen}
        </a>{' '}
        {note}
      </>
    );
  const hidden = [
    ['about', follow.about],
    ['to', to],
  ] as const;
  if (follow.by === 'address')
    return (
      <details class="menu to-left follow" name="menu">
        <summary class="button second">{words.follow}</summary>
        <div class="panel">
          <AddressForm page={page} hidden={hidden} />
        </div>
      </details>
    );
  const { isFollowed, address } = follow;
  return (
    <Form page={page} action="/follow" class="follow">
      <Hidden fields={hidden} />
      {isFollowed ? <span class="badge good">{words.following}</span> : null}{' '}
      <button
        class="second"
        name="follow"
        value={isFollowed ? 'no' : 'yes'}
        title={(page.keepsMails ? words.hintKept : words.hint)(address)}
      >
        {isFollowed ? words.stop : words.follow}
        {unseen}
      </button>{' '}
      {note}
    </Form>
  );
}

/** Asks for the address of a visitor who wants to follow. */
export function AddressForm(
  form: Pick<Parameters<typeof DataForm>[0], 'page' | 'hidden' | 'problems' | 'typed' | 'back'>,
) {
  const { follow: words, terms } = phrases(form.page.language).console;
  const input = { autocomplete: 'email', maxLength: 254 };
  return (
    <DataForm
      {...form}
      action="/follow/address"
      parts={[{ kind: 'email', name: 'email', label: terms.email, hint: words.byMail.hint, required: true, input }]}
      send={words.follow}
    />
  );
}

/** Confirmations, by the values of `done`. */
export function followDone({ language, keepsMails }: Page): Record<'followed' | 'stopped', string> {
  const { done } = phrases(language).console.follow;
  return { stopped: done.stopped, followed: keepsMails ? done.followedKept : done.followed };
}

/** What search engines and feed readers are told of a page that needs no session. */
export interface PublicFacts {
  description: string;
  structured?: object;
  /** The filter of the feeds about it. */
  feeds?: Partial<Record<'providers' | 'dossiers' | 'schemes', string>>;
}

/** Parameters that change what is said beside the content; addresses without them are the same page. */
const VOLATILE = new Set(['seen', 'done', 'event']);

/** Lists of the menu, without filters. */
export function factsOfList(page: Page): PublicFacts | undefined {
  const { lists } = phrases(page.language).publicPages;
  const description = Object.entries(lists).find(([path]) => path === page.path)?.[1];
  if (description === undefined) return undefined;
  return {
    description,
    ...(page.path === '/dossiers' && { structured: datasetOf(page, { name: 'Jalon', description }) }),
  };
}

/** The dossiers, or those of a filter, as files. @param query of `/v1/dossiers` and of the board */
export function datasetOf(
  { base, path: own, language }: Page,
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
export function PublicHead({ page, facts }: { page: Page; facts: PublicFacts | undefined }) {
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
export function FeedLinks({ page, facts }: { page: Page; facts: PublicFacts | undefined }) {
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

function feedsOf({ language }: Page, filter: NonNullable<PublicFacts['feeds']>) {
  const { atom, calendar } = phrases(language).publicPages.feeds;
  const query = new URLSearchParams({ ...filter, language }).toString();
  return [
    { type: 'application/atom+xml', href: `/v1/changes.atom?${query}`, label: atom },
    { type: 'text/calendar', href: `/v1/deadlines.ics?${query}`, label: calendar },
  ];
}

export function situationOf({ language, at: { asOf, knownOn } }: Page): string {
  const known = knownOn === undefined ? undefined : writtenDate(knownOn, language);
  return phrases(language).console.frame.time.past(writtenDate(asOf, language), known);
}

/** Parameters that do not carry over to another date. */
const LEFT = ['page', 'cursor', 'event', 'seen', 'done'];

/** The dates `asOf` and `knownOn`, behind one button; every link of the page keeps them. */
export function TimeMenu({ page }: { page: Page }) {
  const { time } = phrases(page.language).console.frame;
  const { terms } = phrases(page.language).console;
  const { asOf, knownOn, isNow } = page.at;
  const kept = [...page.query].filter(([name]) => !['asOf', 'knownOn', ...LEFT].includes(name));
  return (
    <details class="menu time to-left" name="menu">
      <summary title={time.label}>
        <Icon name="calendar" />
        <span>{isNow ? terms.today : writtenDate(asOf, page.language)}</span>
      </summary>
      <form class="panel" method="get" action={page.path} aria-label={time.label}>
        <Hidden fields={kept} />
        <label>
          <span>{time.asOf}</span> <input type="date" name="asOf" value={asOf} title={time.asOfHint} />
        </label>
        <label>
          <span>{time.knownOn}</span>{' '}
          <input type="date" name="knownOn" value={knownOn ?? ''} max={page.today} title={time.knownOnHint} />
        </label>
        <button>{terms.apply}</button>
      </form>
    </details>
  );
}

/** Said loudly where a page shows another situation than that of today. */
export function Situation({ page }: { page: Page }) {
  if (page.at.isNow) return null;
  const now = { asOf: undefined, knownOn: undefined, cursor: undefined, story: undefined };
  return (
    <div class="past">
      <p role="status">{situationOf(page)}</p>
      <a href={currentUrlWith(page, now)}>{phrases(page.language).console.frame.time.now}</a>
    </div>
  );
}

/** For an entity that was not recorded yet at the point in time shown. */
export function NotYet({ page, since }: { page: Page; since: Date }) {
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
