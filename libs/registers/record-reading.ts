import { declaresDependency } from '#domain/dossier/dependency-graph.js';
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { actorIn, isOtherPerson } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { isKeptUp } from '#domain/dossier/status-change.js';
import { readingCause } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent, providerStream, registerStream } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { otherSlug } from '#domain/provider/provider.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import type { Listing } from '#domain/register/entry.js';
import { type RegisterEvent, READING, isReading } from '#domain/register/register-events.js';
import { type RegisterRecord, matchesIn } from '#domain/register/register-record.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type Source, SourceSchema } from '#domain/source/source.js';
import { slugOf, withoutQuery } from '#domain/text/text.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import type { Reason } from '#domain/reasons.js';
import { EventStore } from '#event-store/event-store.js';
import { type StreamAppend, Conflict, type Context } from '#event-store/events.js';
import type { ProviderNames } from '#dossiers/provider-names.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { statusChangesOf } from '#schemes/preview-appends.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  DIFFERENCES_LISTED,
  UNREADABLE_LISTED,
  type JudgedResult,
  type NewAttempt,
  type ReadingPreview,
  type ReadingOutcome,
  Attempts,
  type KeptDocument,
  judgedIn,
  sha256Of,
} from './attempts.js';
import { isBy } from './entries-on-record.js';
import { type Judgement, judge } from './judge.js';
import { type KnownRegister, KnownRegisters, RegisterNames } from './known-registers.js';
import { documentRefused } from './reading/raw-entry.js';
import { readDocument } from './reading/read-document.js';

/** What a document changes that was not judged. */
export const NOTHING: JudgedResult = {
  holds: [],
  figures: { entries: 0, before: 0, added: 0, changed: 0, moved: 0, gone: 0, unchanged: 0, ignored: 0, unreadable: 0 },
  differences: [],
  unreadable: [],
  unmatched: [],
};

/** Why a document is not on record whose process stopped, or failed, in the middle. */
export const interrupted = { why: reason('reading-interrupted'), problems: [] };

const resultOf = ({ holds, figures, differences, unreadable, unmatched, preview }: Judgement): JudgedResult => ({
  ...{ holds, figures },
  differences,
  unreadable: unreadable.slice(0, UNREADABLE_LISTED),
  unmatched: unmatched.slice(0, DIFFERENCES_LISTED),
  ...(preview && { preview: { ...preview, changes: preview.changes.slice(0, DIFFERENCES_LISTED) } }),
});

/** But for what became of the document. */
export const outcomeOf = (
  { id, register, decided }: Pick<NewAttempt, 'id' | 'register' | 'decided'>,
  { day, sha256 }: { day: Day; sha256: string },
  result: JudgedResult,
) => ({
  ...{ id, register, day, sha256, position: null, ...result },
  ...(decided?.decision === 'accept' && { accepted: decided.reason }),
});

interface ReadDocument {
  register: Register;
  /** Of the register; empty for a built-in one that was never read. */
  record: RegisterRecord;
  day: Day;
  source: Source;
  sha256: string;
  bytes: number;
  nextUpdate: Day | undefined;
  /** The reason for which an officer accepted what it is held for. */
  accepted: string | undefined;
}

/** Derives from the document and the place of the reading, so that ids repeat if it is recorded again. */
const readingId = ({ register, record, day, sha256 }: ReadDocument): string =>
  uuidOf('reading', register.slug, day, sha256, String(record.length));

/** All that a reading records: its differences, and after them the reading. Made one by one: all of them are large. */
function* readingEvents(
  document: ReadDocument,
  judgement: Judgement,
  names: ProviderNames,
): Generator<StreamAppend<LedgerEvent>> {
  const id = readingId(document);
  const append = (stream: string, expected: number | 'any', events: readonly LedgerEvent[]) => ({
    ...{ stream, expected },
    events: events.map((event, index) => ({ id: uuidOf(id, stream, String(index)), event })),
  });
  const { register, record } = document;
  const published: RegisterEvent[] = record.length > 0 ? [] : [{ type: 'RegisterPublished', data: { register } }];
  const last = append(registerStream(register.slug), record.length, published);
  for (const [provider, events] of providerEvents(judgement, document, names))
    yield append(providerStream(provider), events[0]?.type === 'ProviderRegistered' ? 0 : 'any', events);
  for (const { id: dossier, version, events } of judgement.dossiers)
    yield append(dossierStream(dossier), version, events);
  yield { ...last, events: [...last.events, { id, event: registerRead(document, judgement) }] };
}

