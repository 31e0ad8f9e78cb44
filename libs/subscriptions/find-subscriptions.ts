import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import type { Reach } from '#delivery/held-subscription.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';

export interface SubscriptionsAsked {
  state?: SubscriptionState | undefined;
  channel?: 'email' | 'webhook' | undefined;
  limit: number;
  offset: number;
}

export interface FoundSubscriptions {
  items: SubscriptionView[];
  /** How many pass, on all pages. */
  total: number;
}

/** Subscriptions by state and channel, the newest first. */
export class FindSubscriptions extends Query<FoundSubscriptions> {
  constructor(
    readonly reach: Reach,
    readonly asked: SubscriptionsAsked,
  ) {
    super();
  }
}

@QueryHandler(FindSubscriptions)
export class FindSubscriptionsHandler implements IQueryHandler<FindSubscriptions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ reach, asked: { state, channel, limit, offset } }: FindSubscriptions): Promise<FoundSubscriptions> {
    let query = this.db.selectFrom('subscription');
    if (reach !== 'all') query = query.where('created_by', '=', reach.maker);
    if (state) query = query.where('state', '=', state);
    if (channel) query = query.where('channel', '=', channel);
    const rows = query.selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    const counted = query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    return { items: (await rows).map(viewOf), total: (await counted).total };
  }
}
