import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { download } from '../http/download.js';
import type { Answer } from '../http/answer.js';
import { type Column, headerLine, linesOf } from './csv-line.js';
import { CSV } from './csv-route.js';

export interface CsvFile<T> {
  /** Of the file, without its ending. */
  name: string;
  columns: readonly Column<T>[];
  /** What the rows reflect. */
  position: number;
  /** The page at a cursor of the list; absent: the first one. */
  page: (cursor: string | undefined) => Promise<Answer<{ items: readonly T[] }>>;
}

/** Rows per page: as many as a list of the API gives at most. */
export const PAGE = { limit: 200 };

/** Whole lists as CSV files, read page by page as the client takes them. */
@Injectable()
export class CsvFiles {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  send<T>(reply: FastifyReply, { name, columns, position, page }: CsvFile<T>): Promise<StreamableFile> {
    return download(reply, { name: `jalon-${name}.csv`, type: `${CSV}; charset=utf-8`, position }, text(columns, page));
  }

  /**
   * The instant that stands for a position over all pages of a list: what is recorded meanwhile is not known at it. Events
   * that were recorded at one instant are told apart by nothing, so it is the last instant all of which is in.
   *
   * @param followed up to which position the list has followed the ledger
   * @param asked the `knownAt` of the request
   */
  async pinned(followed: number, asked: string | undefined): Promise<{ position: number; knownAt: string }> {
    const wanted = asked === undefined ? followed : Math.min(followed, await this.events.positionAt(new Date(asked)));
    const [last, next] = await this.events.readAll({ after: Math.max(0, wanted - 1), limit: 2 });
    if (wanted === 0 || !last) return { position: 0, knownAt: BEFORE_ALL };
    const cutThrough = next && next.recordedAt.getTime() === last.recordedAt.getTime();
    if (!cutThrough) return { position: wanted, knownAt: last.recordedAt.toISOString() };
    const before = new Date(last.recordedAt.getTime() - 1);
    return { position: await this.events.positionAt(before), knownAt: before.toISOString() };
  }
}

const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

async function* text<T>(columns: readonly Column<T>[], page: CsvFile<T>['page']): AsyncGenerator<string> {
  let head = headerLine(columns);
  let cursor: string | undefined;
  do {
    const { body, about } = await page(cursor);
    yield head + linesOf(columns, body.items);
    head = '';
    cursor = about.next?.['cursor'];
  } while (cursor !== undefined);
}
