import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { withTimeout } from '#concurrency/timeout.js';
import { type LedgerEvent, type SchemeEvent, schemeStream } from '#domain/event/ledger-event.js';
import { type SchemeHistory, type Schemes, schemesAt } from '#domain/scheme/catalogue.js';
import { schemeIn, type SchemeRecord } from '#domain/scheme/publication.js';
import { decodeRow, eventColumns, type Recorded } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';

/** All that is known, never changed in place: whoever holds one is not disturbed by others who catch up. */
interface Known {
  /** By stream. */
  records: ReadonlyMap<string, SchemeRecord>;
  history: SchemeHistory;
  /** The position of its end; 0 while there is none. */
  last: number;
  /** The schemes after all of it, made once. */
  schemes: Schemes;
}

/** A connection that is dead without a word would hold up everybody. */
const LONGEST_MS = 30_000;

const nothing: Known = { records: new Map(), history: [], last: 0, schemes: schemesAt([]) };

function knownAfter(known: Known, news: readonly Recorded<SchemeEvent>[]): Known {
  const records = new Map(known.records);
  const history = [...known.history];
  for (const entry of news) {
    const { stream, position, recordedAt } = entry;
    const record = [...(records.get(stream) ?? []), entry];
    records.set(stream, record);
    const scheme = schemeIn(record);
    if (scheme && schemeStream(scheme.slug) === stream) history.push({ position, recordedAt, scheme });
  }
  return { records, history, last: news.at(-1)?.position ?? known.last, schemes: schemesAt(history) };
}

/**
 * The schemes, as they were on record at any position. Answers are never older than the ledger at the time of the call:
 * events that are known are kept in memory, newer ones are looked for after every call that they could matter to, at once
 * for all who ask meanwhile.
 */
@Injectable()
export class SchemeCatalogue {
  #known = nothing;
  #underWay: Promise<unknown> = Promise.resolve();
  /** Of all who have asked since the look under way began: it may miss what is on record by now. */
  #next: Promise<Known> | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** The schemes as they were on record at a position; absent: now. */
  async at(upTo = Infinity): Promise<Schemes> {
    const { history, last, schemes } = await this.#caughtUp(upTo);
    return last <= upTo ? schemes : schemesAt(history, upTo);
  }

  /** What held from every event of a scheme's stream on, up to a position, for whoever has to know when a scheme changed. */
  async history(upTo = Infinity): Promise<SchemeHistory> {
    const { history } = await this.#caughtUp(upTo);
    return history.filter(({ position }) => position <= upTo);
  }

  async #caughtUp(upTo: number): Promise<Known> {
    if (upTo <= this.#known.last) return this.#known;
    this.#next ??= this.#underWay.then(() => {
      this.#next = undefined;
      const look = withTimeout(LONGEST_MS, 'looking for schemes', this.#look());
      this.#underWay = look.catch(() => undefined);
      return look;
    });
    return this.#next;
  }

  async #look(): Promise<Known> {
    const found = await this.#recordedAfter(this.#known.last);
    // One that took too long may have caught up meanwhile.
    const news = found.filter(({ position }) => position > this.#known.last);
    if (news.length > 0) this.#known = knownAfter(this.#known, news);
    return this.#known;
  }

  async #recordedAfter(position: number): Promise<Recorded<SchemeEvent>[]> {
    const rows = await this.db
      .selectFrom('event')
      .select(eventColumns)
      .where(sql<boolean>`stream like 'scheme-%'`) // spelt out, so that every plan may use the index of these streams
      .where('position', '>', position)
      .orderBy('position')
      .execute();
    return rows.map((row) => decodeRow(this.events.codec, row) as Recorded<SchemeEvent>);
  }
}
