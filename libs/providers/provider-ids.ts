import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import { fold } from '#domain/text/fold.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface FoundBy {
  id: string;
  foundBy: 'id' | 'slug' | 'name';
  /** The one to address it by. */
  slug: string;
}

/** From what an address or a body calls a provider to its id. */
@Injectable()
export class ProviderIds {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param field where the request named it, for the refusal
   * @throws Refusal unknown-provider
   */
  async of(name: string, field = 'id'): Promise<string> {
    return (await this.find(name, field)).id;
  }

  /**
   * By id or slug, else by any name that it goes or went by, provided that it is the only one.
   *
   * @throws Refusal unknown-provider
   */
  async find(name: string, field = 'id'): Promise<FoundBy> {
    // PostgreSQL has no such character, so nobody is called by it.
    if (name.includes('\0')) throw refuse('unknown-provider', field, 'no such provider is on record');
    const slugged = UUID.test(name) ? undefined : await this.#slugged(name);
    const id = UUID.test(name) ? name.toLowerCase() : (slugged ?? derived(name));
    const { state } = await this.events.load(providerStream(id), providerModel);
    const provider = providerOf(state);
    if (provider && (UUID.test(name) || slugged !== undefined || provider.slug === name))
      return { id, foundBy: UUID.test(name) ? 'id' : 'slug', slug: slugged === undefined ? provider.slug : name };
    const [called, ...others] = await this.#called(name);
    if (!called) throw refuse('unknown-provider', field, `no provider ${name} is on record`);
    if (others.length === 0) return { ...called, foundBy: 'name' };
    const slugs = [called, ...others].map(({ slug }) => slug).join(', ');
    throw refuse('unknown-provider', field, `several providers are or were called ${name}: ${slugs}`);
  }

  async #slugged(slug: string): Promise<string | undefined> {
    const row = await this.db.selectFrom('provider').select('id').where('slug', '=', slug).executeTakeFirst();
    return row?.id;
  }

  /** As the board has it, which is milliseconds behind. */
  async #called(name: string): Promise<{ id: string; slug: string }[]> {
    return this.db
      .selectFrom('provider')
      .select(['id', 'slug'])
      .where('id', 'in', this.db.selectFrom('provider_name').select('provider').where('folded', '=', fold(name)))
      .orderBy('slug')
      .execute();
  }
}

/** A slug made of the name folds back to it, so a provider is found before the board has heard of it. */
const derived = (slug: string): string => uuidOf('provider', fold(slug));
