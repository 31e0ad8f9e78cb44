import { z } from 'zod';
import type { DeliveryView } from '#subscriptions/list-deliveries.js';

const DeliveryAnswer = z
  .object({
    id: z.uuid(),
    cause: z.string().describe('`event:<position>`, `reminder:<id>`, `digest:<id>`, `confirm:<round>` or `test:<id>`.'),
    messageId: z.uuid().describe('The `webhook-id`: the same at every attempt and for a redelivery.'),
    type: z.enum([
      'event.recorded',
      'deadline.reminder',
      'deadline.digest',
      'subscription.verification',
      'subscription.test',
    ]),
    state: z.enum(['planned', 'claimed', 'sent', 'failed', 'cancelled']),
    attempts: z.int(),
    nextAttemptAt: z.iso.datetime().nullable(),
    responseCode: z.int().nullable().describe('Of the last attempt: the HTTP status, or the SMTP code of a refusal.'),
    lastError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' });

const example: z.input<typeof DeliveryAnswer> = {
  id: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  cause: 'event:61',
  messageId: '1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d',
  type: 'event.recorded',
  state: 'sent',
  attempts: 1,
  nextAttemptAt: null,
  responseCode: 200,
  lastError: null,
  createdAt: '2026-11-25T08:10:00.000Z',
  sentAt: '2026-11-25T08:10:01.000Z',
};

export const DeliveriesAnswer = z
  .strictObject({ items: z.array(DeliveryAnswer) })
  .meta({ id: 'Deliveries', examples: [{ items: [example] }] });

export const PlannedAnswer = z
  .strictObject({ delivery: z.uuid().describe('Its id in the deliveries.') })
  .meta({ id: 'PlannedDelivery', examples: [{ delivery: example.id }] });

export const RotatedAnswer = z
  .strictObject({
    secret: z.string().describe('Shown this once.'),
    formerUntil: z.iso.datetime().describe('Until then the former secret signs beside it.'),
  })
  .meta({
    id: 'RotatedSecret',
    examples: [{ secret: 'whsec_…', formerUntil: '2026-11-26T08:00:00.000Z' }],
  });

export const deliveryAnswerOf = ({ ordinal: _, ...view }: DeliveryView) => ({
  ...view,
  nextAttemptAt: view.nextAttemptAt?.toISOString() ?? null,
  createdAt: view.createdAt.toISOString(),
  sentAt: view.sentAt?.toISOString() ?? null,
});
