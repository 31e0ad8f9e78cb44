import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf } from '#notifications/changes-of.js';
import { type Filter, wantsChange } from './filter.js';
import type { Change } from '#notifications/message.js';

export interface PastChanges {
  /** Newest first. */
  changes: Change[];
  /** Earlier ones were not looked at: there are too many. */
  isCut: boolean;
}

/** What was recorded since an instant and passes a filter, as it would have been told when it was. */
export class ListPastChanges extends Query<PastChanges> {
  constructor(
    readonly filter: Filter,
    /** `zone`: whose day it is when something is recorded. */
    readonly within: { since: Date; zone: string },
  ) {
    super();
  }
}

/** Read at once; as long nobody else is served by this process. */
const STRETCH = 500;
/** Looked at, of all that an index cannot tell apart; and how far back. */
const MOST = 10_000;
const FURTHEST = 100_000;

@QueryHandler(ListPastChanges)
export class ListPastChangesHandler implements IQueryHandler<ListPastChanges> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ filter, within: { since, zone } }: ListPastChanges): Promise<PastChanges> {
    if (!filter.changes) return { changes: [], isCut: false };
    const only = { types: filter.eventTypes, streams: filter.dossiers?.map(dossierStream) };
    const [first, head] = [await this.events.positionAt(new Date(since.getTime() - 1)), await this.events.head()];
    const changes: Change[] = [];
    let looked = 0;
    let end = head;
    while (end > first && looked < MOST && head - end < FURTHEST) {
      const after = Math.max(first, end - STRETCH);
      const batch = await this.events.readAll({ after, upTo: end, limit: STRETCH, ...only });
      const placed = await changesOf(this.events, this.schemes, batch, zone);
      const wanted = placed.filter(({ change, places }) => wantsChange(filter, change, places));
      changes.push(...wanted.map(({ change }) => change).reverse());
      looked += batch.length;
      end = after;
    }
    return { changes, isCut: end > first };
  }
}
