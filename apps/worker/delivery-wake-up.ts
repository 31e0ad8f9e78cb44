import type { DueSubscription } from '#delivery/queue/due.js';
import type { WakeUp } from './queue/wake-up.js';

/**
 * Looks at a subscription when something of it is due; the same instant gives the same id, so it is queued once. One that is
 * due already is this process's (`boot`): a job under the other id may be waiting for an instant that a clock once said was
 * to come.
 */
export const deliveryWakeUp = ({ id, fireAt }: DueSubscription, now: Date, boot: string): WakeUp => ({
  jobId: fireAt > now ? `delivery-${id}-${fireAt.getTime()}` : `delivery-${boot}-${id}-${fireAt.getTime()}`,
  id,
  delayMs: Math.max(0, fireAt.getTime() - now.getTime()),
});