/** The number of events that `readingEvents` yields. */
const countEvents = ({ record }: ReadDocument, { providers, dossiers }: Judgement): number =>
  providers.registered.size +
  providers.aliases.size +
  providers.identifiers.length +
  dossiers.reduce((sum, { events }) => sum + events.length, record.length > 0 ? 1 : 2);

function registerRead({ register, record, ...read }: ReadDocument, judgement: Judgement): RegisterEvent {
  const { day, source, sha256, bytes, accepted, nextUpdate } = read;
  const { figures, keys, holds, unconfirmed, frozen, content } = judgement;
  // Who approved is in the attempt, as it is in proposals.
  const told = holds.filter((hold) => hold !== 'four-eyes');
  const profile = record.findLast(({ event }) => !isReading(event) && event.type !== 'EntryMatched');
  return {
    type: READING,
    occurred: day,
    source,
    data: {
      ...{ register: register.name, scheme: register.scheme, sha256, bytes, content },
      ...{ entries: figures.entries, ignored: figures.ignored, unreadable: figures.unreadable },
      ...keys,
      ...(unconfirmed.length > 0 && { unconfirmed }),
      ...(frozen !== undefined && { frozen }),
      ...(nextUpdate !== undefined && { nextUpdate }),
      profile: profile?.version ?? 1,
      ...(accepted !== undefined && told.length > 0 && { accepted: { holds: told, reason: accepted } }),
    },
  };
}

/** By provider. A new name replaces the one that the register gave before; beside a name by anybody else it is one more. */
function providerEvents(
  { providers: { registered, aliases, identifiers } }: Judgement,
  { register, source, day }: ReadDocument,
  names: ProviderNames,
): Map<string, ProviderEvent[]> {
  const slugs = new Set<string>();
  const found = new Map<string, ProviderEvent[]>();
  const add = (provider: string, event: ProviderEvent) => found.set(provider, [...(found.get(provider) ?? []), event]);
  for (const [provider, name] of registered) {
    const slug = otherSlug(provider, name, (usual) => names.isSlugTaken(usual) || slugs.has(usual));
    slugs.add(slugOf(name));
    add(provider, { type: 'ProviderRegistered', source, data: { name, ...(slug !== undefined && { slug }) } });
  }
  for (const { provider, name } of aliases.values()) {
    const said = { source, data: { name } };
    const isOwn = isBy({ source: names.sourceOf(provider) ?? undefined }, register);
    add(provider, isOwn ? { type: 'ProviderRenamed', occurred: day, ...said } : { type: 'AliasAdded', ...said });
  }
  for (const { provider, ...data } of identifiers) add(provider, { type: 'AliasAdded', source, data });
  return found;
}

/** Injection token: the IANA time zone that defines "today". */
export const ZONE = Symbol('time zone of registers');

const ATTEMPTS = 5;

export interface ReadingContext extends Context {
  /** Whether they have scope `approve`. */
  mayApprove?: boolean;
  /** A decision about a reading on hold, rather than a document that was sent. */
  isDecision?: boolean;
  /** Stands for what the approver saw; absent: what the reading was held with. */
  preview?: string | undefined;
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

  /**
   * @param day absent: the day that the document states; today if its profile says of none
   * @throws Refusal register-document-invalid
   */
  async read({ register }: KnownRegister, bytes: Buffer, mediaType: string, day?: Day): Promise<ReadableDocument> {
    const scheme = schemeOf(register.scheme, await this.schemes.at());
    const listing = await readDocument(bytes, register.reader, scheme);
    const today = this.clock.today(this.zone);
    const of = day ?? listing.day ?? (register.reader.readOn === undefined ? today : undefined);
    if (of === undefined) throw invalid(reason('register-day-missing'));
    if (of > today)
      throw documentRefused(reason('reading-in-future', { day: of, today }), { field: day ? 'day' : 'document' });
    return { bytes, mediaType, sha256: sha256Of(bytes), listing, day: of };
  }

