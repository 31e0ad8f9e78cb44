import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';

export class GetSubscription extends Query<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(GetSubscription)
export class GetSubscriptionHandler implements IQueryHandler<GetSubscription> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription */
  async execute({ id, reach }: GetSubscription): Promise<SubscriptionView> {
    return viewOf(await heldSubscription(this.db, id, reach));
  }
}
