import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { inTurn } from '#database/transactions.js';
import { type Day, END_OF_TIME } from '#domain/date/day.js';
import {
  circleRefused,
  dependenciesOnRecord,
  DependencyGraph,
  mayAddDependency,
  mayConcernDependency,
} from '#domain/dossier/dependency-graph.js';
import { type DossierAsked, openDossier, recordOnDossier, schemeOf } from '#domain/dossier/dossier.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { amendedSpeaker, asksWhoSpeaks, holdersIn, speakersOf } from '#domain/dossier/speaker.js';
import { serviceOf, standingOn } from '#domain/dossier/standing.js';
import { statusChange } from '#domain/dossier/status-change.js';
import type { Status } from '#domain/dossier/status.js';
import { assertTransfers, drafted, holderOn, referencesIn } from '#domain/dossier/transfer.js';
import type { DossierEvent, NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { type Refusal, refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import { newWarnings, type Warning } from '#domain/warning/warning.js';
import { previewChange, type Receipt, receiptOf, withDrafts } from '#event-store/change-stream.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { type Context, Outdated } from '#event-store/events.js';
import type { Look } from '#event-store/ledger-head.js';
import type { LoadOptions } from '#event-store/stream-states.js';
import { assertApproved, FourEyes, type MaybeApproved, mustPreview } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossiersNaming } from './provider-names.js';

/** Opens a dossier and returns its id, which derives from provider, scheme and service: concurrent requests reach the same stream. */
export class OpenDossier extends Command<Receipt> {
  constructor(
    /** `provider`: the id of one on record; the caller checks that. */
    readonly asked: DossierAsked,
    /** `id`: of the event to record; repeating it returns the first result. */
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
    private readonly db: LedgerDatabase,
  ) {}

  /** @throws Refusal already-exists, not-found, name-unusable */
  async execute(command: OpenDossier): Promise<Receipt> {
    return command.asked.service ? inTurn(this.db, 'services', () => this.#open(command)) : this.#open(command);
  }

  async #open({ asked, context }: OpenDossier): Promise<Receipt> {
    const { provider, scheme } = asked;
    const service = fold(asked.service?.name ?? '');
    const id = uuidOf('dossier', provider, scheme, service);
    const schemes = await this.schemes.at();
    const replayed = context.id !== undefined && (await this.events.find(context.id)) !== undefined;
    const namesake = replayed ? undefined : await namesakeOf(this.events, this.db, id, { provider, scheme, service });
    const changed = await this.events.change(
      dossierStream(id),
      dossierModel,
      (record) => openDossier(record, asked, { id, schemes, namesake }),
      context,
    );
    return { ...receiptOf(changed), id };
  }
}

interface RecordedOnDossier extends Receipt {
  /** Status after this event, and whether the authority confirms it. */
  status: Status;
  confirmed: boolean;
  /** Warnings of the dossier that this event brings, on that day. */
  warnings: Warning[];
}

/** Records an event on a dossier. */
export class RecordDossierEvent extends Command<RecordedOnDossier> {
  constructor(
    readonly dossier: string,
    readonly event: NewDossierEvent,
    /** The day of the returned status and warnings. */
    readonly today: Day,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & MaybeApproved & { id?: string; expected?: number; look?: Look },
  ) {
    super();
  }
}

@CommandHandler(RecordDossierEvent)
export class RecordDossierEventHandler implements ICommandHandler<RecordDossierEvent> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  /**
   * Events that may close a circle of dependencies, or name a service, are recorded one after the other, each decided on what
   * the one before has recorded: of two that close a circle together, or give two dossiers one service, one is refused.
   *
   * @throws Refusal not-found, already-exists, transfer-to-holder, dependency-cycle and those of the decision;
   * ApprovalNeeded, Conflict, IdReused
   */
  async execute(command: RecordDossierEvent): Promise<RecordedOnDossier> {
    const look = command.context.look ?? (await this.events.look());
    const mayClose = await mayCloseCircle(this.events, command.dossier, command.event, look);
    const turn = mayClose ? 'dependencies' : serviceFieldOf(command.event) && 'services';
    if (turn && look.assumption) throw new Outdated(); // in its turn, it would record as of another look
    return turn
      ? inTurn(this.db, turn, async () => this.#record(command, await this.events.look()))
      : this.#record(command, look);
  }

  async #record({ dossier, event, today, context }: RecordDossierEvent, look: Look): Promise<RecordedOnDossier> {
    const [schemes, policy] = await Promise.all([this.schemes.at(Infinity, look), this.fourEyes.schemes(look)]);
    const decided = await decisionOn(this.events, dossier, event, { db: this.db, schemes, look, eventId: context.id });
    const recordedAt = this.clock.now();
    const decide = mustPreview(policy, context)
      ? await previewed(decided, this.events, dossier, { schemes, policy, context, recordedAt })
      : decided;
    const changed = await this.events.change(dossierStream(dossier), dossierModel, decide, { ...context, look });
    const { facts: before } = openedIn(changed.before, dossier, schemes);
    const { facts, scheme } = openedIn(changed.state, dossier, schemes);
    return { ...receiptOf(changed), ...outcomeOf({ before, after: facts }, scheme, today) };
  }
}

