import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { sampleMessage } from '../messages/webhook/payload-samples.js';
import { PAYLOAD_TYPES } from '../messages/webhook/payload.js';
import { deliveryId, planDeliveries } from './planned-deliveries.js';
import { assertActive, findSubscription, type SubscriptionScope } from './recipient.js';

/** Not the verification: answering it would confirm nothing. */
const TestType = z.enum(PAYLOAD_TYPES).exclude(['subscription.verification']);

export const TEST_TYPES = TestType.options;

export const TestSchema = z
  .strictObject({
    type: TestType.default('subscription.test').describe(
      'Type of the message, with sample data. Other than `subscription.test` for webhooks only.',
    ),
  })
  .meta({ id: 'TestMessage', example: { type: 'event.recorded' } });

interface TestOptions {
  type?: z.infer<typeof TestType> | undefined;
  /** Identifies the request: repeating it sends one message. */
  once?: string;
}

/**
 * Sends a test message. Its first attempt is made at once, despite a pause or the rate limit of the endpoint; otherwise it is
 * delivered like any other message. Webhooks carry `jalon-test: true`.
 */
export class SendTest extends Command<{ delivery: string }> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
    readonly options: TestOptions = {},
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

  /** @throws Refusal not-found, subscription-unfit */
  async execute({ id, scope, options }: SendTest): Promise<{ delivery: string }> {
    const { type = 'subscription.test', once = randomUUID() } = options;
    const subscription = await findSubscription(this.db, id, scope);
    assertActive(subscription);
    if (subscription.channel === 'email' && type !== 'subscription.test')
      throw refuse('subscription-unfit', 'type', 'webhook-only');
    const now = this.clock.now();
    const cause = { kind: 'test', reference: once } as const;
    const message = sampleMessage(type, id, now);
    await this.db.transaction().execute((tx) => planDeliveries(tx, [{ cause, subscription: id, message }], now));
    return { delivery: deliveryId(cause, id) };
  }
}
