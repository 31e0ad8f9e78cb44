import { randomUUID } from 'node:crypto';

export interface Sample {
  data: object;
  source: object;
}

/** Appends one event to a stream that is at that version. */
export type Append = (stream: string, version: number) => Promise<unknown>;

const eventsPerStream = 50;

/** `callers` append one event at a time, each to a stream of its own, until `ms` have passed, and at least once. */
export async function appendFor(append: Append, callers: number, ms: number): Promise<number> {
  const end = performance.now() + ms;
  const caller = async (): Promise<number> => {
    let count = 0;
    let stream = '';
    do {
      const version = count % eventsPerStream;
      if (version === 0) stream = `stream-${randomUUID()}`;
      await append(stream, version);
      count += 1;
    } while (performance.now() < end);
    return count;
  };
  const counts = await Promise.all(Array.from({ length: callers }, caller));
  return counts.reduce((sum, count) => sum + count, 0);
}
