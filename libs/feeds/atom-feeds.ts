import { Inject, Injectable } from '@nestjs/common';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import { Links } from '#subscriptions/messages/links.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { changesOf } from '#subscriptions/messages/changes-of.js';
import { changeLetter } from '#subscriptions/messages/mail/change-letter.js';
import { escaped, type Fact, type Writing } from '#subscriptions/messages/mail/letter.js';
import type { Change } from '#subscriptions/messages/message.js';
import { type Filter, wantsChange } from '#subscriptions/filter.js';
import { type EventsWanted, type FeedDocument, NewestEvents } from './feeds.js';

export interface AtomEntry {
  /** The event's: a UUID. */
  id: string;
  title: string;
  /** Whose word it is; absent: the ledger's own. */
  author?: string | undefined;
  updated: Date;
  /** Where it can be read. */
  url: string;
  /** HTML. */
  content: string;
  categories: readonly string[];
}

export interface AtomFeed {
  /** A UUID that stays the same, whatever is in the feed. */
  id: string;
  title: string;
  subtitle: string;
  language: 'fr' | 'en';
  /** Of the newest entry. */
  updated: Date;
  /** This very document. */
  self: string;
  /** The page where people read the same. */
  page: string;
  /** The document with what came before (RFC 5005, 3); absent: there is nothing more. */
  next?: string | undefined;
  /** Newest first. */
  entries: readonly AtomEntry[];
}

/** The document of a feed (RFC 4287). Entry ids are event ids, so that readers show no entry twice. */
export const atomText = ({ id, title, subtitle, language, updated, self, page, next, entries }: AtomFeed): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    xml`<id>urn:uuid:${id}</id>`,
    xml`<title>${title}</title>`,
    xml`<subtitle>${subtitle}</subtitle>`,
    xml`<updated>${updated.toISOString()}</updated>`,
    '<author><name>Jalon</name></author>',
    '<generator>Jalon</generator>',
    xml`<link rel="self" type="application/atom+xml" href="${self}"/>`,
    xml`<link rel="alternate" type="text/html" href="${page}"/>`,
    ...(next === undefined ? [] : [xml`<link rel="next" type="application/atom+xml" href="${next}"/>`]),
    ...entries.map(entryOf),
    '</feed>\n',
  ].join('\n');

const entryOf = ({ id, title, author, updated, url, content, categories }: AtomEntry): string =>
  [
    '<entry>',
    xml`<id>urn:uuid:${id}</id>`,
    xml`<title>${title}</title>`,
    xml`<updated>${updated.toISOString()}</updated>`,
    author === undefined ? '' : xml`<author><name>${author}</name></author>`,
    xml`<link rel="alternate" href="${url}"/>`,
    ...categories.map((term) => xml`<category term="${term}"/>`),
    xml`<content type="html">${content}</content>`,
    '</entry>',
  ].join('');

/** A piece of XML with its values escaped. */
const xml = (pieces: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: pieces }, ...values.map(escapedXml));

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** XML 1.0 has no way at all to hold most control characters, or half of a surrogate pair: they go. */
const escapedXml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);

interface NewestChanges {
  /** Newest first. */
  changes: Change[];
  /** Position for the next page; absent on the last page. */
  before?: number;
}

const CHUNK = 100;
/**
 * Maximum number of events evaluated per page: status changes are computed, so rare matches give short pages instead
 * of slow ones.
 */
const FURTHEST = 4_000;

/** Reads changes from newest to oldest, by a filter. */
@Injectable()
export class ChangesBackwards {
  constructor(
    private readonly newest: NewestEvents,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** @param before upper bound of positions, exclusive */
  async read(filter: Filter, before: number, most: number): Promise<NewestChanges> {
    const wanted = wantedBy(filter);
    const changes: Change[] = [];
    let end = before;
    let isOver = false;
    for (let seen = 0; !isOver && seen < FURTHEST && changes.length <= most; seen += CHUNK) {
      const batch = await this.newest.read(wanted, { before: end, limit: CHUNK });
      isOver = batch.length < CHUNK;
      end = batch.at(-1)?.position ?? 0;
      const readable = batch.filter(({ unreadable }) => !unreadable).reverse();
      const { events, schemes, zone } = this.planning;
      const placed = await changesOf(events, schemes, readable, zone, { skipUnreadable: true });
      const passing = placed.filter(({ change, places }) => wantsChange(filter, change, places));
      changes.push(...passing.map(({ change }) => change).reverse());
    }
    const last = changes[most - 1];
    if (last && changes.length > most) return { changes: changes.slice(0, most), before: last.position };
    return { changes, ...(!isOver && { before: end }) };
  }
}

const wantedBy = ({ providers, dossiers, schemes, eventTypes, statusChange, becomes }: Filter): EventsWanted => ({
  ...{ providers, dossiers, schemes },
  types: eventTypes,
  statuses: becomes,
  dossiersOnly: statusChange === true,
});

export const ATOM = 'application/atom+xml';

interface AtomAsked {
  /** A UUID. */
  id: string;
  /** Absent: the default title. */
  title?: string;
  language: Language;
  /** Of the document. */
  url: string;
  /** Upper bound of positions, exclusive. */
  before?: number | undefined;
}

const ENTRIES = 50;
const NEVER = new Date(0);

/** Renders changes as Atom documents. */
@Injectable()
export class AtomFeeds {
  constructor(
    private readonly changes: ChangesBackwards,
    private readonly links: Links,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async of(filter: Filter, { id, title, language, url, before }: AtomAsked): Promise<FeedDocument> {
    const position = await this.planning.events.head();
    const found = await this.changes.read(filter, Math.min(before ?? Infinity, position + 1), ENTRIES);
    const schemes = await this.planning.schemes.at();
    const words = phrases(language).feeds.atom;
    const entries = found.changes.map((change) =>
      atomEntryOf(change, { language, zone: this.planning.zone, schemes, pages: this.links.pages }),
    );
    const text = atomText({
      id,
      title: title ?? words.title,
      subtitle: words.subtitle,
      language,
      updated: entries[0]?.updated ?? NEVER,
      self: url,
      page: this.links.pages.news(),
      next: found.before === undefined ? undefined : pageBefore(url, found.before),
      entries,
    });
    return { text, type: ATOM, position };
  }
}

function pageBefore(url: string, position: number): string {
  const next = new URL(url);
  next.searchParams.delete('seen');
  next.searchParams.set('before', String(position));
  return next.href;
}

/**
 * An entry with the text of the corresponding mail. The author is the source of the fact, not the person who recorded
 * it.
 */
function atomEntryOf(change: Change, writing: Writing): AtomEntry {
  const { subject, paragraphs, main, facts } = changeLetter(change, writing);
  return {
    id: change.id,
    title: subject,
    author: change.source?.publisher,
    updated: new Date(change.recordedAt),
    url: writing.pages.change(change),
    content: [...paragraphs.map((text) => `<p>${escaped(text)}</p>`), factsHtml([...main, ...facts])].join(''),
    categories: [change.type, ...(change.scheme === null ? [] : [change.scheme])],
  };
}

function factsHtml(facts: readonly Fact[]): string {
  const items = facts.map(
    ({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value).replaceAll('\n', '<br>')}</dd>`,
  );
  return items.length === 0 ? '' : `<dl>${items.join('')}</dl>`;
}
