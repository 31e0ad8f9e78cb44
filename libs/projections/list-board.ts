import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft, type Deadline } from '#domain/deadline/deadline.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { type Status, STATUSES } from '#domain/dossier/status.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { resolvePoint, type PointInTime } from './bitemporal-point.js';
import type { DossierFacets, LabelRule, ProviderFacets } from './facets.js';
import { decodeCountKey, hasFlags, hasStatus, type StoredLine } from './board-line.js';
import { boardPage, type BoardRow } from './board-page.js';

export const BOARD_SORTS = ['urgency', 'provider', 'status', 'deadline', 'news'] as const;

export type BoardSort = (typeof BOARD_SORTS)[number];

export interface BoardFilter extends ProviderFacets, DossierFacets {
  /** Words; each must be a prefix of a word of the service or of any name of its provider. */
  search?: string | undefined;
  scheme?: string | undefined;
  /** Any of these; empty: all. */
  statuses?: readonly Status[] | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  confirmed?: boolean | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  /** Has missed deadlines. */
  overdue?: boolean | undefined;
  /** Any of these. */
  dossiers?: readonly string[] | undefined;
  /** Has a label by any of these rules. */
  labelled?: readonly LabelRule[] | undefined;
}

export interface BoardAsked extends PointInTime, BoardFilter {
  sort: BoardSort;
  /** The other way round. Lines without a date are last in both orders. */
  isReversed?: boolean | undefined;
  /** Lines of a page. */
  limit: number;
  /** From 1. */
  page: number;
}

export interface BoardLine extends Pick<
  StoredLine,
  | 'scheme'
  | 'service'
  | 'status'
  | 'confirmed'
  | 'expiring'
  | 'stale'
  | 'overdue'
  | 'stage'
  | 'grantEnd'
  | 'grantedFrom'
  | 'news'
> {
  id: string;
  provider: ProviderRef;
  /** The soonest open deadline. A deadline past its date can be met until it lapses. */
  next: (Pick<Deadline, 'key' | 'kind' | 'due' | 'lapses' | 'title'> & { daysLeft: number }) | null;
}

export interface BoardPage extends BoardCounts {
  lines: BoardLine[];
  /** By whose dossiers the board may be filtered; none if they are too many to choose from. */
  providers: ProviderRef[];
  /** Slugs of all schemes with dossiers. */
  schemes: string[];
}

/** The officers' board: all open dossiers at a point in time. */
@Injectable()
export class BoardLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async page(asked: BoardAsked): Promise<BoardPage> {
    const { sort, isReversed = false, limit, page, asOf } = asked;
    const part = { sort, isReversed, limit, offset: (page - 1) * limit };
    const point = await resolvePoint(this.events, asked);
    const { rows, alike, ...choices } = await boardPage(this.db, point, asked, part);
    return { lines: rows.map((row) => shown(row, asOf)), ...boardCounts(alike, asked), ...choices };
  }
}

function shown({ id, provider, body }: BoardRow, asOf: Day): BoardLine {
  const { scheme, service, status, confirmed, expiring, stale, overdue, stage, grantEnd, grantedFrom, next, news } =
    body;
  return {
    ...{
      id,
      provider,
      service,
      scheme,
      status,
      confirmed,
      expiring,
      stale,
      overdue,
      stage,
      grantEnd,
      grantedFrom,
      news,
    },
    next: next && {
      ...{ key: next.key, kind: next.kind, due: next.due, lapses: next.lapses, title: next.title },
      daysLeft: daysLeft(next.due, asOf),
    },
  };
}

/** Number of lines with the same status and flags. */
export interface LineCount {
  /** The count key; its complement (below 0) for lines excluded by scheme, provider or search. */
  alike: number;
  count: number;
}

interface BoardCounts {
  /** Number of matching lines. */
  total: number;
  /** By every filter except statuses; for each status in use. */
  counts: { status: Status; count: number }[];
  /** By every filter except flags. */
  flags: { expiring: number; overdue: number; stale: number; unconfirmed: number };
  /** Without any filter. */
  all: number;
}

function boardCounts(lineCounts: readonly LineCount[], filter: BoardFilter): BoardCounts {
  const some = lineCounts.map(({ alike: key, count }) => {
    const fits = key >= 0;
    return { ...decodeCountKey(fits ? key : ~key), fits, count };
  });
  const fitting = some.filter(({ fits }) => fits);
  const flagged = fitting.filter((one) => hasFlags(one, filter));
  const ofStatus = fitting.filter(({ status }) => hasStatus(status, filter));
  return {
    total: sum(flagged.filter(({ status }) => hasStatus(status, filter))),
    counts: STATUSES.filter((status) => some.some((one) => one.status === status)).map((status) => ({
      status,
      count: sum(flagged.filter((one) => one.status === status)),
    })),
    flags: {
      expiring: sum(ofStatus.filter(({ expiring }) => expiring)),
      overdue: sum(ofStatus.filter(({ overdue }) => overdue)),
      stale: sum(ofStatus.filter(({ stale }) => stale)),
      unconfirmed: sum(ofStatus.filter(({ confirmed }) => !confirmed)),
    },
    all: sum(some),
  };
}

const sum = (some: readonly { count: number }[]): number => some.reduce((total, { count }) => total + count, 0);
