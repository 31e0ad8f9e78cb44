import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, type Observable, of } from 'rxjs';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { Exports } from '../http/download.js';
import { pointField } from '../http/query-fields.js';
import type { Answer } from '../http/answer.js';
import { download } from '../http/download.js';
import { JSON_TYPE, namesCsv, preferredType } from '../http/media-types.js';
import { Viewpoints } from '../http/reading.js';
import { Rejection } from '../problem/rejection.js';
import { type Column, documented, headerLine, linesOf } from './csv-line.js';

export const CSV = 'text/csv';

/** The CSV representation of a list, at `…/list.csv` or with `Accept: text/csv`. */
export interface CsvRepresentation {
  /** Of the file, without `jalon-`, dates and extension; `{id}` is replaced by the path parameter. */
  name: string;
  /** Completes "Export … as CSV". */
  rows: string;
  columns: readonly Column<never>[];
  /** The rows of a page; `items` when absent. */
  itemsOf?: (body: never) => readonly unknown[];
  /**
   * The point in time of all pages. `board` (default): `asOf` and the position of the projection; `points`: the same for
   * the two points of a comparison; `ledger`: the head of the ledger; `nothing`: each page is read as of its request.
   */
  pinned?: 'board' | 'points' | 'ledger' | 'nothing';
  /** The list has one page and takes neither `limit` nor `cursor`. */
  isWhole?: boolean;
}

const representations = new WeakMap<object, CsvRepresentation>();

export const RepresentedAs = (csv: CsvRepresentation): MethodDecorator => {
  return (_, __, descriptor) => {
    representations.set(descriptor.value as object, csv);
  };
};

export const csvOf = (handler: object): CsvRepresentation | undefined => representations.get(handler);

/** The OpenAPI documentation of the `.csv` address. */
export const csvDocument = ({ rows, columns, pinned = 'board' }: CsvRepresentation) => ({
  summary: `Export ${rows} as CSV`,
  description: `All items, ${pinned === 'nothing' ? 'read page by page' : 'as of one position of the ledger'}. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.\n\nColumns: ${columns.map(documented).join(', ')}.`,
});

type Query = Readonly<Record<string, string | undefined>>;
type Page = (changes: Query) => Promise<Answer<{ items: readonly unknown[] }>>;

/** Answers a list as CSV if requested: calls its handler page by page, as fast as the client reads. */
@Injectable()
export class CsvInterceptor implements NestInterceptor {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
    private readonly exports: Exports,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const csv = csvOf(context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!csv || !wantsCsv(request)) return next.handle();
    const asked = { ...(request.query as Query) };
    for (const field of csv.isWhole ? [] : ['limit', 'cursor'])
      if (field in asked) throw new Rejection('invalid-request', undefined, [{ field, ...reason('unknown-field') }]);
    const page: Page = (changes) => {
      request.query = Object.fromEntries(
        Object.entries({ ...asked, ...changes }).filter(([, value]) => value !== undefined),
      );
      return firstValueFrom(next.handle()) as ReturnType<Page>;
    };
    return of(await this.#file(csv, request, page, context.switchToHttp().getResponse()));
  }

