import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { type Refusal, refuse } from '#domain/refusal.js';
import { fold } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { providerId } from './provider-names.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface FoundBy {
  id: string;
  foundBy: 'id' | 'slug' | 'name';
  /** For links to it. */
  slug: string;
}

/** Resolves the id, slug or name of a provider in a request to its id. */
@Injectable()
export class ProviderIds {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param field of the request, for the refusal
   * @throws Refusal not-found, name-ambiguous
   */
  async of(name: string, field = 'id', look?: Look): Promise<string> {
    return (await this.find(name, field, look)).id;
  }

  /**
   * @param providers by which a list is filtered; `undefined`: not by provider
   * @throws Refusal not-found, name-ambiguous
   */
  async ofFilter(providers: readonly string[] | undefined): Promise<string[] | undefined> {
    return providers && [...new Set(await Promise.all(providers.map((name) => this.of(name, 'providers'))))];
  }

  /**
   * By id or slug, else by a current or former name that is unique.
   *
   * @throws Refusal not-found, name-ambiguous
   */
  async find(name: string, field = 'id', look?: Look): Promise<FoundBy> {
    // PostgreSQL text cannot hold a NUL, so no name does.
    if (name.includes('\0')) throw notFound(field, name.replaceAll('\0', '\uFFFD'));
    const slugged = UUID.test(name) ? undefined : await this.#slugged(name);
    // A slug derived from a name folds to the same text, so a provider is found before it is projected.
    const id = UUID.test(name) ? name.toLowerCase() : (slugged ?? providerId(name));
    const { state } = await this.events.load(providerStream(id), providerModel, { look });
    const provider = providerOf(state);
    if (provider && (UUID.test(name) || slugged !== undefined || provider.slug === name))
      return { id, foundBy: UUID.test(name) ? 'id' : 'slug', slug: slugged === undefined ? provider.slug : name };
    const [called, ...others] = await this.#called(name);
    if (!called) throw notFound(field, name);
    if (others.length === 0) return { ...called, foundBy: 'name' };
    const slugs = [called, ...others].map(({ slug }) => slug);
    throw refuse('name-ambiguous', field, 'provider-ambiguous', { name, slugs });
  }

  async #slugged(slug: string): Promise<string | undefined> {
    const row = await this.db.ledger.selectFrom('provider').select('id').where('slug', '=', slug).executeTakeFirst();
    return row?.id;
  }

  /** From the projection, which is milliseconds behind. */
  async #called(name: string): Promise<{ id: string; slug: string }[]> {
    return this.db.ledger
      .selectFrom('provider')
      .select(['id', 'slug'])
      .where('id', 'in', this.db.selectFrom('provider_name').select('provider').where('folded', '=', fold(name)))
      .orderBy('slug')
      .execute();
  }
}

const notFound = (field: string, provider: string): Refusal =>
  refuse('not-found', field, 'provider-not-found', { provider });
