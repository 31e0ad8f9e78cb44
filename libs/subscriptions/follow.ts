import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Kysely, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Language } from '#language/language.js';
import { EndSubscription } from './change-subscription.js';
import { CreateSubscription } from './create-subscription.js';
import { type Filter, FilterSchema } from './filter.js';
import { NewSubscriptionSchema } from './new-subscription.js';

/** What a person follows, and where the emails go. */
export interface Followed {
  /** The owner of the subscription. */
  owner: string;
  /** An address that is known to be that of the person. */
  address: string;
  filter: Filter;
}

/** Subscribes a person to something by email, without another confirmation. */
export class Follow extends Command<void> {
  constructor(
    readonly followed: Followed,
    readonly language: Language,
  ) {
    super();
  }
}

@CommandHandler(Follow)
export class FollowHandler implements ICommandHandler<Follow> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
  ) {}

  /** Idempotent: sent twice, it makes one subscription. @throws Refusal not-found and the like */
  async execute({ followed, language }: Follow): Promise<void> {
    const { owner, address, filter } = followed;
    if ((await openOnes(this.db, followed)).length > 0) return;
    const asked = NewSubscriptionSchema.parse({ channel: 'email', address, filter, language });
    await this.commands.execute(new CreateSubscription(asked, { owner, verified: true }));
    const [, ...others] = await openOnes(this.db, followed); // of another request at the same time
    for (const id of others) await this.commands.execute(new EndSubscription(id, { scope: { owner } }));
  }
}

/** Ends what `Follow` made, and what the person subscribed to with the same filter and address. */
export class Unfollow extends Command<void> {
  constructor(readonly followed: Followed) {
    super();
  }
}

@CommandHandler(Unfollow)
export class UnfollowHandler implements ICommandHandler<Unfollow> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly commands: CommandBus,
  ) {}

  /** Idempotent. */
  async execute({ followed }: Unfollow): Promise<void> {
    for (const id of await openOnes(this.db, followed))
      await this.commands.execute(new EndSubscription(id, { scope: { owner: followed.owner } }));
  }
}

export class IsFollowed extends Query<boolean> {
  constructor(readonly followed: Followed) {
    super();
  }
}

@QueryHandler(IsFollowed)
export class IsFollowedHandler implements IQueryHandler<IsFollowed> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ followed }: IsFollowed): Promise<boolean> {
    return (await openOnes(this.db, followed)).length > 0;
  }
}

/** The ids of the subscriptions with this filter that have not ended, oldest first. */
async function openOnes(db: Kysely<Database>, { owner, address, filter }: Followed): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where('created_by', '=', owner)
    .where('channel', '=', 'email')
    .where('state', '<>', 'unsubscribed')
    .where(sql<boolean>`lower(target) = lower(${address})`)
    .where(sql<boolean>`filter = ${JSON.stringify(FilterSchema.parse(filter))}::jsonb`)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
