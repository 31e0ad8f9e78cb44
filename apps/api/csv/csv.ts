import {
  type StreamableFile,
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { positionIn } from '#database/ledger-epochs.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { download, Exports } from '../http/download.js';
import { CSV, wantsCsv } from '../http/content-negotiation.js';
import { type Answer, cachingOf } from '../http/answer.js';
import { Viewpoints } from '../http/reading.js';
import { Rejection } from '../problem/rejection.js';
import { lookOf } from '../http/request.js';

type Cell = string | number | boolean | null | undefined | readonly string[];

export interface Column<T> {
  /** Stable: spreadsheets and scripts refer to it. */
  name: string;
  /** For the documentation; absent if the name is enough. */
  description?: string;
  of: (item: T) => Cell;
}

export const documented = ({ name, description }: Pick<Column<never>, 'name' | 'description'>): string =>
  description === undefined ? `\`${name}\`` : `\`${name}\` (${description})`;

/** A column for each field, of the same name: `validUntil` is in the column `valid_until`. */
export const fields = <F extends string>(...names: F[]): Column<{ readonly [K in F]?: Cell }>[] =>
  names.map((field) => ({
    name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    of: (item) => item[field],
  }));

/** Where a dossier stands in a row: `provider` (slug), `provider_name`, `service`. */
export const placeColumns = <T>(
  placeOf: (item: T) => { provider: { slug: string; name: string }; service: { name: string } | null },
): Column<T>[] => [
  { name: 'provider', description: 'slug', of: (item) => placeOf(item).provider.slug },
  { name: 'provider_name', of: (item) => placeOf(item).provider.name },
  { name: 'service', of: (item) => placeOf(item).service?.name },
];

/** Characters that begin a formula in a spreadsheet; the full-width ones come from East Asian keyboards. */
const SIGNS = '=+\\-@＝＋－＠';

/** White space that does not separate cells. */
const BLANKS = '[^\\S;\\t\\r\\n]*';

/**
 * The start of a formula at the beginning of a cell, or after a semicolon, tab or line break, where a spreadsheet with other
 * settings begins a new cell. White space and, after a separator, quotes may precede it.
 */
const FORMULA = new RegExp(
  `^(?=${BLANKS}[${SIGNS}]|[\\t\\r])|(?<=[;\\t\\r\\n])(?=${BLANKS}(?:"+${BLANKS})?[${SIGNS}])`,
  'g',
);

/** One line of a CSV file (RFC 4180), with its line break. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join()}\r\n`;

/** Prevents CSV injection: an apostrophe precedes what a spreadsheet would run as a formula. Numbers are not user input. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(';');
  const safe = text.replace(FORMULA, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** JSON for a cell: a character that begins a formula is escaped as `\u003d`. */
export const jsonCell = (value: object): string =>
  JSON.stringify(value).replace(INNER_FORMULA, (start) => `${start.slice(0, -1)}${escaped(start.slice(-1))}`);

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

const INNER_FORMULA = new RegExp(`;\\s*[${SIGNS}]`, 'g');

export const headerLine = <T>(columns: readonly Column<T>[]): string => csvLine(columns.map(({ name }) => name));

export const linesOf = <T>(columns: readonly Column<T>[], items: readonly T[]): string =>
  items.map((item) => csvLine(columns.map(({ of }) => of(item)))).join('');

/** The query of a page of a list, as its first page or the page before gives it. */
type PageOf<T, Next> = (next: Next | undefined) => Promise<{ items: readonly T[]; next: Next | undefined }>;

/** Sends all pages of a list, as fast as the client reads. */
export function sendCsv<T, Next>(
  reply: FastifyReply,
  { name, position, columns }: { name: string; position: number; columns: readonly Column<T>[] },
  pageOf: PageOf<T, Next>,
): Promise<StreamableFile> {
  const file = { name: `jalon-${name}.csv`, type: `${CSV}; charset=utf-8`, position };
  return download(reply, file, linesOfPages(columns, pageOf));
}

async function* linesOfPages<T, Next>(columns: readonly Column<T>[], pageOf: PageOf<T, Next>): AsyncGenerator<string> {
  let page = await pageOf(undefined);
  yield headerLine(columns) + linesOf(columns, page.items);
  while (page.next !== undefined) {
    page = await pageOf(page.next);
    yield linesOf(columns, page.items);
  }
}

export interface CsvRepresentation {
  /** Of the file, without `jalon-`, dates and extension; `{id}` is replaced by the path parameter. */
  name: string;
  columns: readonly Column<never>[];
  /** The rows of a page; `items` when absent. */
  itemsOf?: (body: never) => readonly unknown[];
  /**
   * The point in time of all pages. `board` (default): `asOf` and the position of the projection; `points`: the same for
   * the two points of a comparison; `ledger`: the head of the ledger; `nothing`: each page is read as of its request.
   */
  pinned?: 'board' | 'points' | 'ledger' | 'nothing';
}

/** A list that is there as JSON, page by page, and as CSV with all pages: how a query is answered with its page. */
export class List<Q extends object> {
  constructor(
    readonly query: Q,
    readonly page: (query: Q) => Promise<Answer<object>>,
  ) {}
}

const representations = new WeakMap<object, CsvRepresentation>();

export const RepresentedAs = (csv: CsvRepresentation): MethodDecorator =>
  applyDecorators(UseInterceptors(ListInterceptor), (_, __, descriptor) => {
    representations.set(descriptor.value as object, csv);
  });

export const csvDocument = ({ columns, pinned }: CsvRepresentation): string =>
  `All items, ${pinned === 'nothing' ? 'read page by page' : 'as of one position of the ledger'}, without \`limit\` and \`cursor\`. UTF-8 with CRLF and a header row. Several values in a cell are separated by semicolons; an apostrophe precedes what a spreadsheet would run as a formula.\n\nColumns: ${columns.map(documented).join(', ')}.`;

interface AskedPoint {
  asOf?: Day;
  knownAt?: string;
}

/** Answers a `List` with the page asked for or, if the client prefers it, with the file. */
@Injectable()
class ListInterceptor implements NestInterceptor {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
    private readonly exports: Exports,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const csv = representations.get(context.getHandler());
    if (!csv) throw new Error('only a route with RepresentedAs answers a list');
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    return next
      .handle()
      .pipe(
        mergeMap((list: List<object>): Promise<unknown> =>
          wantsCsv(request) ? this.#file(csv, request, http.getResponse(), list) : list.page(list.query),
        ),
      );
  }

  async #file(csv: CsvRepresentation, request: FastifyRequest, reply: FastifyReply, list: List<object>) {
    for (const field of ['limit', 'cursor'])
      if (field in (request.query as object))
        throw new Rejection('invalid-request', undefined, [{ field, ...reason('unknown-field') }]);
    // Validates the query, waits for `seen` and tells the position of the projection.
    const { about } = await list.page({ ...list.query, limit: 1 });
    const { position: head } = lookOf(request);
    const followed = about.position ?? head;
    const { position, pins, days } = await this.#pinned(csv.pinned ?? 'board', list.query, { head, followed });
    const { id = '' } = request.params as { id?: string };
    const name = [csv.name.replace('{id}', id.replace(/[^\w.-]/g, '_')), ...days].join('-');
    await this.exports.note(request, `jalon-${name}.csv`);
    const { columns, itemsOf = ({ items }: { items: readonly never[] }) => items } = csv;
    const query = { ...list.query, seen: undefined, ...pins, limit: 200 };
    const file = await sendCsv(reply, { name, position, columns }, async (next: object | undefined) => {
      const { body, about } = await list.page({ ...query, ...next });
      return { items: itemsOf(body as never) as readonly never[], next: about.next && queryOf(about.next) };
    });
    reply.header('Vary', cachingOf(request)['Vary']);
    return file;
  }

  /** @param at the position of the ledger, and that of the projection */
  async #pinned(
    by: NonNullable<CsvRepresentation['pinned']>,
    query: AskedPoint & { from?: AskedPoint; to?: AskedPoint },
    { head, followed }: { head: number; followed: number },
  ) {
    switch (by) {
      case 'nothing':
        return { position: followed, pins: {}, days: [this.viewpoints.today()] };
      case 'ledger': {
        const { position, knownAt } = await pinnedAt(this.events, head, query.knownAt);
        return { position, pins: { knownAt }, days: [] };
      }
      case 'points': {
        const from = await this.#point(query.from ?? {}, followed);
        const to = await this.#point(query.to ?? {}, followed);
        const position = Math.max(from.position, to.position);
        return { position, pins: { from: from.point, to: to.point }, days: [from.point.asOf, to.point.asOf] };
      }
      case 'board': {
        const { position, point } = await this.#point(query, followed);
        return { position, pins: point, days: [point.asOf] };
      }
    }
  }

  async #point(asked: AskedPoint, followed: number) {
    const { asOf } = this.viewpoints.day(asked);
    const { position, knownAt } = await pinnedAt(this.events, followed, asked.knownAt);
    return { position, point: { asOf, knownAt } };
  }
}

/** The fields of the query that the Link header to the next page replaces. */
const queryOf = ({ after, ...next }: Readonly<Record<string, string>>): object =>
  after === undefined ? next : { after: positionIn(after) };

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
