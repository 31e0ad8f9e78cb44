import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import {
  otherSlug,
  providerModel,
  providerOf,
  type ProviderRecord,
  recordOnProvider,
  registerProvider,
} from '#domain/provider/provider.js';
import { previewChange, type Receipt, receiptOf } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { providerOn } from '#domain/provider/provider-view.js';
import { refuse, type Refusal } from '#domain/refusal.js';
import { slugOf } from '#domain/text/text.js';
import { newWarnings, type Warning } from '#domain/warning/warning.js';
import { EventStore } from '#event-store/event-store.js';
import { providerId, ProviderNames } from './provider-names.js';
import type { NamesAround } from '#domain/provider/name-warnings.js';
import { LookAlikeNames } from './dossiers-and-providers.js';

/** `id`: of the provider. */
interface Registered extends Receipt {
  name: string;
  slug: string;
}

/**
 * Registers a provider. Its id derives from its name: concurrent registrations reach the same stream. A slug that is not given
 * is made from the name.
 */
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
  readonly #names: ProviderNames;

  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {
    this.#names = new ProviderNames(db, events.codec);
  }

  /**
   * Registrations are recorded one after the other, so that no two have one slug.
   *
   * @throws Refusal already-exists, already-exists, name-unusable
   */
  async execute(command: RegisterProvider): Promise<Registered> {
    const { name, slug } = command.asked;
    const id = providerId(name);
    // It exists, or is a replay, which decides the same.
    const again = async () => {
      const { state } = await this.events.load(providerStream(id), providerModel);
      const registered = state[0]?.event;
      return registered?.type === 'ProviderRegistered' && this.#register(command, slug ?? registered.data.slug);
    };
    return (
      (await again()) ||
      inTurn(this.db, 'registrations', async () => {
        const meanwhile = await again();
        if (meanwhile) return meanwhile;
        await this.#names.catchUp(await this.events.head());
        const made = slug ?? otherSlug(id, name, (usual) => this.#names.isSlugTaken(usual));
        return this.#register(command, made, this.#taken(command));
      })
    );
  }

  async #register(command: RegisterProvider, slug: string | undefined, taken?: Refusal): Promise<Registered> {
    const { asked, context } = command;
    const id = providerId(asked.name);
    const { recorded, replayed, state, version } = await this.events.change(
      providerStream(id),
      providerModel,
      (record) => {
        if (taken && record.length === 0) throw taken;
        return registerProvider(record, { name: asked.name, slug });
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

  /** A refusal if another provider has the name, or had it once, or has the slug. By the ledger: projections lag behind. */
  #taken({ asked: { name, slug } }: RegisterProvider): Refusal | undefined {
    if (this.#names.providersNamed(name).size > 0)
      return refuse('already-exists', 'name', 'provider-name-taken', { name });
    if (slug !== undefined && this.#names.isSlugTaken(slug))
      return refuse('already-exists', 'slug', 'provider-slug-taken', { slug });
    return undefined;
  }
}

interface RecordedOnProvider extends Receipt {
  /** Warnings of the provider that this event brings, on that day. */
  warnings: Warning[];
}

/** Records an event on a provider. */
export class RecordProviderEvent extends Command<RecordedOnProvider> {
  constructor(
    readonly provider: string,
    readonly event: NewProviderEvent,
    /** The day of the returned warnings. */
    readonly today: Day,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(RecordProviderEvent)
export class RecordProviderEventHandler implements ICommandHandler<RecordProviderEvent> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly lookAlikes: LookAlikeNames,
  ) {}

  /** @throws Refusal not-found and those of the decision; Conflict, IdReused */
  async execute({ provider, event, today, context }: RecordProviderEvent): Promise<RecordedOnProvider> {
    const replayed = context.id !== undefined && (await this.events.find(context.id)) !== undefined;
    const others = replayed ? [] : await othersNamed(this.lookAlikes, provider, event);
    const changed = await this.events.change(
      providerStream(provider),
      providerModel,
      (record) => recordOnProvider(record, event, others),
      context,
    );
    const states = { before: changed.before, after: changed.state };
    const { before, after } = await outlinesOf(this.lookAlikes, provider, states, today);
    return { ...receiptOf(changed), warnings: newWarnings(before.warnings, after.warnings) };
  }
}

/** Name of a provider on a day, and the conflicts in its record. */
interface ProviderOutline {
  name: string;
  warnings: Warning[];
}

interface ProviderEventPreview {
  before: ProviderOutline;
  after: ProviderOutline;
}

/** The preview of `RecordProviderEvent`: the same decision, nothing is recorded. */
@Injectable()
export class ProviderEventPreviews {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    private readonly lookAlikes: LookAlikeNames,
  ) {}

  /** @throws Refusal as `RecordProviderEvent` does */
  async of(provider: string, event: NewProviderEvent, today: Day): Promise<ProviderEventPreview> {
    const others = await othersNamed(this.lookAlikes, provider, event);
    const { before, after } = await previewChange(
      this.events,
      providerStream(provider),
      providerModel,
      (record) => recordOnProvider(record, event, others),
      { recordedAt: this.clock.now() },
    );
    return outlinesOf(this.lookAlikes, provider, { before, after }, today);
  }
}

/** The names of other providers that an event may give to one. */
async function othersNamed(lookAlikes: LookAlikeNames, provider: string, { type, data }: NewProviderEvent) {
  const name = type === 'EventCorrected' ? data.changes.data?.name : type === 'AliasAdded' && data.name;
  return typeof name === 'string' ? lookAlikes.of([name], { except: provider }) : [];
}

/** A provider before and after an event. */
async function outlinesOf(
  lookAlikes: LookAlikeNames,
  provider: string,
  { before, after }: { before: ProviderRecord; after: ProviderRecord },
  today: Day,
): Promise<ProviderEventPreview> {
  const names = [before, after].flatMap((record) => providerOf(record)?.names ?? []);
  const around = { others: await lookAlikes.of(names, { except: provider }), services: [] };
  return { before: outlineOn(before, today, around), after: outlineOn(after, today, around) };
}

const outlineOn = (record: ProviderRecord, day: Day, around: NamesAround): ProviderOutline => ({
  name: providerOf(record, day)?.name ?? '',
  warnings: providerOn(record, day, around).warnings,
});
