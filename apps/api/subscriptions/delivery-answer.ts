import { z } from 'zod';
import { AttemptView, DeliveryView, type DeliveryWithLog } from '#subscriptions/sending/delivery-log.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';

const DeliveryAnswer = DeliveryView.extend({
  lastErrorCode: z
    .string()
    .nullable()
    .describe('Stable; `null` for deliveries that failed before codes were introduced.'),
}).meta({ id: 'Delivery' });

const AttemptAnswer = AttemptView.extend({ errorCode: z.string().nullable() }).meta({ id: 'DeliveryAttempt' });

export const WholeDeliveryAnswer = DeliveryAnswer.extend({
  message: z
    .object({ type: z.enum(MESSAGE_TYPES), timestamp: z.string(), data: z.record(z.string(), z.unknown()) })
    .describe(
      'Content as of planning. The challenge of a verification and the answer link of a reminder are added when the message is sent.',
    ),
  log: z.array(AttemptAnswer).describe('Completed attempts, oldest first.'),
}).meta({ id: 'DeliveryWithLog' });

const example: z.input<typeof DeliveryAnswer> = {
  id: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  cause: 'test:7c0f6a1e-5b0d-4f51-9a35-1d8f3a0e7b12',
  messageId: '1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d',
  type: 'subscription.test',
  state: 'sent',
  attempts: 1,
  nextAttemptAt: null,
  responseCode: 200,
  lastError: null,
  lastErrorCode: null,
  createdAt: new Date('2026-11-25T08:10:00.000Z'),
  sentAt: new Date('2026-11-25T08:10:01.000Z'),
};

export const wholeExample: z.input<typeof WholeDeliveryAnswer> = {
  ...example,
  message: {
    type: 'subscription.test',
    timestamp: '2026-11-25T08:10:00.000Z',
    data: { subscription: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11' },
  },
  log: [
    {
      number: 1,
      at: new Date('2026-11-25T08:10:00.950Z'),
      tookMs: 48,
      result: 'delivered',
      code: 200,
      error: null,
      errorCode: null,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    },
  ],
};

export const DeliveriesAnswer = z
  .strictObject({ items: z.array(DeliveryAnswer) })
  .meta({ id: 'Deliveries', examples: [{ items: [example] }] });

export const PlannedAnswer = z
  .strictObject({ delivery: z.uuid().describe('Id of the new delivery.') })
  .meta({ id: 'PlannedDelivery', examples: [{ delivery: example.id }] });

export const deliveryAnswerOf = ({ ordinal: _, message: __, isKept: ___, lastReason, ...view }: DeliveryView) => ({
  ...view,
  lastErrorCode: lastReason?.code ?? null,
});

export const wholeDeliveryAnswerOf = ({ log, ...view }: DeliveryWithLog) => ({
  ...deliveryAnswerOf(view),
  message: view.message,
  log: log.map(({ reason, ...one }) => ({ ...one, errorCode: reason?.code ?? null })),
});
