import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { feedTokenHash } from './feed-token.js';
import { type FeedView, feedViewOf } from './feed-view.js';

/** The feed that a token opens. */
export class OpenFeed extends Query<FeedView> {
  constructor(
    readonly token: string,
    readonly kind: FeedView['kind'],
  ) {
    super();
  }
}

@QueryHandler(OpenFeed)
export class OpenFeedHandler implements IQueryHandler<OpenFeed> {
  constructor(private readonly db: LedgerDatabase) {}

  /** Neither refusal repeats the token. @throws Refusal unknown-feed, feed-revoked */
  async execute({ token, kind }: OpenFeed): Promise<FeedView> {
    const row = await this.db
      .selectFrom('feed')
      .selectAll()
      .where('token_hash', '=', feedTokenHash(token))
      .where('kind', '=', kind)
      .executeTakeFirst();
    if (!row) throw refuse('unknown-feed', 'token', 'opens no feed: ask whoever gave you the address for another');
    if (row.revoked_at) throw refuse('feed-revoked', 'token', 'was revoked: the feed is at this address no more');
    return feedViewOf(row);
  }
}
