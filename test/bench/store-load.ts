import { randomUUID } from 'node:crypto';
import { repeated } from './rounds.js';
import { sum } from './spread.js';

export interface Sample {
  data: object;
  source: object;
}

/** Appends one event to a stream that is at that version. */
export type Append = (stream: string, version: number) => Promise<unknown>;

const eventsPerStream = 50;

/** `callers` append one event at a time, each to a stream of its own, until `ms` have passed, and at least once. */
export async function appendFor(append: Append, callers: number, ms: number): Promise<number> {
  const calls = Array.from({ length: callers }, () => {
    let count = 0;
    let stream = '';
    return () => {
      const version = count++ % eventsPerStream;
      if (version === 0) stream = `stream-${randomUUID()}`;
      return append(stream, version);
    };
  });
  return sum(await Promise.all(calls.map((call) => repeated(call, 1, ms))));
}
