import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { withTimeout } from '#concurrency/timeout.js';
import { type LedgerEvent, type SchemeEvent, schemeStream, streamId, streamKind } from '#domain/event/ledger-event.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import type { Reading } from '#domain/register/reading.js';
import type { Register } from '#domain/register/register.js';
import type { RegisterEvent } from '#domain/register/register-events.js';
import { readingsIn, registerIn, type RegisterRecord } from '#domain/register/register-record.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { schemeAt, type SchemeHistory, type Schemes, schemesAt } from '#domain/scheme/catalogue.js';
import { schemeIn, type SchemeRecord } from '#domain/scheme/publication.js';
import { decodeReadable, eventColumns, type Recorded } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';

/** A register as published, or as built in while it is not, with its readings. */
export interface RegisterKnown {
  register: Register;
  record: RegisterRecord;
  readings: readonly Reading[];
}

/** Immutable, so that callers keep a consistent state while others refresh. */
interface CatalogueState {
  /** By stream. */
  records: ReadonlyMap<string, SchemeRecord | RegisterRecord>;
  history: SchemeHistory;
  /** By slug. */
  registers: ReadonlyMap<string, RegisterKnown>;
  /** Position of its last event; 0 if there is none. */
  last: number;
  /** The latest schemes. */
  schemes: Schemes;
  epoch: number;
}

/** Of the streams that it is read from. */
const KINDS = ['scheme-', 'register-'];

/** Ends the wait on a dead connection, which all callers share. */
const REFRESH_TIMEOUT_MS = 30_000;

const nothing: CatalogueState = {
  records: new Map(),
  history: [],
  registers: new Map([...builtInRegisters].map(([slug, register]) => [slug, { register, record: [], readings: [] }])),
  last: 0,
  schemes: schemesAt([]),
  epoch: 0,
};

function stateAfter(known: CatalogueState, news: readonly Recorded<SchemeEvent | RegisterEvent>[]): CatalogueState {
  const records = new Map(known.records);
  const history = [...known.history];
  const registers = new Map(known.registers);
  for (const entry of news) {
    const { stream, position, recordedAt } = entry;
    const record = [...(records.get(stream) ?? []), entry];
    records.set(stream, record as SchemeRecord | RegisterRecord);
    if (streamKind(stream) === 'register') {
      const register = streamId(stream);
      const before = registers.get(register);
      const after = registerKnown(register, record as RegisterRecord);
      if (!after) continue;
      registers.set(register, after);
      const rules = schemeAt(history, after.register.scheme);
      if (rules && !areSame(after.readings, before?.readings ?? []))
        history.push({ position, recordedAt, register, scheme: asRead(rules, registers) });
    } else {
      const scheme = schemeIn(record as SchemeRecord);
      if (scheme && schemeStream(scheme.slug) === stream)
        history.push({ position, recordedAt, scheme: asRead(scheme, registers) });
    }
  }
  return {
    ...known,
    records,
    history,
    registers,
    last: news.at(-1)?.position ?? known.last,
    schemes: schemesAt(history),
  };
}

/** `undefined` while it is not published. */
function registerKnown(slug: string, record: RegisterRecord): RegisterKnown | undefined {
  const register = registerIn(record);
  return register && { register, record, readings: readingsIn(record, slug) };
}

const areSame = (one: readonly Reading[], other: readonly Reading[]): boolean =>
  one.length === other.length && textOf(one) === textOf(other);

const textOf = (readings: readonly Reading[]): string =>
  JSON.stringify(readings.map(({ id, day, source }) => [id, day, source]));

/** A scheme with the readings of its registers, in order of position. */
function asRead({ readings: _, ...rules }: Scheme, registers: CatalogueState['registers']): Scheme {
  const readings = [...registers.values()]
    .filter(({ register }) => register.scheme === rules.slug)
    .flatMap((known) => known.readings)
    .sort((a, b) => a.position - b.position);
  return readings.length === 0 ? rules : { ...rules, readings };
}

/**
 * The schemes on record at any position. Answers are never older than the ledger at the time of the call, or of the look: events are cached,
 * and a call that newer events could affect reads them first. Concurrent calls share one read. A scheme stays as it was
 * before an event that this version of Jalon cannot read.
 */
@Injectable()
export class SchemeCatalogue {
  #known = nothing;
  /** The last look as of which it was read. */
  #asOf = { position: 0, life: 0 };
  #refreshing: Promise<unknown> = Promise.resolve();
  /** Shared by callers that arrive during a refresh, which may miss the latest events. */
  #next: Promise<CatalogueState> | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** The schemes on record at a position; absent: now. @param look as of which they may be */
  async at(upTo = Infinity, look?: Look): Promise<Schemes> {
    const { history, last, schemes } = await this.#refreshed(upTo, look);
    return last <= upTo ? schemes : schemesAt(history, upTo);
  }

  /** The schemes after each of their events, up to a position. */
  async history(upTo = Infinity): Promise<SchemeHistory> {
    const { history } = await this.#refreshed(upTo);
    return history.filter(({ position }) => position <= upTo);
  }

  /** By slug, those included that are built in and not published. */
  async registers(): Promise<ReadonlyMap<string, RegisterKnown>> {
    return (await this.#refreshed(Infinity)).registers;
  }

  async #refreshed(upTo: number, look?: Look): Promise<CatalogueState> {
    for (const kind of KINDS) look?.read.add(kind);
    const isRewound = look !== undefined && look.life > this.#asOf.life && this.#asOf.life > 0;
    if (isRewound || this.#known.epoch !== this.db.epochs.current) this.#forget();
    if (look && KINDS.every((kind) => look.isAsOf(kind, this.#asOf))) return this.#known;
    if (upTo <= this.#known.last) return this.#known;
    this.#next ??= this.#refreshing.then(() => {
      this.#next = undefined;
      const refresh = withTimeout(REFRESH_TIMEOUT_MS, 'reading schemes', this.#refresh());
      this.#refreshing = refresh.catch(() => undefined);
      return refresh;
    });
    const refreshed = await this.#next;
    if (look) this.#asOf = look;
    return refreshed;
  }

  #forget(): void {
    this.#known = { ...nothing, epoch: this.db.epochs.current };
    this.#asOf = { position: 0, life: 0 };
  }

  async #refresh(): Promise<CatalogueState> {
    const known = this.#known;
    const news = await this.#recordedAfter(known.last);
    // The query may have found another server: what was read before it is not to be mixed with what was read from it.
    if (known.epoch !== this.db.epochs.current) this.#forget();
    // Or a refresh that timed out has completed meanwhile.
    if (known !== this.#known) return this.#refresh();
    if (news.length > 0) this.#known = stateAfter(this.#known, news);
    return this.#known;
  }

  async #recordedAfter(position: number): Promise<Recorded<SchemeEvent | RegisterEvent>[]> {
    const rows = await this.db.ledger
      .selectFrom('event')
      .select(eventColumns)
      .where(sql<boolean>`(stream like 'scheme-%' or stream like 'register-%')`) // literals, so that every plan can use the partial indexes
      .where('position', '>', position)
      .orderBy('position')
      .execute();
    return decodeReadable(this.events.codec, rows) as Recorded<SchemeEvent | RegisterEvent>[];
  }
}
