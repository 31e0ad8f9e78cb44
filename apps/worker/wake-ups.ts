import type { WakeTime } from '#deadlines/claim-reminders.js';
import type { DueSubscription } from '#delivery/queue/due.js';
import type { WakeUp } from './queues.js';

/** So many subscriptions are worth one more wake-up, which begins by claiming for as many. */
export const SUBSCRIPTIONS_EACH = 25;

/** More would only find that others have done it: each goes on until nothing is due. */
const MOST_AT_ONCE = 8;

/**
 * A few wake-ups for each instant at which reminders are due, more of them the more subscriptions are to be reminded then.
 * The same instant gives the same ids, so it is queued once. Those for what is overdue belong to this look at the rows
 * (`look`): neither one that a dead process has left active, nor one that has just found nothing more and is about to end,
 * stands in their way.
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
 * Looks at a subscription when something of it is due; the same instant gives the same id, so it is queued once. One that is
 * due already is this process's (`boot`): a job under the other id may be waiting for an instant that a clock once said was
 * to come.
 */
export const deliveryWakeUp = ({ id, fireAt }: DueSubscription, now: Date, boot: string): WakeUp => ({
  jobId: fireAt > now ? `delivery-${id}-${fireAt.getTime()}` : `delivery-${boot}-${id}-${fireAt.getTime()}`,
  id,
  delayMs: Math.max(0, fireAt.getTime() - now.getTime()),
});
