import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import { recordOnDossier, schemeOf } from '#domain/dossier/dossier.js';
import { dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Context } from '#event-store/append.js';
import { EventStore } from '#event-store/event-store.js';

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
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** @throws Refusal unknown-dossier and those of the decision; Conflict, IdReused */
  async execute({ dossier, event, today, context }: RecordDossierEvent): Promise<RecordedOnDossier> {
    const dependsOn = event.type === 'DependencyDeclared' ? event.data.dependsOn : undefined;
    const dangling = dependsOn !== undefined && !(await this.#isOpen(dependsOn));
    const { recorded, replayed, state } = await this.events.change(
      dossierStream(dossier),
      dossierModel,
      (record) => {
        const { scheme } = openedIn(record, dossier);
        if (dangling) throw refuse('unknown-dossier', 'data.dependsOn', `no dossier ${dependsOn} is on record`);
        return recordOnDossier(record, event, { id: dossier, scheme });
      },
      context,
    );
    const [first] = recorded;
    if (!first) throw new Error('a decision without events');
    const { facts, scheme } = openedIn(state, dossier);
    const { status } = standingOn(facts, scheme, today);
    return { id: first.id, position: first.position, version: first.version, status, replayed };
  }

  async #isOpen(id: string): Promise<boolean> {
    const { version } = await this.events.load(dossierStream(id), dossierModel);
    return version > 0;
  }
}

function openedIn(record: DossierRecord, id: string) {
  const facts = factsOf(record);
  if (!facts) throw refuse('unknown-dossier', 'id', `no dossier ${id} is on record`);
  return { facts, scheme: schemeOf(facts.scheme, builtInSchemes) };
}
