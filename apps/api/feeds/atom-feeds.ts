import { Inject, Injectable } from '@nestjs/common';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { atomText } from '#feeds/atom/atom-feed.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from '#subscriptions/filter.js';
import { Links } from '#notifications/links.js';
import type { Language } from '#language/language.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { atomEntryOf } from './atom-entry.js';
import { ATOM_WORDS } from './atom-words.js';
import { ChangesBackwards } from './changes-backwards.js';
import type { FeedDocument } from './feed-document.js';

export const ATOM = 'application/atom+xml';

export interface AtomAsked {
  /** A UUID. */
  id: string;
  /** Absent: the usual one. */
  title?: string;
  language: Language;
  /** Path and query at which it was asked for. */
  path: string;
  /** A position: what was recorded before it. */
  before?: number | undefined;
}

const ENTRIES = 50;
const NEVER = new Date(0);

/** Changes as Atom documents. */
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
    this.#base = settings.PUBLIC_URL.replace(/\/+$/, '');
  }

  async of(filter: Filter, { id, title, language, path, before }: AtomAsked): Promise<FeedDocument> {
    const position = await this.events.head();
    const found = await this.changes.read(filter, Math.min(before ?? Infinity, position + 1), ENTRIES);
    const schemes = await this.schemes.at();
    const words = ATOM_WORDS[language];
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
      alternate: { url: this.links.pages.news(), type: 'text/html' },
      next: found.before === undefined ? undefined : this.#base + withBefore(path, found.before),
      entries,
    });
    return { text, type: ATOM, position };
  }
}

function withBefore(path: string, before: number): string {
  const [address = '', query] = path.split('?', 2);
  const params = new URLSearchParams(query);
  params.set('before', String(before));
  return `${address}?${params.toString()}`;
}
