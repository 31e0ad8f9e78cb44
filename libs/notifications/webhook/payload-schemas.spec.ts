import { describe, expect, it } from '@jest/globals';
import { fact, uuid } from '#test/events.js';
import { carried, digest, links, remind, secrets, timestamp } from '#test/mail-of.js';
import type { Change, Message } from '../message.js';
import { payloadOf } from './payload.js';
import { payloadSamples } from './payload-samples.js';
import { PAYLOAD_TYPES, payloadSchema } from './payload-schemas.js';

const change: Change = {
  ...fact('MilestoneReached', '2024-03', { milestone: 'J1' }),
  ...{ position: 3, id: uuid(3), stream: `dossier-${uuid(2)}`, version: 2, recordedAt: timestamp },
  ...{ provider: null, dossier: null, scheme: null },
};

/** With as little as there may be. */
const messages: Message[] = [
  { type: 'event.recorded', timestamp, data: change },
  remind({ service: null, title: null }),
  digest({ daysLeft: -7, state: 'missed' }, {}),
  { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 2 } },
  { type: 'subscription.test', timestamp, data: { subscription: uuid(1) } },
];

describe('the schema of a payload', () => {
  it.each(messages.map((message) => [message.type, message] as const))('fits what is sent: %s', (type, message) => {
    const sent: unknown = JSON.parse(payloadOf(carried(message), { secrets, links }));
    const schema = payloadSchema(type as (typeof PAYLOAD_TYPES)[number]);
    expect(schema.parse(sent)).toEqual(sent);
    expect(schema.safeParse({ ...(sent as object), more: 1 }).success).toBe(false);
  });

  it('is there for every message that an endpoint gets', () => {
    expect(messages.map(({ type }) => type)).toEqual(PAYLOAD_TYPES);
  });

  it.each(PAYLOAD_TYPES)('fits its sample: %s', (type) => {
    expect(payloadSchema(type).parse(payloadSamples[type])).toEqual(payloadSamples[type]);
  });
});
