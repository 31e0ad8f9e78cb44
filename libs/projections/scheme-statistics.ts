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
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decodeCursor, pageOf, type Page } from './page.js';
import { type SchemeTimes, schemeTimes, type StepAsked, timedCases } from './scheme-durations.js';
import { type BitemporalPoint, resolvePoint, providerRefAt, spanAt, type PointInTime } from './bitemporal-point.js';

export interface StatisticsAsked extends PointInTime {
  scheme: string;
  /** Of open dossiers. */
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
  /** A step of which the times are wanted, too, as well as those of every step of the same level and year. */
  times?: StepAsked | undefined;
}

export interface TimedDossier extends Timed {
  provider: ProviderRef;
  service: Standing['service'];
}

export interface StatisticsPage extends Omit<Statistics<Timed>, 'open'> {
  open: Page<OpenDossier<TimedDossier>>;
  times?: SchemeTimes;
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

  /** @throws Refusal unknown-scheme: not on record at that time; unknown-milestone */
  async execute({ asked }: SchemeStatistics): Promise<StatisticsPage> {
    const { scheme: slug, limit } = asked;
    const point = await resolvePoint(this.events, asked);
    const scheme = schemeOf(slug, await this.schemes.at(point.position ?? undefined));
    const dossiers = await timedCases(this.db, scheme, point);
    const { open, ...summaries } = statisticsOf(scheme, dossiers, point.asOf);
    const rest = openAfter(open, asked).slice(0, limit + 1);
    const shown = await this.#shown(rest, point);
    return {
      ...summaries,
      ...(asked.times && { times: schemeTimes(scheme, asked.times, dossiers, point.asOf) }),
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
    `.execute(this.db.reads);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return open.flatMap((one) => {
      const row = byId.get(one.dossier.id);
      return row ? [{ ...one, dossier: { ...one.dossier, ...row } }] : [];
    });
  }
}

function openAfter<T extends Timed>(open: OpenDossier<T>[], { cursor }: StatisticsAsked): OpenDossier<T>[] {
  if (cursor === undefined) return open;
  const [days, id] = decodeCursor(cursor);
  return open.filter((one) => inOrder([Number(days), String(id)], sortKeyOf(one)) < 0);
}