  async preview(known: KnownRegister, document: ReadableDocument, attempt: NewAttempt): Promise<ReadingOutcome> {
    const at = this.clock.now();
    const earlier = earlierOf(known, document);
    if (earlier) {
      const result = await this.#resultOfEvent(earlier.id);
      return { ...outcomeOf(attempt, document, result), state: 'same', event: earlier.id, at };
    }
    const judgement = await this.#judge(known, document, sourceOf(known, document, attempt.address));
    return { ...outcomeOf(attempt, document, resultOf(judgement)), state: 'preview', event: null, at };
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
      const isSeen = judgement.preview?.id === (context.preview ?? judgedIn(attempt.result)?.preview?.id);
      const isAccepted = attempt.decided?.decision === 'accept' && !holds.includes('older') && !refused && isSeen;
      if (holds.length > 0 && !isAccepted) {
        const held = await this.#saved({ ...attempt, state: 'held', event: null, decided: null }, document, judgement);
        if (context.isDecision && !isSeen) throw refuse('proposal-changed', 'preview', 'reading-changed');
        return held;
      }
      const { register, record } = known;
      const { day, sha256, bytes } = document;
      const { nextUpdate } = document.listing;
      const accepted = attempt.decided?.reason;
      const read = { register, record, day, source, sha256, bytes: bytes.length, nextUpdate, accepted };
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
    const declares = judgement.dossiers.some(({ events }) => events.some(declaresDependency));
    const position = await (declares ? inTurn(this.db, 'dependencies', append) : append());
    const outcome = await this.#saved({ ...applying, state: 'recorded' }, document, judgement);
    return { ...outcome, position };
  }

  async #judge(known: KnownRegister, { listing, day, sha256 }: ReadableDocument, source: Source): Promise<Judgement> {
    const { register, record, reads } = known;
    const judged = {
      ...{ register, listing, day, sha256, source },
      reads: reads.map(({ event }) => event),
      matches: matchesIn(record),
    };
    const judgement = await judge(judged, { db: this.db, events: this.events }, this.names);
    if (!(await this.fourEyes.schemes()).has(register.scheme)) return judgement;
    const schemes = await this.schemes.at();
    const previewing = { register, day, source, schemes, recordedAt: this.clock.now() };
    const preview = await previewOf(judgement, previewing, this.events);
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

interface Previewing {
  register: Register;
  day: Day;
  source: Source;
  schemes: Schemes;
  recordedAt: Date;
}

/**
 * What a second person has to look at: what a reading records on dossiers, and what it confirms on the others that it lists.
 * `undefined`: nothing but that they lapse, or are outdated, later.
 */
async function previewOf(
  judgement: Judgement,
  { register, day, source, schemes, recordedAt }: Previewing,
  events: EventStore<LedgerEvent>,
): Promise<ReadingPreview | undefined> {
  const { dossiers, onRecord, unconfirmed, figures, providers, frozen } = judgement;
  const scheme = schemeOf(register.scheme, schemes);
  const reading = {
    ...{ id: uuidOf('reading', register.slug, day), register: register.slug, day, source, recordedAt, unconfirmed },
    ...(frozen !== undefined && { frozen }),
    ...{ entries: figures.entries, position: Number.MAX_SAFE_INTEGER, version: 0 },
  };
  const after = new Map(schemes).set(scheme.slug, { ...scheme, readings: [...(scheme.readings ?? []), reading] });
  const drafted = new Map(dossiers.map((one) => [one.id, one.events]));
  const appends = [...new Set([...onRecord, ...drafted.keys()])].map((id) => ({
    ...{ stream: dossierStream(id), expected: 'any' as const },
    events: (drafted.get(id) ?? []).map((event) => ({ id, event })),
  }));
  const all = await statusChangesOf(events, appends, schemes, recordedAt, after);
  const changes = all.filter((change) => !isKeptUp(change, day));
  if (changes.length === 0) return undefined;
  const recorded = dossiers.map((one) => ({ id: one.id, events: one.events }));
  const { registered, aliases, identifiers } = providers;
  const named = { registered: [...registered], aliases: [...aliases], identifiers };
  const id = createHash('sha256').update(canonicalJson({ recorded, named, unconfirmed, changes }));
  return { id: id.digest('base64url'), changes };
}
