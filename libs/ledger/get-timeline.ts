import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type TimelineEntry, timelineOf } from './timeline.js';

/** One stream as it was recorded, wrong records included, with what corrections made of each entry. */
export class GetTimeline extends Query<TimelineEntry[]> {
  /** @param upTo the last position that counts; absent: everything on record */
  constructor(
    readonly stream: string,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** Empty when nothing is on record there. */
  async execute({ stream, upTo }: GetTimeline): Promise<TimelineEntry[]> {
    return timelineOf(await this.events.read(stream, upTo === undefined ? {} : { upTo }));
  }
}
