import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Selectable } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { DeliveryTable } from '#database/tables/subscription.js';
import { type DeliveryFilter, passing, shownState, type ShownState } from './delivery-filter.js';
import { heldSubscription, type Reach } from './held-subscription.js';
import type { Message } from '#notifications/message.js';

export interface DeliveryView {
  id: string;
  /** Grows in the order of planning. */
  ordinal: number;
  cause: string;
  /** The `webhook-id`. */
  messageId: string;
  type: Message['type'];
  /** What it says, as it was frozen when it was planned. */
  message: Message;
  state: ShownState;
  attempts: number;
  /** While more attempts come; not of one that is held. */
  nextAttemptAt: Date | null;
  responseCode: number | null;
  lastError: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** What a subscription was sent, will be or should have been; newest first. */
export class ListDeliveries extends Query<DeliveryView[]> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
    readonly page: { limit: number; before?: number },
    readonly filter: DeliveryFilter = {},
  ) {
    super();
  }
}

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription */
  async execute({ id, reach, page: { limit, before }, filter }: ListDeliveries): Promise<DeliveryView[]> {
    const isDisabled = (await heldSubscription(this.db, id, reach)).state === 'disabled';
    let query = this.db
      .selectFrom('delivery')
      .selectAll()
      .where('subscription', '=', id)
      .where(passing(filter, isDisabled))
      .orderBy('ordinal', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('ordinal', '<', before);
    return (await query.execute()).map((row) => deliveryView(row, isDisabled));
  }
}

export function deliveryView(row: Selectable<DeliveryTable>, isDisabled: boolean): DeliveryView {
  const message = row.message as Message;
  const state = shownState(row.state, isDisabled);
  return {
    id: row.id,
    ordinal: row.ordinal,
    cause: row.cause,
    messageId: row.message_id,
    type: message.type,
    message,
    state,
    attempts: row.attempts,
    nextAttemptAt: state === 'planned' || state === 'claimed' ? row.next_attempt_at : null,
    responseCode: row.response_code,
    lastError: row.last_error,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
