import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store/event-store.js';

export interface Sample {
  data: object;
  source: object;
}

const eventsPerStream = 50;

/** `callers` append one event at a time, each at the expected version of its own stream, until `ms` have passed, and at least once. */
export async function appendFor(
  events: EventStore<Sample>,
  sample: Sample,
  callers: number,
  ms: number,
): Promise<number> {
  const end = performance.now() + ms;
  const caller = async (): Promise<number> => {
    let count = 0;
    let stream = '';
    do {
      const expected = count % eventsPerStream;
      if (expected === 0) stream = `stream-${randomUUID()}`;
      await events.append([{ stream, expected, events: [{ id: randomUUID(), event: sample }] }], { actor: 'me' });
      count += 1;
    } while (performance.now() < end);
    return count;
  };
  const counts = await Promise.all(Array.from({ length: callers }, caller));
  return counts.reduce((sum, count) => sum + count, 0);
}
