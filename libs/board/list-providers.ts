import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Standing } from '#domain/dossier/standing.js';
import { markIn, pageOf, type Page } from './page.js';
import { holdsAt, pointOf, type Viewpoint } from './point.js';

export interface ProvidersAsked extends Viewpoint {
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
}

export interface ListedProvider extends ProviderRef {
  /** Former names and aliases. */
  aliases: string[];
  /** Those that had begun. */
  dossiers: ListedDossier[];
}

export type ListedDossier = { id: string; scheme: string } & Pick<
  Standing,
  'service' | 'status' | 'confirmed' | 'expiring' | 'stale'
>;

/** The providers on record at an instant, by name, each with where its dossiers stood on a day. */
export class ListProviders extends Query<Page<ListedProvider>> {
  constructor(readonly asked: ProvidersAsked) {
    super();
  }
}

@QueryHandler(ListProviders)
export class ListProvidersHandler implements IQueryHandler<ListProviders> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: ListProviders): Promise<Page<ListedProvider>> {
    const { limit, cursor } = asked;
    const point = await pointOf(this.events, asked);
    const after =
      cursor === undefined ? sql`true` : sql`(folded, id::text collate "C") > (${sql.join(markIn(cursor))})`;
    const { rows } = await sql<ListedProvider & { folded: string }>`
      with page as (
        select id, slug, name, folded from provider
        where first_position <= coalesce(${point.position}::bigint, first_position) and ${after}
        order by folded, id limit ${limit + 1}
      )
      select page.*,
        array(select other.name from provider_name as other
          where other.provider = page.id and other.ordinal > 0 order by other.ordinal) as aliases,
        coalesce((
          select jsonb_agg(jsonb_build_object('id', dossier.id, 'scheme', dossier.scheme,
            'service', span.body -> 'service', 'status', span.status, 'confirmed', span.confirmed,
            'expiring', span.expiring, 'stale', span.stale) order by span.service, dossier.id)
          from dossier join dossier_span as span on span.dossier = dossier.id
          where dossier.provider = page.id and ${holdsAt('span', point)}
        ), '[]') as dossiers
      from page order by folded, id
    `.execute(this.db);
    return pageOf(
      rows,
      limit,
      ({ folded, id }) => [folded, id],
      ({ folded: _, ...provider }) => provider,
    );
  }
}
