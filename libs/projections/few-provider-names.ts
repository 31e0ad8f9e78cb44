import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { pointOf, type Viewpoint } from './point.js';
import { providerRefAt } from './provider-ref.js';

export interface NamesAsked extends Viewpoint {
  /** As many as somebody may choose from. */
  most: number;
}

/** The providers on record at an instant, by name, as they were called on a day; none at all when there are too many to choose from. */
export class FewProviderNames extends Query<ProviderRef[]> {
  constructor(readonly asked: NamesAsked) {
    super();
  }
}

@QueryHandler(FewProviderNames)
export class FewProviderNamesHandler implements IQueryHandler<FewProviderNames> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: FewProviderNames): Promise<ProviderRef[]> {
    const point = await pointOf(this.events, asked);
    const { rows } = await sql<{ ref: ProviderRef }>`
      with few as (
        select id, slug, name, folded from provider
        where first_position <= coalesce(${point.position}::bigint, first_position)
        order by folded, id limit ${asked.most + 1}
      )
      select ${providerRefAt('few', point)} as ref from few
      where (select count(*) from few) <= ${asked.most}
      order by folded, id
    `.execute(this.db);
    return rows.map(({ ref }) => ref);
  }
}
