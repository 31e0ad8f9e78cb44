import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import { providerModel, recordOnProvider } from '#domain/provider/provider.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';

export interface RecordedOnProvider {
  id: string;
  position: number;
  /** Of the provider's stream, this event included. */
  version: number;
  replayed: boolean;
}

/** Records what happened to a provider. */
export class RecordProviderEvent extends Command<RecordedOnProvider> {
  constructor(
    readonly provider: string,
    readonly event: NewProviderEvent,
    /** `id`: of the event to be; `expected`: the version that the stream must stand at. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(RecordProviderEvent)
export class RecordProviderEventHandler implements ICommandHandler<RecordProviderEvent> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** @throws Refusal unknown-provider and those of the decision; Conflict, IdReused */
  async execute({ provider, event, context }: RecordProviderEvent): Promise<RecordedOnProvider> {
    const { recorded, replayed } = await this.events.change(
      providerStream(provider),
      providerModel,
      (record) => recordOnProvider(record, event),
      context,
    );
    const [first] = recorded;
    if (!first) throw new Error('a decision without events');
    return { id: first.id, position: first.position, version: first.version, replayed };
  }
}
