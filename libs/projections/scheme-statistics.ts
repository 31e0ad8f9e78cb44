import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { ProviderRef, Standing } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import {
  inOrder,
  sortKeyOf,
  type OpenDossier,
  type Statistics,
  statisticsOf,
  type Timed,
} from '#domain/statistics/statistics.js';
import type { TimedCase } from '#domain/statistics/cases.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decodeCursor, pageOf, type Page } from './page.js';
import { type BitemporalPoint, resolvePoint, providerRefAt, spanAt, type PointInTime } from './bitemporal-point.js';

export interface StatisticsAsked extends PointInTime {
  scheme: string;
  /** Of open dossiers. */
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
}

export interface TimedDossier extends Timed {
  provider: ProviderRef;
  service: Standing['service'];
}

export interface StatisticsPage extends Omit<Statistics<Timed>, 'open'> {
  open: Page<OpenDossier<TimedDossier>>;
}

/** Durations between the milestones of a scheme, and its open dossiers, at a point in time. */
export class SchemeStatistics extends Query<StatisticsPage> {
  constructor(readonly asked: StatisticsAsked) {
    super();
  }
}

@QueryHandler(SchemeStatistics)
export class SchemeStatisticsHandler implements IQueryHandler<SchemeStatistics> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal unknown-scheme: not on record at that time */
  async execute({ asked }: SchemeStatistics): Promise<StatisticsPage> {
    const { scheme: slug, limit } = asked;
    const point = await resolvePoint(this.events, asked);
    const scheme = schemeOf(slug, await this.schemes.at(point.position ?? undefined));
    const { open, ...summaries } = statisticsOf(scheme, await timedCases(this.db, slug, point), point.asOf);
    const rest = openAfter(open, asked).slice(0, limit + 1);
    const shown = await this.#shown(rest, point);
    return {
      ...summaries,
      open: pageOf(
        shown,
        limit,
        (one) => [...sortKeyOf(one)],
        (one) => one,
      ),
    };
  }

  async #shown(open: readonly OpenDossier<Timed>[], point: BitemporalPoint): Promise<OpenDossier<TimedDossier>[]> {
    const { rows } = await sql<Pick<TimedDossier, 'id' | 'provider' | 'service'>>`
      select dossier.id, span.body -> 'service' as service,
        (select ${providerRefAt('holder', point)} from provider as holder where holder.id = span.provider) as provider
      from dossier cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
      where dossier.id = any(${open.map(({ dossier }) => dossier.id)}::uuid[])
    `.execute(this.db);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return open.flatMap((one) => {
      const row = byId.get(one.dossier.id);
      return row ? [{ ...one, dossier: { ...one.dossier, ...row } }] : [];
    });
  }
}

/** One look-up per dossier of the scheme. */
export async function timedCases(db: LedgerDatabase, scheme: string, point: BitemporalPoint): Promise<TimedCase[]> {
  const { rows } = await sql<TimedCase>`
    select dossier.id, span.status, span.body -> 'milestones' as milestones, span.body -> 'announced' as announced,
      span.body -> 'granted' as granted, span.body ->> 'level' as level, span.body ->> 'ended' as ended
    from dossier cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where dossier.scheme = ${scheme}
  `.execute(db);
  return rows;
}

function openAfter<T extends Timed>(open: OpenDossier<T>[], { cursor }: StatisticsAsked): OpenDossier<T>[] {
  if (cursor === undefined) return open;
  const [days, id] = decodeCursor(cursor);
  return open.filter((one) => inOrder([Number(days), String(id)], sortKeyOf(one)) < 0);
}
