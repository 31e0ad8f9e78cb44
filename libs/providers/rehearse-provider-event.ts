import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import type { Day } from '#domain/date/day.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import { providerModel, providerOf, type ProviderRecord, recordOnProvider } from '#domain/provider/provider.js';
import { providerOn } from '#domain/provider/provider-view.js';
import type { Warning } from '#domain/warning/warning.js';
import { Conflict } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';

/** How a provider is called on a day, and what about it conflicts. */
export interface ProviderGlance {
  name: string;
  warnings: Warning[];
}

export interface RehearsedOnProvider {
  before: ProviderGlance;
  after: ProviderGlance;
}

/** What recording an event on a provider would come to. Nothing is recorded; what recording refuses is refused. */
export class RehearseProviderEvent extends Query<RehearsedOnProvider> {
  constructor(
    readonly provider: string,
    readonly event: NewProviderEvent,
    readonly today: Day,
    /** The version that the stream must stand at. */
    readonly expected: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(RehearseProviderEvent)
export class RehearseProviderEventHandler implements IQueryHandler<RehearseProviderEvent> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal as `RecordProviderEvent` does; Conflict */
  async execute({ provider, event, today, expected }: RehearseProviderEvent): Promise<RehearsedOnProvider> {
    const stream = providerStream(provider);
    const position = await this.events.head();
    const { state: record, version } = await this.events.load(stream, providerModel);
    if (expected !== undefined && expected !== version) throw new Conflict(stream, expected, version);
    const rehearsed = recordOnProvider(record, event).map((one, index) => ({
      id: uuidOf('rehearsed', String(index)),
      position: position + index + 1,
      version: version + index + 1,
      recordedAt: this.clock.now(),
      event: one,
    }));
    return { before: glanceAt(record, today), after: glanceAt([...record, ...rehearsed], today) };
  }
}

const glanceAt = (record: ProviderRecord, day: Day): ProviderGlance => ({
  name: providerOf(record, day)?.name ?? '',
  warnings: providerOn(record, day).warnings,
});
