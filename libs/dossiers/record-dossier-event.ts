import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import { dossierModel } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decideOn, openedIn, unknownIn } from './decide-on-dossier.js';

export interface RecordedOnDossier {
  id: string;
  position: number;
  /** Of the dossier's stream, this event included. */
  version: number;
  /** Where the dossier stands now. */
  status: Status;
  replayed: boolean;
}

/** Records what happened to a dossier. */
export class RecordDossierEvent extends Command<RecordedOnDossier> {
  constructor(
    readonly dossier: string,
    readonly event: NewDossierEvent,
    /** The day on which the status is answered. */
    readonly today: Day,
    /** `id`: of the event to be; `expected`: the version that the stream must stand at. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(RecordDossierEvent)
export class RecordDossierEventHandler implements ICommandHandler<RecordDossierEvent> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal unknown-dossier, unknown-provider, transfer-to-holder and those of the decision; Conflict, IdReused */
  async execute({ dossier, event, today, context }: RecordDossierEvent): Promise<RecordedOnDossier> {
    const unknown = await unknownIn(this.events, event);
    const schemes = await this.schemes.at();
    const { recorded, replayed, state } = await this.events.change(
      dossierStream(dossier),
      dossierModel,
      (record) => decideOn(record, event, { id: dossier, schemes, unknown }),
      context,
    );
    const [first] = recorded;
    if (!first) throw new Error('a decision without events');
    const { facts, scheme } = openedIn(state, dossier, schemes);
    const { status } = standingOn(facts, scheme, today);
    return { id: first.id, position: first.position, version: first.version, status, replayed };
  }
}
