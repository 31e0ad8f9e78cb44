import { Inject, Injectable } from '@nestjs/common';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type EventsWanted, NewestEvents } from '#feeds/newest-events.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf } from '#notifications/change-of.js';
import { type Filter, wantsChange } from '#subscriptions/filter.js';
import type { Change } from '#notifications/message.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

export interface NewestChanges {
  /** Newest first. */
  changes: Change[];
  /** What comes next is before this position; absent: there is nothing. */
  before?: number;
}

const CHUNK = 100;
/** Looked at for one page: what a change did to a status has to be worked out, so a rare one gives short pages, not slow ones. */
const FURTHEST = 4_000;

/** Reads the ledger backwards, by a filter. */
@Injectable()
export class ChangesBackwards {
  constructor(
    private readonly newest: NewestEvents,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @param before of earlier positions than this one */
  async read(filter: Filter, before: number, most: number): Promise<NewestChanges> {
    const wanted = wantedBy(filter);
    const changes: Change[] = [];
    let end = before;
    let isOver = false;
    for (let seen = 0; !isOver && seen < FURTHEST && changes.length <= most; seen += CHUNK) {
      const batch = await this.newest.read(wanted, { before: end, limit: CHUNK });
      isOver = batch.length < CHUNK;
      end = batch.at(-1)?.position ?? 0;
      const placed = await changesOf(this.events, this.schemes, batch.toReversed(), this.settings.JALON_TIMEZONE);
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