export interface DossierEventPreview {
  /** Of the event in `after`. */
  id: string;
  /** As it would be recorded, with who speaks. */
  event: DossierEvent;
  status: Status;
  confirmed: boolean;
  /** Warnings of the dossier that the event would bring. */
  warnings: Warning[];
  before: DossierFacts;
  after: DossierFacts;
  /** Head of the ledger that the preview is based on. */
  position: number;
}

/** The preview of `RecordDossierEvent`: the same decision, nothing is recorded. */
@Injectable()
export class DossierEventPreviews {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param expected the stream's version that the caller has seen
   * @throws Refusal and Conflict as `RecordDossierEvent` does
   */
  async of(dossier: string, event: NewDossierEvent, today: Day, expected?: number): Promise<DossierEventPreview> {
    const look = await this.events.look();
    const schemes = await this.schemes.at(Infinity, look);
    const decide = await decisionOn(this.events, dossier, event, { db: this.db, schemes, look });
    const { id, before, after, position } = await previewChange(
      this.events,
      dossierStream(dossier),
      dossierModel,
      decide,
      { expected, recordedAt: this.clock.now() },
    );
    const { facts, scheme } = openedIn(after, dossier, schemes);
    const effect = { before: openedIn(before, dossier, schemes).facts, after: facts };
    const decided = after.find((one) => one.id === id)?.event ?? event;
    return { id, event: decided, ...outcomeOf(effect, scheme, today), ...effect, position };
  }
}

/** The status after an event, and the warnings that it brings. */
function outcomeOf({ before, after }: { before: DossierFacts; after: DossierFacts }, scheme: Scheme, today: Day) {
  const { status, confirmed, warnings } = standingOn(after, scheme, today);
  const earlier = warnings.length === 0 ? [] : standingOn(before, scheme, today).warnings;
  return { status, confirmed, warnings: newWarnings(earlier, warnings) };
}

/**
 * The decision that recording an event on a dossier takes, and its preview.
 *
 * @param eventId of the event; one on record closed no circle and was alone with its service when it was recorded
 */
async function decisionOn(
  events: EventStore<LedgerEvent>,
  id: string,
  event: NewDossierEvent,
  { db, schemes, look, eventId }: { db: LedgerDatabase; schemes: Schemes; look: Look; eventId?: string | undefined },
) {
  const unknown = await unknownReference(events, event, look);
  const closed = (await circleClosedBy(events, id, event, look)) ?? (await serviceTaken(events, db, id, event));
  const replayed = eventId !== undefined && (closed || asksWhoSpeaks(event)) ? await events.find(eventId) : undefined;
  const speakers = asksWhoSpeaks(event)
    ? await speakersFor(events, id, { look, upTo: replayed && replayed.position - 1 })
    : undefined;
  return (record: DossierRecord): DossierEvent[] => {
    const { scheme } = openedIn(record, id, schemes);
    const spoken = speakers ? amendedSpeaker(event, record, speakers) : event;
    const decided = recordOnDossier(record, spoken, { id, scheme });
    if (unknown) throw unknown;
    if (closed && !replayed) throw closed;
    assertTransfers(record, decided);
    return decided;
  };
}

/**
 * Who speaks for the holders of a service; `undefined` if one of them cannot be read, and nobody is called somebody else.
 *
 * @param upTo of an event that is on record, so that it is decided on as it was
 */
async function speakersFor(events: EventStore<LedgerEvent>, dossier: string, at: LoadOptions) {
  const { state } = await events.load(dossierStream(dossier), dossierModel, at);
  const holders = holdersIn(state).map(providerStream);
  const records = await events.loadAll(holders, providerModel, { ...at, skipUnreadable: true });
  return records.size < holders.length ? undefined : [...records.values()].flatMap(speakersOf);
}

/** A refusal for the first dossier or provider that the event refers to and that is not on record. */
async function unknownReference(
  events: EventStore<LedgerEvent>,
  { data }: NewDossierEvent,
  look: Look,
): Promise<Refusal | undefined> {
  for (const { kind, id, field } of referencesIn(data)) {
    const { version } =
      kind === 'dossier'
        ? await events.load(dossierStream(id), dossierModel, { look })
        : await events.load(providerStream(id), providerModel, { look });
    if (version > 0) continue;
    return kind === 'dossier'
      ? refuse('not-found', field, 'dossier-not-found', { dossier: id })
      : refuse('not-found', field, 'provider-not-found', { provider: id });
  }
  return undefined;
}

/** @throws Refusal not-found */
function openedIn(record: DossierRecord, id: string, schemes: Schemes) {
  const facts = factsOf(record);
  if (!facts) throw refuse('not-found', 'id', 'dossier-not-found', { dossier: id });
  return { facts, scheme: schemeOf(facts.scheme, schemes) };
}

