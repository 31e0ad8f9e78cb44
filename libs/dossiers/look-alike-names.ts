import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { OtherName } from '#domain/provider/name-warnings.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { skeletonOf } from '#domain/text/look-alike.js';
import { EventStore } from '#event-store/event-store.js';

/** Providers whose names are read; more than a handful look alike only if somebody tries. */
const MOST = 20;

interface LookAlikeProvider extends OtherName {
  id: string;
}

/** Finds the providers with names that are, or look like, given ones, by the projection, which is milliseconds behind. */
@Injectable()
export class LookAlikeNames {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param names those of one provider, or of one to be registered
   * @param except the id of that provider
   * @param upTo the last position to read; absent: everything on record
   */
  async of(names: readonly string[], { except, upTo }: { except?: string; upTo?: number | undefined }) {
    const found: LookAlikeProvider[] = [];
    const candidates = await this.#candidates(names, except);
    const records = await this.events.loadAll(candidates.map(providerStream), providerModel, {
      upTo,
      skipUnreadable: true,
    });
    for (const id of candidates) {
      const provider = providerOf(records.get(providerStream(id)) ?? []);
      if (!provider) continue;
      for (const name of provider.names) found.push({ id, slug: provider.slug, name });
    }
    const skeletons = new Set(names.map(skeletonOf));
    return found.filter(({ name }) => skeletons.has(skeletonOf(name)));
  }

  async #candidates(names: readonly string[], except: string | undefined): Promise<string[]> {
    const skeletons = [...new Set(names.map(skeletonOf))].filter((skeleton) => skeleton !== '');
    if (skeletons.length === 0) return [];
    const rows = await this.db.ledger
      .selectFrom('provider_name')
      .select('provider')
      .distinct()
      .where('skeleton', 'in', skeletons)
      .$if(except !== undefined, (query) => query.where('provider', '<>', except ?? ''))
      .orderBy('provider')
      .limit(MOST)
      .execute();
    return rows.map(({ provider }) => provider);
  }
}
