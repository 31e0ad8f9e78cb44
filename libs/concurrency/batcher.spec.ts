import { describe, expect, it } from '@jest/globals';
import { isRefusedValue } from '#database/errors.js';
import { Batcher } from './batcher.js';

describe('Batcher', () => {
  it('combines the calls of a tick into one batch, and gives each call its own result', async () => {
    const batches: number[][] = [];
    const doubling = new Batcher((numbers: readonly number[]) => {
      batches.push([...numbers]);
      return Promise.resolve(numbers.map((number) => number * 2));
    });
    expect(await Promise.all([1, 2, 3].map((number) => doubling.add(number)))).toEqual([2, 4, 6]);
    expect(await doubling.add(4)).toBe(8);
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('tries the items of a batch one by one when one of them is at fault', async () => {
    const refused = Object.assign(new Error('not 2'), { code: '22P05' });
    const picky = new Batcher(
      (numbers: readonly number[]) => (numbers.includes(2) ? Promise.reject(refused) : Promise.resolve([...numbers])),
      { isItemError: isRefusedValue },
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((number) => picky.add(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await picky.add(5)).toBe(5);
  });

  it.each(['57P01', 'ECONNREFUSED', '40P01'])(
    'rejects all calls of a batch that failed for another reason: %s',
    async (code) => {
      let batches = 0;
      const away = new Batcher(
        (numbers: readonly number[]) => {
          batches += 1;
          return numbers.length > 1
            ? Promise.reject(Object.assign(new Error('away'), { code }))
            : Promise.resolve([...numbers]);
        },
        { isItemError: isRefusedValue },
      );
      const outcomes = await Promise.allSettled([1, 2, 3].map((number) => away.add(number)));
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(batches).toBe(1);
      expect(await away.add(4)).toBe(4);
    },
  );

  it('rejects the calls of a batch whose error cannot be judged, and continues with the next', async () => {
    const failing = new Batcher(
      (numbers: readonly number[]) =>
        numbers.length > 1 ? Promise.reject(new Error('away')) : Promise.resolve([...numbers]),
      {
        isItemError: () => {
          throw new Error('cannot tell');
        },
      },
    );
    const outcomes = await Promise.allSettled([1, 2].map((number) => failing.add(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await failing.add(3)).toBe(3);
  });

  it('rejects the calls of a batch that times out, and continues with the next', async () => {
    const hanging = new Batcher(
      (numbers: readonly number[]) =>
        numbers.includes(1) ? new Promise<number[]>(() => undefined) : Promise.resolve([...numbers]),
      { timeoutMs: 20 },
    );
    const outcomes = await Promise.allSettled([1, 2].map((number) => hanging.add(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await hanging.add(3)).toBe(3);
  });
});
