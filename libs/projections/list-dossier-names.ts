import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type PointInTime, resolvePoint, spanAt } from './bitemporal-point.js';
import { dossierPage } from './list-dossiers.js';

interface NamesAsked extends PointInTime {
  /** Id or slug. */
  provider?: string | undefined;
  limit: number;
}

export type NamedDossier = Pick<DossierView, 'id' | 'provider' | 'service' | 'scheme'>;

/** The first dossiers by provider and service, with their names only: no stream is read. `isWhole`: there are no others. */
export class ListDossierNames extends Query<{ items: NamedDossier[]; isWhole: boolean }> {
  constructor(readonly asked: NamesAsked) {
    super();
  }
}

@QueryHandler(ListDossierNames)
export class ListDossierNamesHandler implements IQueryHandler<ListDossierNames> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: ListDossierNames) {
    const { limit, provider } = asked;
    const point = await resolvePoint(this.events, asked);
    const rows = await dossierPage(this.db, point, { provider, labelled: undefined }, { count: limit + 1 });
    const shown = rows.slice(0, limit);
    const { rows: named } = await sql<Pick<NamedDossier, 'id' | 'service'>>`
      select asked.id, span.body -> 'service' as service
      from unnest(${shown.map(({ id }) => id)}::uuid[]) as asked (id)
      cross join lateral (${spanAt('dossier_span', sql.ref('asked.id'), point)}) as span
    `.execute(this.db.reads);
    const services = new Map(named.map(({ id, service }) => [id, service]));
    return {
      items: shown.map(({ id, provider, scheme }) => ({ id, provider, scheme, service: services.get(id) ?? null })),
      isWhole: rows.length <= limit,
    };
  }
}
