import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import {
  providerModel,
  providerOf,
  type ProviderRecord,
  recordOnProvider,
  registerProvider,
} from '#domain/provider/provider.js';
import { previewChange, type Receipt, receiptOf } from '#event-store/change.js';
import type { Context } from '#event-store/events.js';
import { providerOn } from '#domain/provider/provider-view.js';
import { refuse, type Refusal } from '#domain/refusal.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';

/** `id`: of the provider. */
interface Registered extends Receipt {
  name: string;
  slug: string;
}

/** Registers a provider. Its id derives from its name: concurrent registrations reach the same stream. */
export class RegisterProvider extends Command<Registered> {
  constructor(
    readonly asked: { name: string; slug?: string | undefined },
    /** `id`: of the event to record; repeating it returns the first result. */
    readonly context: Context & { id?: string },
  ) {
    super();
  }
}

@CommandHandler(RegisterProvider)
export class RegisterProviderHandler implements ICommandHandler<RegisterProvider> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /** @throws Refusal provider-exists, name-taken, slug-taken, name-unusable */
  async execute({ asked, context }: RegisterProvider): Promise<Registered> {
    const id = uuidOf('provider', fold(asked.name));
    const { version: before } = await this.events.load(providerStream(id), providerModel);
    const taken = before === 0 ? await this.#taken(asked) : undefined;
    const { recorded, replayed, state, version } = await this.events.change(
      providerStream(id),
      providerModel,
      (record) => {
        if (taken && record.length === 0) throw taken;
        return registerProvider(record, asked);
      },
      context,
    );
    const provider = providerOf(state);
    return {
      id,
      name: provider?.name ?? asked.name,
      slug: provider?.slug ?? slugOf(asked.name),
      position: recorded.at(-1)?.position ?? 0,
      version,
      replayed,
    };
  }

  /**
   * A refusal if the name or slug is taken, according to the projection. That one is milliseconds behind: two concurrent
   * registrations of different names with one slug may both succeed, and the slug then leads to the first.
   */
  async #taken({ name, slug = slugOf(name) }: RegisterProvider['asked']): Promise<Refusal | undefined> {
    const db = this.db.ledger;
    const called = db.selectFrom('provider_name').select('provider').where('folded', '=', fold(name));
    if (await called.executeTakeFirst()) return refuse('name-taken', 'name', 'provider-name-taken', { name });
    const slugged = db.selectFrom('provider').select('id').where('slug', '=', slug);
    if (await slugged.executeTakeFirst()) return refuse('slug-taken', 'slug', 'provider-slug-taken', { slug });
    return undefined;
  }
}

/** Records an event on a provider. */
export class RecordProviderEvent extends Command<Receipt> {
  constructor(
    readonly provider: string,
    readonly event: NewProviderEvent,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(RecordProviderEvent)
export class RecordProviderEventHandler implements ICommandHandler<RecordProviderEvent> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** @throws Refusal unknown-provider and those of the decision; Conflict, IdReused */
  async execute({ provider, event, context }: RecordProviderEvent): Promise<Receipt> {
    const changed = await this.events.change(
      providerStream(provider),
      providerModel,
      (record) => recordOnProvider(record, event),
      context,
    );
    return receiptOf(changed);
  }
}

/** Name of a provider on a day, and the conflicts in its record. */
interface ProviderOutline {
  name: string;
  warnings: Warning[];
}

export interface ProviderEventPreview {
  before: ProviderOutline;
  after: ProviderOutline;
}

/** The dry run of `RecordProviderEvent`: the same decision, nothing is recorded. */
export class PreviewProviderEvent extends Query<ProviderEventPreview> {
  constructor(
    readonly provider: string,
    readonly event: NewProviderEvent,
    readonly today: Day,
    /** The stream's version that the caller has seen. */
    readonly expected: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(PreviewProviderEvent)
export class PreviewProviderEventHandler implements IQueryHandler<PreviewProviderEvent> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal and Conflict as `RecordProviderEvent` does */
  async execute({ provider, event, today, expected }: PreviewProviderEvent): Promise<ProviderEventPreview> {
    const { before, after } = await previewChange(
      this.events,
      providerStream(provider),
      providerModel,
      (record) => recordOnProvider(record, event),
      { expected, recordedAt: this.clock.now() },
    );
    return { before: outlineOn(before, today), after: outlineOn(after, today) };
  }
}

const outlineOn = (record: ProviderRecord, day: Day): ProviderOutline => ({
  name: providerOf(record, day)?.name ?? '',
  warnings: providerOn(record, day).warnings,
});
