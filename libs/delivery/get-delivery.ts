import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Selectable } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { DeliveryAttemptTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import { heldSubscription, type Reach } from './held-subscription.js';
import { deliveryView, type DeliveryView } from './list-deliveries.js';

export type AttemptView = Omit<Selectable<DeliveryAttemptTable>, 'delivery' | 'took_ms' | 'headers'> & {
  tookMs: number;
  headers: Record<string, string> | null;
};

export interface WholeDelivery extends DeliveryView {
  /** The first one first. */
  log: AttemptView[];
}

/** One delivery, with what it says and every attempt at it. */
export class GetDelivery extends Query<WholeDelivery> {
  constructor(
    readonly id: string,
    readonly delivery: string,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(GetDelivery)
export class GetDeliveryHandler implements IQueryHandler<GetDelivery> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription, unknown-delivery */
  async execute({ id, delivery, reach }: GetDelivery): Promise<WholeDelivery> {
    const { state } = await heldSubscription(this.db, id, reach);
    const row = await this.db
      .selectFrom('delivery')
      .selectAll()
      .where('id', '=', delivery)
      .where('subscription', '=', id)
      .executeTakeFirst();
    if (!row) throw refuse('unknown-delivery', 'delivery', `the subscription has no delivery ${delivery}`);
    const log = await this.db
      .selectFrom('delivery_attempt')
      .select(['number', 'at', 'took_ms as tookMs', 'result', 'code', 'error', 'headers', 'body'])
      .where('delivery', '=', delivery)
      .orderBy('number')
      .execute();
    return { ...deliveryView(row, state === 'disabled'), log };
  }
}