  async #file(csv: CsvRepresentation, request: FastifyRequest, page: Page, reply: FastifyReply) {
    const { query, params } = request;
    const { position, pins, days } = await this.#pinned(csv, query as Query, page);
    const { id = '' } = params as { id?: string };
    const name = csv.name.replace('{id}', id.replace(/[^\w.-]/g, '_'));
    const limit = csv.isWhole ? {} : { limit: '200' };
    await this.exports.note(request, `jalon-${[name, ...days].join('-')}.csv`);
    const { columns, itemsOf = ({ items }: { items: readonly never[] }) => items } = csv;
    return sendCsv(reply, { name: [name, ...days].join('-'), position, columns }, async (next) => {
      const { body, about } = await page({ ...limit, ...pins, ...next });
      return { items: itemsOf(body as never) as readonly never[], next: about.next };
    });
  }

  async #pinned({ pinned: by = 'board', isWhole = false }: CsvRepresentation, asked: Query, page: Page) {
    // Validates the request, waits for `seen` and returns the position of the projection.
    const { about } = await page(isWhole ? {} : { limit: '1' });
    if (by === 'ledger') {
      const { position, knownAt } = await pinnedAt(this.events, await this.events.head(), asked['knownAt']);
      return { position, pins: { knownAt }, days: [] };
    }
    const unseen = { seen: undefined };
    if (by === 'nothing') return { position: about.position, pins: unseen, days: [this.viewpoints.today()] };
    if (by === 'points') {
      const from = await this.#point(about.position, asked['from']);
      const to = await this.#point(about.position, asked['to']);
      const pins = { ...unseen, from: from.point, to: to.point };
      return { position: Math.max(from.position, to.position), pins, days: [from.asOf, to.asOf] };
    }
    const { asOf } = this.viewpoints.day({ asOf: asked['asOf'] });
    const { position, knownAt } = await pinnedAt(this.events, about.position, asked['knownAt']);
    return { position, pins: { ...unseen, asOf, knownAt }, days: [asOf] };
  }

  async #point(followed: number, text: string | undefined) {
    const asked = text === undefined ? {} : pointField.parse(text);
    const { asOf } = this.viewpoints.day(asked);
    const { position, knownAt } = await pinnedAt(this.events, followed, asked.knownAt);
    return { asOf, position, point: `${asOf}@${knownAt}` };
  }
}

/**
 * A `knownAt` for all pages of a list, which excludes events recorded meanwhile. `knownAt` cannot separate events of one
 * instant, so it is the last instant whose events are all included.
 *
 * @param followed the position of the projection
 * @param asked the `knownAt` of the request
 */
export async function pinnedAt(
  events: EventStore<LedgerEvent>,
  followed: number,
  asked: string | undefined,
): Promise<{ position: number; knownAt: string }> {
  const wanted = asked === undefined ? followed : Math.min(followed, await events.positionAt(new Date(asked)));
  const [last, next] = await events.readAll({ after: Math.max(0, wanted - 1), limit: 2, unreadable: 'raw' });
  if (wanted === 0 || !last) return { position: 0, knownAt: BEFORE_ALL };
  const cutThrough = next && next.recordedAt.getTime() === last.recordedAt.getTime();
  if (!cutThrough) return { position: wanted, knownAt: last.recordedAt.toISOString() };
  const before = new Date(last.recordedAt.getTime() - 1);
  return { position: await events.positionAt(before), knownAt: before.toISOString() };
}

const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

/** Whether the address or `Accept` requests CSV. */
export const wantsCsv = (request: FastifyRequest): boolean =>
  namesCsv(request) || preferredType(request, [JSON_TYPE, CSV]) === CSV;

/** @param page returns a page by its query parameters; `{}` is the first */
export function sendCsv<T>(
  reply: FastifyReply,
  { name, position, columns }: { name: string; position: number; columns: readonly Column<T>[] },
  page: (next: Query) => Promise<{ items: readonly T[]; next: Query | undefined }>,
): Promise<StreamableFile> {
  const file = { name: `jalon-${name}.csv`, type: `${CSV}; charset=utf-8`, position };
  return download(reply, file, linesOfPages(columns, page));
}

async function* linesOfPages<T>(
  columns: readonly Column<T>[],
  page: (next: Query) => Promise<{ items: readonly T[]; next: Query | undefined }>,
): AsyncGenerator<string> {
  let head = headerLine(columns);
  let asked: Query | undefined = {};
  while (asked) {
    const { items, next }: { items: readonly T[]; next: Query | undefined } = await page(asked);
    yield head + linesOf(columns, items);
    head = '';
    asked = next;
  }
}
