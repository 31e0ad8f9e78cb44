import { z } from 'zod';
import { DELIVERY_STATES, type DeliveryFilter } from '#subscriptions/delivery-filter.js';
import { MESSAGE_TYPES } from '#subscriptions/message-types.js';

const instant = z.iso.datetime({
  offset: true,
  error: 'must be an instant with its offset, such as 2026-11-25T08:00:00Z',
});

/** Which deliveries of a subscription are listed; both times together say a span of time. */
export const deliveryFilter = {
  state: z.enum(DELIVERY_STATES).optional(),
  type: z.enum(MESSAGE_TYPES).optional().describe('Of the message.'),
  since: instant.optional().describe('Planned then or later.'),
  until: instant.optional().describe('Planned before then.'),
};

/** For a schema that has `deliveryFilter`. */
export const isSpan = ({ since, until }: Query): boolean =>
  since === undefined || until === undefined || Date.parse(since) < Date.parse(until);

type Query = { [field in keyof typeof deliveryFilter]?: z.output<(typeof deliveryFilter)[field]> };

export const deliveryFilterOf = ({ state, type, since, until }: Query): DeliveryFilter => ({
  state,
  type,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});
