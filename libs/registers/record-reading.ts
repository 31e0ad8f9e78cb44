import { Inject, Injectable } from '@nestjs/common';
import { actorIn, isOtherPerson } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { readingCause } from '#domain/event/causes.js';
import { type LedgerEvent } from '#domain/event/ledger-event.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import type { Listing } from '#domain/register/entry.js';
import { matchesIn } from '#domain/register/register-record.js';
import { type Source, SourceSchema } from '#domain/source/source.js';
import { withoutQuery } from '#domain/text/text.js';
import type { Reason } from '#domain/reasons.js';
import { Conflict, type Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { ReadingOutcome } from './attempt.js';
import { Attempts, type JudgedResult, type KeptDocument, judgedIn, type NewAttempt, sha256Of } from './attempts.js';
import { type Judgement, judge } from './judge.js';
import { KnownRegisters, type KnownRegister } from './known-registers.js';
import { RegisterNames } from './names.js';
import { interrupted, NOTHING, outcomeOf, resultOf } from './outcome.js';
import { countEvents, type ReadDocument, readingEvents, readingId } from './reading-events.js';
import { readDocument } from './reading/read-document.js';
import { previewOf } from './rehearse-reading.js';

/** Injection token: the IANA time zone that defines "today". */
export const ZONE = Symbol('time zone of registers');

const ATTEMPTS = 5;

/** Who reads or decides. */
export interface ReadingContext extends Context {
  /** Whether they have scope `approve`. */
  mayApprove?: boolean;
  /** A decision about a reading on hold, rather than a document that was sent. */
  isDecision?: boolean;
  /** Stands for what the approver saw; absent: what the reading was held with. */
  rehearsal?: string | undefined;
}

/** A document that can be read, with the day that it is of. */
export interface ReadableDocument extends KeptDocument {
  listing: Listing;
  day: Day;
}

/** The procedure behind `ReadRegister` and `DecideReading`. */
@Injectable()
export class RecordReading {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly names: RegisterNames,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly fourEyes: FourEyes,
    @Inject(ZONE) private readonly zone: string,
  ) {}

  /** @param day absent: the day that the document states, else today. @throws Refusal register-document-invalid */
  async read({ register }: KnownRegister, bytes: Buffer, mediaType: string, day?: Day): Promise<ReadableDocument> {
    const scheme = schemeOf(register.scheme, await this.schemes.at());
    const listing = await readDocument(bytes, register.reader, scheme);
    const today = this.clock.today(this.zone);
    const of = day ?? listing.day ?? today;
    if (of > today) throw invalid(reason('reading-in-future', { day: of, today }));
    return { bytes, mediaType, sha256: sha256Of(bytes), listing, day: of };
  }

  /** Judges a document without recording anything. */
  async preview(known: KnownRegister, document: ReadableDocument, attempt: NewAttempt): Promise<ReadingOutcome> {
    const at = this.clock.now();
    const earlier = earlierOf(known, document);
    if (earlier) {
      const result = await this.#resultOfEvent(earlier.id);
      return { ...outcomeOf(attempt, document, result), state: 'same', event: earlier.id, at };
    }
    const judgement = await this.#judge(known, document, sourceOf(known, document, attempt.address));
    return { ...outcomeOf(attempt, document, resultOf(judgement)), state: 'dry-run', event: null, at };
  }

  /**
   * Records a document, or holds it. Within `ReadingTurns.inTurn` only.
   *
   * A row with state `applying` is on record while its events are being recorded. They are appended at once; a process
   * that stops before or after leaves the row, and the next reading finds out which.
   */
  async conclude(attempt: NewAttempt, document: ReadableDocument, context: ReadingContext): Promise<ReadingOutcome> {
    for (let count = 1; ; count++) {
      const known = await this.registers.get(attempt.register);
      const earlier = earlierOf(known, document);
      if (earlier) return this.#same(attempt, document, earlier.id);
      const source = sourceOf(known, document, attempt.address);
      const judgement = await this.#judge(known, document, source);
      const { holds } = judgement;
      const refused = holds.includes('four-eyes') ? refusedBy(attempt, context) : undefined;
      if (refused && (context.isDecision || refused.code === 'account-needed')) throw refused;
      const isSeen =
        judgement.preview?.rehearsal === (context.rehearsal ?? judgedIn(attempt.result)?.preview?.rehearsal);
      const isAccepted = attempt.decided?.decision === 'accept' && !holds.includes('older') && !refused && isSeen;
      if (holds.length > 0 && !isAccepted) {
        const held = await this.#saved({ ...attempt, state: 'held', event: null, decided: null }, document, judgement);
        if (context.isDecision && !isSeen) throw refuse('proposal-changed', 'rehearsal', 'reading-changed');
        return held;
      }
      const { register, record } = known;
      const { day, sha256, bytes } = document;
      const accepted = attempt.decided?.reason;
      const read = { register, record, day, source, sha256, bytes: bytes.length, accepted };
      try {
        return await this.#record(attempt, document, { judgement, read }, context);
      } catch (error) {
        if (error instanceof Conflict && count < ATTEMPTS) continue;
        // During an outage it is unknown whether they were recorded: the next reading finds out.
        if (outageOf(error) === undefined)
          await this.attempts.save(
            { ...attempt, state: 'failed', event: null, result: { problem: interrupted } },
            document,
          );
        throw error;
      }
    }
  }

  async #record(
    attempt: NewAttempt,
    document: ReadableDocument,
    { judgement, read }: { judgement: Judgement; read: ReadDocument },
    { actor, correlationId }: Context,
  ): Promise<ReadingOutcome> {
    const event = readingId(read);
    const applying = { ...attempt, event, result: resultOf(judgement), day: document.day };
    await this.attempts.save({ ...applying, state: 'applying' }, document);
    const appends = readingEvents(read, judgement, this.names.providers);
    const total = countEvents(read, judgement);
    const context = { actor, ...(correlationId !== undefined && { correlationId }), causationId: readingCause(event) };
    const append = () =>
      this.events.appendInPieces({ id: event, appends }, context, (staged) =>
        this.attempts.progressed(attempt.id, { staged, total }),
      );
    // See `RecordDossierEvent`: nobody else closes the circle of which this reading declares a part.
    const declares = judgement.dossiers.some(({ events }) => events.some(({ type }) => type === 'DependencyDeclared'));
    const position = await (declares ? inTurn(this.db, 'dependencies', append) : append());
    const outcome = await this.#saved({ ...applying, state: 'recorded' }, document, judgement);
    return { ...outcome, position };
  }

  async #judge(known: KnownRegister, { listing, day }: ReadableDocument, source: Source): Promise<Judgement> {
    const { register, record, readings } = known;
    const judged = { register, listing, day, source, last: readings.at(-1)?.day, matches: matchesIn(record) };
    const judgement = await judge(judged, { db: this.db, events: this.events }, this.names);
    if (!(await this.fourEyes.schemes()).has(register.scheme)) return judgement;
    const schemes = await this.schemes.at();
    const rehearsing = { register, day, source, schemes, recordedAt: this.clock.now() };
    const preview = await previewOf(judgement, rehearsing, this.events);
    return preview ? { ...judgement, holds: [...judgement.holds, 'four-eyes'], preview } : judgement;
  }

  async #same(attempt: NewAttempt, document: ReadableDocument, event: string): Promise<ReadingOutcome> {
    const result = await this.#resultOfEvent(event);
    const at = await this.attempts.save({ ...attempt, state: 'same', day: document.day, event, result }, document);
    const { position = null } = (await this.events.find(event)) ?? {};
    return { ...outcomeOf(attempt, document, result), id: attempt.id, state: 'same', event, at, position };
  }

  async #resultOfEvent(event: string): Promise<JudgedResult> {
    const row = await this.attempts.ofEvent(event);
    return (row && judgedIn(row.result)) ?? NOTHING;
  }

  async #saved(attempt: NewAttempt, document: ReadableDocument, judgement: Judgement): Promise<ReadingOutcome> {
    const result = resultOf(judgement);
    const at = await this.attempts.save({ ...attempt, day: document.day, result }, document);
    const state = attempt.state === 'recorded' ? 'recorded' : 'held';
    return { ...outcomeOf(attempt, document, result), state, event: attempt.event, at };
  }
}

