import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../process.js';
import { sum } from '../spread.js';
import type { Receiver } from './receiver-process.js';

const EVERY_MS = 200;

/** What a process held while messages came, in MB. */
export interface Memory {
  first: number;
  last: number;
  peak: number;
}

/** Looks from the first message on. @returns asked for once, when the last has come */
export function watchMemory(worker: Running, receiver: Receiver): () => Promise<Memory> {
  const samples: number[] = [];
  const ending = new AbortController();
  const looking = (async () => {
    while (!ending.signal.aborted) {
      if (samples.length > 0 || (await receiver.count()).messages > 0) samples.push(await worker.residentMb());
      await sleep(EVERY_MS);
    }
  })();
  return async () => {
    ending.abort();
    await looking;
    const third = Math.max(1, Math.floor(samples.length / 3));
    const mean = (values: readonly number[]): number => sum(values) / values.length;
    return { first: mean(samples.slice(0, third)), last: mean(samples.slice(-third)), peak: await worker.peakMb() };
  };
}
