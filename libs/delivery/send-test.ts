import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { deliveryId, planDeliveries } from './queue/plan.js';
import { assertActive, heldSubscription, type Reach } from './held-subscription.js';

/** Sends a message that says nothing, on the very path of the real ones. */
export class SendTest extends Command<{ delivery: string }> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
    /** Names the wish: who sends it twice gets one message. */
    readonly once: string = randomUUID(),
  ) {
    super();
  }
}

@CommandHandler(SendTest)
export class SendTestHandler implements ICommandHandler<SendTest> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal unknown-subscription, subscription-unfit */
  async execute({ id, reach, once }: SendTest): Promise<{ delivery: string }> {
    assertActive(await heldSubscription(this.db, id, reach));
    const now = this.clock.now();
    const cause = `test:${once}`;
    const message = {
      type: 'subscription.test' as const,
      timestamp: now.toISOString(),
      data: { subscription: id },
    };
    await this.db.transaction().execute((tx) => planDeliveries(tx, [{ cause, subscription: id, message }], now));
    return { delivery: deliveryId(cause, id) };
  }
}
