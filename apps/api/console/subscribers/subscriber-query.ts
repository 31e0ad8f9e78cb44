import { z } from 'zod';
import { isDay } from '#domain/date/day.js';
import { DELIVERY_STATES } from '#delivery/delivery-filter.js';
import { MESSAGE_TYPES } from '#notifications/message-types.js';
import { pageNumber } from '../frame/page.js';

export const STATES = ['pending', 'active', 'disabled', 'unsubscribed'] as const;
export const CHANNELS = ['email', 'webhook'] as const;

/** What the list may be asked for. */
export const SubscribersQuery = z.object({
  state: z.enum(STATES).optional(),
  channel: z.enum(CHANNELS).optional(),
  page: pageNumber,
});

const day = z.string().refine(isDay, { error: 'must be a day that exists, written yyyy-mm-dd, such as 2021-05-27' });

/** Which deliveries of a subscription; days are those of this installation. */
export const ItsDeliveriesQuery = z.object({
  state: z.enum(DELIVERY_STATES).optional(),
  type: z.enum(MESSAGE_TYPES).optional(),
  since: day.optional(),
  until: day.optional(),
  /** Only those planned before the one with this number. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: 'must be a number that this list has given out' })
    .transform(Number)
    .optional(),
});

export type ItsDeliveriesQuery = z.output<typeof ItsDeliveriesQuery>;
