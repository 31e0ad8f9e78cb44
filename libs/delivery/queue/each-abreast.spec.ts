import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eachAbreast } from './each-abreast.js';

describe('doing something for each, so many abreast', () => {
  it('asks for more while a slow one is under way, and never has more under way than it may', async () => {
    const log: string[] = [];
    let underWay = 0;
    async function* batches() {
      for (const batch of [
        ['slow', 'b'],
        ['c', 'd'],
      ]) {
        log.push(`asked for ${batch.join()}`);
        yield* batch;
        await Promise.resolve();
      }
    }
    await eachAbreast(2, batches(), async (item) => {
      underWay += 1;
      expect(underWay).toBeLessThanOrEqual(2);
      await sleep(item === 'slow' ? 60 : 5);
      underWay -= 1;
      log.push(item);
    });
    expect(log).toEqual(['asked for slow,b', 'b', 'asked for c,d', 'c', 'd', 'slow']);
  });

  it('goes on after one that fails, ends when there is nothing more to be had, and says what failed', async () => {
    const done: number[] = [];
    async function* numbers() {
      yield* [1, 2, 3];
      await Promise.resolve();
      throw new Error('no more');
    }
    const work = (number: number) =>
      number === 2 ? Promise.reject(new Error('not 2')) : Promise.resolve(done.push(number));
    await expect(eachAbreast(1, numbers(), work)).rejects.toThrow('not 2');
    expect(done).toEqual([1, 3]);
  });
});
