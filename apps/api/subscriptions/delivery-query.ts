import { z } from 'zod';
import { DELIVERY_STATES, isSpan, NO_SPAN, plannedSpan } from '#delivery/delivery-log.js';
import { MESSAGE_TYPES } from '#notifications/message.js';
import { page } from '../http/query-fields.js';

/** Which deliveries of a subscription are listed. */
export const DeliveriesQuery = z
  .strictObject({
    state: z.enum(DELIVERY_STATES).optional(),
    type: z.enum(MESSAGE_TYPES).optional().describe('Of the message.'),
    ...plannedSpan,
    ...page('number'),
  })
  .refine(isSpan, NO_SPAN);
