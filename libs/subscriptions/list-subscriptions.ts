import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Reach } from '#delivery/held-subscription.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';

/** In the order of their making. */
export class ListSubscriptions extends Query<SubscriptionView[]> {
  constructor(
    readonly reach: Reach,
    readonly page: { limit: number; after?: { createdAt: Date; id: string } },
  ) {
    super();
  }
}

@QueryHandler(ListSubscriptions)
export class ListSubscriptionsHandler implements IQueryHandler<ListSubscriptions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ reach, page: { limit, after } }: ListSubscriptions): Promise<SubscriptionView[]> {
    let query = this.db.selectFrom('subscription').selectAll().orderBy('created_at').orderBy('id').limit(limit);
    if (reach !== 'all') query = query.where('created_by', '=', reach.maker);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map(viewOf);
  }
}