/**
 * Whether recording the event may close a circle of dependencies, so that it must not run beside another that may. For most
 * types of events, nothing is loaded to tell.
 */
async function mayCloseCircle(
  events: EventStore<LedgerEvent>,
  dossier: string,
  event: NewDossierEvent,
  look: Look,
): Promise<boolean> {
  if (!mayConcernDependency(event)) return false;
  return mayAddDependency((await events.load(dossierStream(dossier), dossierModel, { look })).state, event);
}

/** A refusal if the event would close a circle of dependencies, according to the streams of all dossiers reached. */
async function circleClosedBy(
  events: EventStore<LedgerEvent>,
  dossier: string,
  event: NewDossierEvent,
  look: Look,
): Promise<Refusal | undefined> {
  if (!(await mayCloseCircle(events, dossier, event, look))) return undefined;
  const { state: record } = await events.load(dossierStream(dossier), dossierModel, { look });
  const after = dependenciesOnRecord([...record, drafted(event, record, 0)]);
  const graph = await DependencyGraph.read([dossier, ...after], async (ids) => {
    const states = await events.loadAll(ids.map(dossierStream), dossierModel);
    return new Map([...states].map(([stream, state]) => [streamId(stream), state]));
  });
  const circle = graph.circleWith(dossier, [event]);
  if (!circle) return undefined;
  const holders = new Set(circle.flatMap((id) => graph.holderOf(id) ?? []));
  const providers = await events.loadAll([...holders].map(providerStream), providerModel);
  const nameOf = (id: string) => providerOf(providers.get(providerStream(id)) ?? [])?.name;
  return circleRefused(event, circle, (id) => graph.nameOf(id, nameOf) ?? id);
}

type Decide = (record: DossierRecord) => DossierEvent[];

interface Previewing {
  schemes: Schemes;
  policy: ReadonlySet<string>;
  context: MaybeApproved & { id?: string };
  recordedAt: Date;
}

/**
 * A decision that is refused if it changes a status that a second person has to look at first: on the state that it is
 * recorded on, so that nothing recorded meanwhile goes unseen. What is on record already was allowed when it was recorded.
 */
async function previewed(
  decide: Decide,
  events: EventStore<LedgerEvent>,
  dossier: string,
  { schemes, policy, context, recordedAt }: Previewing,
): Promise<Decide> {
  if (context.id !== undefined && (await events.find(context.id)) !== undefined) return decide;
  return (before) => {
    const decided = decide(before);
    const after = withDrafts(before, dossierStream(dossier), decided, recordedAt);
    const change = statusChange(dossier, { before, after }, { before: schemes, after: schemes });
    assertApproved(change ? [change] : [], policy, context);
    return decided;
  };
}

/** The field of an event that may give a dossier another service. */
function serviceFieldOf({ type, data }: NewDossierEvent): string | undefined {
  if (type === 'ScopeDeclared') return 'data.service';
  return type === 'EventCorrected' && data.changes.data?.service !== undefined
    ? 'data.changes.data.service'
    : undefined;
}

/** A refusal if the event would give a dossier the service of another one. */
async function serviceTaken(
  events: EventStore<LedgerEvent>,
  db: LedgerDatabase,
  id: string,
  event: NewDossierEvent,
): Promise<Refusal | undefined> {
  const field = serviceFieldOf(event);
  if (field === undefined) return undefined;
  const { state: record } = await events.load(dossierStream(id), dossierModel);
  const after = subjectOf([...record, drafted(event, record, 0)]);
  if (!after || after.service === subjectOf(record)?.service) return undefined;
  const dossier = await namesakeOf(events, db, id, after);
  return dossier === undefined ? undefined : refuse('already-exists', field, 'dossier-exists', { dossier });
}

/** What a dossier is about, by all that is on record, whatever its date; the name of the service is folded. */
function subjectOf(record: DossierRecord) {
  const facts = factsOf(record);
  if (!facts) return undefined;
  const service = fold(serviceOf(facts.dated, facts.undated)?.name ?? '');
  return { provider: holderOn(facts, END_OF_TIME), scheme: facts.scheme, service };
}

/** Another dossier of the same provider, scheme and service, by the ledger. */
async function namesakeOf(
  events: EventStore<LedgerEvent>,
  db: LedgerDatabase,
  id: string,
  asked: { provider: string; scheme: string; service: string },
): Promise<string | undefined> {
  if (asked.service === '') return undefined;
  const { rows } = await dossiersNaming([asked.provider]).execute(db.ledger);
  const streams = rows.map(({ stream }) => stream).filter((stream) => streamId(stream) !== id);
  const records = await events.loadAll(streams, dossierModel, { skipUnreadable: true });
  const wanted = JSON.stringify(asked);
  const found = [...records].find(([, record]) => JSON.stringify(subjectOf(record)) === wanted);
  return found && streamId(found[0]);
}
