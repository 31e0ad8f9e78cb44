import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { type FeedView, feedViewOf } from './feed-view.js';

/** Whose feeds one may see and revoke: those of one maker, or everybody's. */
export type FeedReach = { maker: string } | 'all';

/** In the order of their making, revoked ones included. */
export class ListFeeds extends Query<FeedView[]> {
  constructor(
    readonly reach: FeedReach,
    readonly page: { limit: number; after?: { createdAt: Date; id: string } },
  ) {
    super();
  }
}

@QueryHandler(ListFeeds)
export class ListFeedsHandler implements IQueryHandler<ListFeeds> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ reach, page: { limit, after } }: ListFeeds): Promise<FeedView[]> {
    let query = this.db.selectFrom('feed').selectAll().orderBy('created_at').orderBy('id').limit(limit);
    if (reach !== 'all') query = query.where('created_by', '=', reach.maker);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map(feedViewOf);
  }
}
