import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { deliveryId, planDeliveries } from './queue/plan.js';
import { assertActive, heldSubscription, type Reach } from './held-subscription.js';
import type { Message } from '#notifications/message.js';

/** Sends a delivery's message once more, as it was: a new row in the log, under the `webhook-id` it had. */
export class Redeliver extends Command<{ delivery: string }> {
  constructor(
    readonly id: string,
    readonly delivery: string,
    readonly reach: Reach,
    /** Names the wish: who sends it twice gets one message. */
    readonly once: string = randomUUID(),
  ) {
    super();
  }
}

@CommandHandler(Redeliver)
export class RedeliverHandler implements ICommandHandler<Redeliver> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal unknown-subscription, unknown-delivery, subscription-unfit */
  async execute({ id, delivery, reach, once }: Redeliver): Promise<{ delivery: string }> {
    assertActive(await heldSubscription(this.db, id, reach));
    const before = await this.db
      .selectFrom('delivery')
      .select(['cause', 'message', 'message_id'])
      .where('id', '=', delivery)
      .where('subscription', '=', id)
      .executeTakeFirst();
    if (!before) throw refuse('unknown-delivery', 'delivery', `the subscription has no delivery ${delivery}`);
    const message = before.message as Message;
    if (message.type === 'subscription.verification')
      throw refuse('subscription-unfit', 'delivery', 'is a confirmation, and the subscription is confirmed');
    const cause = causeAgain(before.cause, once);
    const again = { cause, subscription: id, message, messageId: before.message_id };
    await this.db.transaction().execute((tx) => planDeliveries(tx, [again], this.clock.now()));
    return { delivery: deliveryId(cause, id) };
  }
}

/** The cause of one more delivery of the same message. */
export const causeAgain = (cause: string, again: string): string => `${cause.replace(/:again:.*$/, '')}:again:${again}`;
