import { Inject, Injectable } from '@nestjs/common';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { type AtomEntry, atomText } from '#feeds/atom-feed.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, wantsChange } from '#subscriptions/filter.js';
import { Links } from '#subscriptions/messages/links.js';
import { type EventsWanted, NewestEvents } from '#feeds/newest-events.js';
import type { Language } from '#language/language.js';
import { changesOf } from '#subscriptions/messages/changes-of.js';
import { changeLetter } from '#subscriptions/messages/mail/change-letter.js';
import { escaped, type Fact } from '#subscriptions/messages/mail/letter.js';
import type { Change } from '#subscriptions/messages/change.js';
import { withQuery } from '../http/answer.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { phrases } from '#language/phrases.js';
import type { FeedDocument } from './feed-addresses.js';

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
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
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
      const placed = await changesOf(this.events, this.schemes, readable, this.settings.JALON_TIMEZONE, {
        skipUnreadable: true,
      });
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
  /** Path and query of the request. */
  path: string;
  /** Upper bound of positions, exclusive. */
  before?: number | undefined;
}

const ENTRIES = 50;
const NEVER = new Date(0);

/** Renders changes as Atom documents. */
@Injectable()
export class AtomFeeds {
  readonly #base: string;

  constructor(
    private readonly changes: ChangesBackwards,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly links: Links,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {
    this.#base = settings.PUBLIC_URL;
  }

  async of(filter: Filter, { id, title, language, path, before }: AtomAsked): Promise<FeedDocument> {
    const position = await this.events.head();
    const found = await this.changes.read(filter, Math.min(before ?? Infinity, position + 1), ENTRIES);
    const schemes = await this.schemes.at();
    const words = phrases(language).feeds.atom;
    const entries = found.changes.map((change) =>
      atomEntryOf(
        change,
        { url: this.links.pages.change(change), schemes, zone: this.settings.JALON_TIMEZONE },
        language,
      ),
    );
    const text = atomText({
      id,
      title: title ?? words.title,
      subtitle: words.subtitle,
      language,
      updated: entries[0]?.updated ?? NEVER,
      self: this.#base + path,
      page: this.links.pages.news(),
      next: found.before === undefined ? undefined : this.#base + withQuery(path, { before: String(found.before) }),
      entries,
    });
    return { text, type: ATOM, position };
  }
}

/**
 * An entry with the text of the corresponding mail. The author is the source of the fact, not the person who recorded
 * it.
 */
function atomEntryOf(
  change: Change,
  { url, schemes, zone }: { url: string; schemes: Schemes; zone: string },
  language: Language,
): AtomEntry {
  const { subject, paragraphs, shift = [], facts } = changeLetter(change, { url, schemes, zone }, language);
  return {
    id: change.id,
    title: subject,
    author: change.source?.publisher,
    updated: new Date(change.recordedAt),
    url,
    content: [...paragraphs.map((text) => `<p>${escaped(text)}</p>`), factsHtml([...shift, ...facts])].join(''),
    categories: [change.type, ...(change.scheme === null ? [] : [change.scheme])],
  };
}

function factsHtml(facts: readonly Fact[]): string {
  const items = facts.map(
    ({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value).replaceAll('\n', '<br>')}</dd>`,
  );
  return items.length === 0 ? '' : `<dl>${items.join('')}</dl>`;
}
