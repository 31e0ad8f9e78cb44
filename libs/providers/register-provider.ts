import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf, registerProvider } from '#domain/provider/provider.js';
import { refuse, type Refusal } from '#domain/refusal.js';
import { fold, slugOf } from '#domain/text/fold.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';

export interface Registered {
  id: string;
  name: string;
  slug: string;
  position: number;
  version: number;
  replayed: boolean;
}

/** Puts a provider on record. Its id follows from its name, so two who register it at once meet in one stream. */
export class RegisterProvider extends Command<Registered> {
  constructor(
    readonly asked: { name: string; slug?: string | undefined },
    /** `id`: of the event to be; the same one again answers the first result. */
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
    const taken = before === 0 ? await this.#takenFrom(asked) : undefined;
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
   * What stands against a new provider of that name or slug, as the board has it. The board is milliseconds behind: two
   * who register different names with one slug at once may both succeed, and that slug then leads to the first.
   */
  async #takenFrom({ name, slug = slugOf(name) }: RegisterProvider['asked']): Promise<Refusal | undefined> {
    const { db } = this;
    const called = db.selectFrom('provider_name').select('provider').where('folded', '=', fold(name));
    if (await called.executeTakeFirst())
      return refuse('name-taken', 'name', `another provider is called ${name}, or was: record an alias there`);
    const slugged = db.selectFrom('provider').select('id').where('slug', '=', slug);
    if (await slugged.executeTakeFirst()) return refuse('slug-taken', 'slug', 'another provider has this slug');
    return undefined;
  }
}
