import type { WakeTime } from '#deadlines/claim-reminders.js';
import type { DueSubscription } from '#subscriptions/sending/due.js';
import type { WakeUp } from './queues.js';

/** Subscriptions per wake-up; also the size of its first batch. */
export const SUBSCRIPTIONS_EACH = 25;

/** More wake-ups would find nothing left to do. */
const MOST_AT_ONCE = 8;

/**
 * Wake-ups for each instant at which reminders are due; their number depends on the number of subscriptions. Job ids
 * are derived from the instant, so each is queued once. Overdue wake-ups are named for the current run (`look`), so
 * that jobs left active by a crashed process, or about to finish, do not block them.
 */
export function reminderWakeUps(times: readonly WakeTime[], now: Date, look: string): WakeUp[] {
  const overdue = times.filter(({ fireAt }) => fireAt <= now);
  const owed = overdue.reduce((sum, { subscriptions }) => sum + subscriptions, 0);
  return [
    ...batches(look, { fireAt: now, subscriptions: owed }, now),
    ...times.filter(({ fireAt }) => fireAt > now).flatMap((time) => batches(String(time.fireAt.getTime()), time, now)),
  ];
}

const batches = (name: string, { fireAt, subscriptions }: WakeTime, now: Date): WakeUp[] =>
  Array.from({ length: Math.min(Math.ceil(subscriptions / SUBSCRIPTIONS_EACH), MOST_AT_ONCE) }, (_, index) => ({
    jobId: `reminder-${name}-${index}`,
    id: fireAt.toISOString(),
    delayMs: fireAt.getTime() - now.getTime(),
  }));

/**
 * Wake-up for a subscription with due deliveries. Job ids are derived from the instant, so each is queued once. Ids of
 * overdue wake-ups include the process (`boot`): a job with the other id may be delayed by a clock that was ahead.
 */
export const deliveryWakeUp = (
  { id, fireAt, traceparent }: DueSubscription & { traceparent?: string | undefined },
  now: Date,
  boot: string,
): WakeUp => ({
  jobId: fireAt > now ? `delivery-${id}-${fireAt.getTime()}` : `delivery-${boot}-${id}-${fireAt.getTime()}`,
  id,
  delayMs: Math.max(0, fireAt.getTime() - now.getTime()),
  ...(traceparent !== undefined && { traceparent }),
});