/** Why a reading that needs a second person cannot be accepted by this one; documents fetched by Jalon are nobody's. */
function refusedBy({ actor, how }: NewAttempt, { actor: by, mayApprove = false }: ReadingContext): Refusal | undefined {
  const isFetched = how === 'fetch';
  if (!isFetched && actorIn(actor).account === undefined) return refuse('account-needed', 'id', 'account-needed');
  if (isFetched && by === actor) return refuse('own-proposal', 'id', 'own-proposal');
  if (actorIn(by).account === undefined) return refuse('account-needed', 'id', 'account-needed');
  return mayApprove && isOtherPerson(by, actor) ? undefined : refuse('own-proposal', 'id', 'own-proposal');
}

/** The reading of the same document for the same day. */
const earlierOf = ({ reads }: KnownRegister, { sha256, day }: ReadableDocument) =>
  reads.findLast(({ event }) => event.data.sha256 === sha256 && event.occurred === day);

const invalid = (why: Reason): Refusal => new Refusal('register-document-invalid', why);

/** Its address is published; that of the attempt, which only readers with a key see, is whole. */
function sourceOf({ register }: KnownRegister, { day, sha256 }: ReadableDocument, address: string | null): Source {
  const { kind, publisher, name: title } = register;
  const stated = address === null || address === register.url ? register.url : withoutQuery(address);
  const given = SourceSchema.shape.url.safeParse(stated).data ?? register.url;
  return { kind, publisher, title, readOn: day, sha256, ...(given !== undefined && { url: given }) };
}
