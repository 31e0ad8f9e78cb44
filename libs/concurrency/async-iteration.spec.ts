import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { forEachConcurrent } from './async-iteration.js';

describe('forEachConcurrent', () => {
  it('pulls further items while a slow one is running, and never exceeds its concurrency', async () => {
    const log: string[] = [];
    let running = 0;
    let releaseSlow = (): void => undefined;
    const othersDone = new Promise<void>((resolve) => (releaseSlow = resolve));
    async function* batches() {
      for (const batch of [
        ['slow', 'b'],
        ['c', 'd'],
      ]) {
        log.push(`pulled ${batch.join()}`);
        yield* batch;
        await Promise.resolve();
      }
    }
    await forEachConcurrent(2, batches(), async (item) => {
      running += 1;
      expect(running).toBeLessThanOrEqual(2);
      await (item === 'slow' ? othersDone : sleep(1));
      running -= 1;
      log.push(item);
      if (item === 'd') releaseSlow();
    });
    expect(log).toEqual(['pulled slow,b', 'b', 'pulled c,d', 'c', 'd', 'slow']);
  });

  it('continues after an item that fails, ends when the source fails, and rejects with the first error', async () => {
    const done: number[] = [];
    async function* numbers() {
      yield* [1, 2, 3];
      await Promise.resolve();
      throw new Error('no more');
    }
    const work = (number: number) =>
      number === 2 ? Promise.reject(new Error('not 2')) : Promise.resolve(done.push(number));
    await expect(forEachConcurrent(1, numbers(), work)).rejects.toThrow('not 2');
    expect(done).toEqual([1, 3]);
  });
});
