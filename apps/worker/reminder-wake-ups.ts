import type { WakeTime } from '#deadlines/wake-times.js';
import type { WakeUp } from './queue/queues.js';

/** How many subscriptions there is a wake-up for. */
export const SUBSCRIPTIONS_EACH = 25;

/** More would only find that others have done it: each goes on until nothing is due. */
const MOST_AT_ONCE = 8;

/**
 * One wake-up for each batch of subscriptions that are to be reminded at the same time. The same time gives the same ids,
 * so it is queued once. Those for what is overdue belong to this look at the rows (`look`): neither one that a dead process has
 * left active, nor one that has just found nothing more and is about to end, stands in their way.
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
