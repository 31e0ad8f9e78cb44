import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemesAt, type Publication, type SchemeHistory } from '#domain/scheme/history.js';
import { decodeRow, eventColumns } from '#event-store/event-row.js';
import { EventStore } from '#event-store/event-store.js';

/** All that is known, never changed in place: whoever holds one is not disturbed by others who catch up. */
interface Known {
  history: SchemeHistory;
  /** The position of its end; 0 while there is none. */
  last: number;
  /** The schemes after all of it, made once. */
  schemes: Schemes;
}

const knownOf = (history: SchemeHistory): Known => ({
  history,
  last: history.at(-1)?.position ?? 0,
  schemes: schemesAt(history),
});

/**
 * The schemes, as they were on record at any position. Answers are never older than the ledger at the time of the call:
 * publications that are known are kept in memory, newer ones are looked for at every call that they could matter to.
 */
@Injectable()
export class SchemeCatalogue {
  #known = knownOf([]);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** The schemes as they were on record at a position; absent: now. */
  async at(upTo = Infinity): Promise<Schemes> {
    const { history, last, schemes } = await this.#caughtUp(upTo);
    return last <= upTo ? schemes : schemesAt(history, upTo);
  }

  /** Every publication up to a position, for whoever has to know when a scheme changed. */
  async history(upTo = Infinity): Promise<SchemeHistory> {
    const { history } = await this.#caughtUp(upTo);
    return history.filter(({ position }) => position <= upTo);
  }

  async #caughtUp(upTo: number): Promise<Known> {
    if (upTo <= this.#known.last) return this.#known;
    const found = await this.#publishedAfter(this.#known.last);
    // Somebody else may have caught up meanwhile, and further.
    const news = found.filter(({ position }) => position > this.#known.last);
    if (news.length > 0) this.#known = knownOf([...this.#known.history, ...news]);
    return this.#known;
  }

  async #publishedAfter(position: number): Promise<Publication[]> {
    const rows = await this.db
      .selectFrom('event')
      .select(eventColumns)
      .where(sql<boolean>`type = 'SchemePublished'`) // spelt out, so that every plan may use the index of publications
      .where('position', '>', position)
      .orderBy('position')
      .execute();
    return rows.flatMap((row) => {
      const { position: at, recordedAt, event } = decodeRow(this.events.codec, row);
      return event.type === 'SchemePublished' ? [{ position: at, recordedAt, scheme: event.data.scheme }] : [];
    });
  }
}
