import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';

/** Everything on record after a position, in the ledger's one order: what a subscriber reads to miss nothing. */
export class ListChanges extends Query<Recorded<LedgerEvent>[]> {
  constructor(
    readonly after: number,
    readonly limit: number,
  ) {
    super();
  }
}

@QueryHandler(ListChanges)
export class ListChangesHandler implements IQueryHandler<ListChanges> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  execute({ after, limit }: ListChanges): Promise<Recorded<LedgerEvent>[]> {
    return this.events.readAll({ after, limit });
  }
}
