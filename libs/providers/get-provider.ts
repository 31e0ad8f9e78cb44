import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { providerOn, type ProviderStanding } from '#domain/provider/provider-view.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';

export interface ProviderView extends ProviderStanding {
  id: string;
  slug: string;
  name: string;
  /** Former names and aliases. */
  aliases: string[];
  version: number;
}

export interface FoundProvider {
  provider: ProviderView;
  /** Its dossiers' ids in the order of their opening, as the board has them. */
  dossiers: string[];
}

/** One provider, folded from its stream. */
export class GetProvider extends Query<FoundProvider> {
  /** @param upTo the last position that counts; absent: everything on record */
  constructor(
    readonly id: string,
    readonly asOf: Day,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(GetProvider)
export class GetProviderHandler implements IQueryHandler<GetProvider> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /** @throws Refusal unknown-provider */
  async execute({ id, asOf, upTo }: GetProvider): Promise<FoundProvider> {
    const options = upTo === undefined ? {} : { upTo };
    const { state, version } = await this.events.load(providerStream(id), providerModel, options);
    const known = providerOf(state);
    if (!known) throw refuse('unknown-provider', 'id', `provider ${id} was not on record by then`);
    const { name, slug, names } = known;
    const dossiers = await this.db
      .selectFrom('dossier')
      .select('id')
      .where('provider', '=', id)
      .orderBy('first_position')
      .execute();
    return {
      provider: { id, slug, name, aliases: names.slice(1), ...providerOn(state, asOf), version },
      dossiers: dossiers.map((dossier) => dossier.id),
    };
  }
}
