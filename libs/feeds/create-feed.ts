import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { feedTokenHash, newFeedToken } from './feed-token.js';
import { type FeedView, feedViewOf } from './feed-view.js';

export type NewFeed = Pick<FeedView, 'kind' | 'name' | 'filter' | 'language'>;

/** Makes an address at which a feed is read without a key. Whoever asks says what the filter means, and has checked it. */
export class CreateFeed extends Command<{ feed: FeedView; token: string }> {
  constructor(
    readonly asked: NewFeed,
    /** Whose it is. */
    readonly maker: string,
    /** As whoever asks has made them, to make a feed once however often it is asked for. */
    readonly chosen: { id: string; token: string } = { id: randomUUID(), token: newFeedToken() },
  ) {
    super();
  }
}

@CommandHandler(CreateFeed)
export class CreateFeedHandler implements ICommandHandler<CreateFeed> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** The token is in this answer and nowhere else. */
  async execute({ asked, maker, chosen: { id, token } }: CreateFeed): Promise<{ feed: FeedView; token: string }> {
    const row = await this.db
      .insertInto('feed')
      .values({
        ...asked,
        id,
        token_hash: feedTokenHash(token),
        filter: JSON.stringify(asked.filter),
        created_by: maker,
        created_at: this.clock.now(),
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ id }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return { feed: feedViewOf(row), token };
  }
}
