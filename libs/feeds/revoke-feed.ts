import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import type { FeedReach } from './list-feeds.js';

/** For good, and at once: the next read of its address is told that it is gone. */
export class RevokeFeed extends Command<void> {
  constructor(
    readonly id: string,
    readonly reach: FeedReach,
  ) {
    super();
  }
}

@CommandHandler(RevokeFeed)
export class RevokeFeedHandler implements ICommandHandler<RevokeFeed> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Revoking twice is revoking once. Somebody else's feed looks like none. @throws Refusal unknown-feed */
  async execute({ id, reach }: RevokeFeed): Promise<void> {
    let update = this.db
      .updateTable('feed')
      .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${this.clock.now()}::timestamptz)` })
      .where('id', '=', id);
    if (reach !== 'all') update = update.where('created_by', '=', reach.maker);
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw refuse('unknown-feed', 'id', `there is no feed ${id}`);
  }
}
