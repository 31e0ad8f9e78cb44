import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import { fold } from '#domain/text/fold.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/id.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

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
  async of(idOrSlug: string, field = 'id'): Promise<string> {
    const listed = UUID.test(idOrSlug) ? idOrSlug.toLowerCase() : await this.#listed(idOrSlug);
    const id = listed ?? derived(idOrSlug);
    const { state } = await this.events.load(providerStream(id), providerModel);
    const provider = providerOf(state);
    if (provider && (listed !== undefined || provider.slug === idOrSlug)) return id;
    throw refuse('unknown-provider', field, `no provider ${idOrSlug} is on record`);
  }

  async #listed(slug: string): Promise<string | undefined> {
    const row = await this.db.selectFrom('provider').select('id').where('slug', '=', slug).executeTakeFirst();
    return row?.id;
  }
}

/** A slug made of the name folds back to it, so a provider is found before the board has heard of it. */
const derived = (slug: string): string => uuidOf('provider', fold(slug));
