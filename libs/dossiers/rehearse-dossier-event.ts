import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import type { Day } from '#domain/date/day.js';
import { dossierModel, type DossierFacts } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { Conflict } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decideOn, openedIn, unknownIn } from './decide-on-dossier.js';

export interface Rehearsed {
  /** Of the event among the facts after it. */
  id: string;
  /** Where the dossier would stand. */
  status: Status;
  before: DossierFacts;
  after: DossierFacts;
  /** Of the ledger: what it was rehearsed on. */
  position: number;
}

/** What recording an event would come to. Nothing is recorded; what recording refuses is refused. */
export class RehearseDossierEvent extends Query<Rehearsed> {
  constructor(
    readonly dossier: string,
    readonly event: NewDossierEvent,
    readonly today: Day,
    /** The version that the stream must stand at. */
    readonly expected: number | undefined,
  ) {
    super();
  }
}

const REHEARSED = uuidOf('rehearsed', '0');

@QueryHandler(RehearseDossierEvent)
export class RehearseDossierEventHandler implements IQueryHandler<RehearseDossierEvent> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal as `RecordDossierEvent` does; Conflict */
  async execute({ dossier, event, today, expected }: RehearseDossierEvent): Promise<Rehearsed> {
    const stream = dossierStream(dossier);
    const unknown = await unknownIn(this.events, event);
    const schemes = await this.schemes.at();
    const position = await this.events.head();
    const { state: record, version } = await this.events.load(stream, dossierModel);
    if (expected !== undefined && expected !== version) throw new Conflict(stream, expected, version);
    const decided = decideOn(record, event, { id: dossier, schemes, unknown });
    const recordedAt = this.clock.now();
    const rehearsed = decided.map((one, index) => ({
      id: index === 0 ? REHEARSED : uuidOf('rehearsed', String(index)),
      position: position + index + 1,
      version: version + index + 1,
      recordedAt,
      event: one,
    }));
    const { facts: before } = openedIn(record, dossier, schemes);
    const { facts: after, scheme } = openedIn([...record, ...rehearsed], dossier, schemes);
    return { id: REHEARSED, status: standingOn(after, scheme, today).status, before, after, position };
  }
}
