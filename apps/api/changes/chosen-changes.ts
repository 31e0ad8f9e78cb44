import { Inject, Injectable } from '@nestjs/common';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '#subscriptions/messages/changes-of.js';
import { type Filter, wantsChange } from '#subscriptions/filter.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

/** A recorded event with its effect, and the provider, dossier and scheme that it belongs to. */
export interface RecordedChange extends PlacedChange {
  recorded: Recorded<LedgerEvent>;
}

export const wants = (filter: Filter, { change, places }: RecordedChange): boolean =>
  wantsChange(filter, change, places);

/** Positions searched per query, events read per query, and time per page. */
const RANGE = 50_000;
const BATCH = 200;
const PATIENCE_MS = 500;

/** Searches the ledger for changes that match a filter. */
@Injectable()
export class ChosenChanges {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * Up to `limit` matching changes between two positions, and the position searched up to. It is less than `upTo` if the
   * page is full or the search takes long: continue from there.
   */
  async page(
    { after, upTo, limit }: { after: number; upTo: number; limit: number },
    filter: Filter,
  ): Promise<{ items: RecordedChange[]; to: number }> {
    const began = performance.now();
    const items: RecordedChange[] = [];
    let to = after;
    do {
      const looked = await this.#batch(to, Math.min(upTo, to + RANGE), filter);
      for (const item of looked.items.filter((one) => wants(filter, one))) {
        if (items.length === limit) return { items, to: items.at(-1)?.recorded.position ?? to };
        items.push(item);
      }
      to = looked.to;
    } while (to < upTo && items.length < limit && performance.now() - began < PATIENCE_MS);
    return { items, to };
  }

  /** The effects of some events, in their order. */
  async placed(batch: readonly Recorded<LedgerEvent>[]): Promise<RecordedChange[]> {
    const placed = await changesOf(this.events, this.schemes, batch, this.settings.JALON_TIMEZONE, {
      skipUnreadable: true,
    });
    return placed.flatMap((one, index) => {
      const recorded = batch[index];
      return recorded ? [{ ...one, recorded }] : [];
    });
  }

  /** A batch, filtered in the database by type and dossier. */
  async #batch(after: number, upTo: number, { eventTypes, dossiers }: Filter) {
    const only = { types: eventTypes, streams: dossiers?.map(dossierStream) };
    const batch = await this.events.readAll({ after, upTo, limit: BATCH, unreadable: 'raw', ...only });
    const to = batch.length < BATCH ? upTo : (batch.at(-1)?.position ?? upTo);
    return { items: await this.placed(batch), to };
  }
}
