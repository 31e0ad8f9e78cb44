import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DossierAsked, openDossier } from '#domain/dossier/dossier.js';
import { dossierModel } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/fold.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

export interface Opened {
  id: string;
  position: number;
  version: number;
  replayed: boolean;
}

/** Opens a dossier. Its id follows from provider, scheme and service, so two who open it at once meet in one stream. */
export class OpenDossier extends Command<Opened> {
  constructor(
    /** `provider`: the id of one that is on record, which the caller has seen to. */
    readonly asked: DossierAsked,
    /** `id`: of the event to be; the same one again answers the first result. */
    readonly context: Context & { id?: string },
  ) {
    super();
  }
}

@CommandHandler(OpenDossier)
export class OpenDossierHandler implements ICommandHandler<OpenDossier> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal dossier-exists, unknown-scheme, name-unusable */
  async execute({ asked, context }: OpenDossier): Promise<Opened> {
    const { provider, scheme, service } = asked;
    const id = uuidOf('dossier', provider, scheme, service ? fold(service.name) : '');
    const schemes = await this.schemes.at();
    const { recorded, replayed } = await this.events.change(
      dossierStream(id),
      dossierModel,
      (record) => openDossier(record, asked, schemes),
      context,
    );
    const [first] = recorded;
    if (!first) throw new Error('a decision without events');
    return { id, position: first.position, version: first.version, replayed };
  }
}
