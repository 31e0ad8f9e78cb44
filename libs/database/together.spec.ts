import { describe, expect, it } from '@jest/globals';
import { Together } from './together.js';

describe('doing together what is asked for at the same time', () => {
  it('answers each with its own, in as few rounds as it takes', async () => {
    const rounds: number[][] = [];
    const doubling = new Together((numbers: readonly number[]) => {
      rounds.push([...numbers]);
      return Promise.resolve(numbers.map((number) => number * 2));
    });
    expect(await Promise.all([1, 2, 3].map((number) => doubling.do(number)))).toEqual([2, 4, 6]);
    expect(await doubling.do(4)).toBe(8);
    expect(rounds).toEqual([[1, 2, 3], [4]]);
  });

  it('goes through a round one by one when a value of it was refused, so that the others have theirs', async () => {
    const refused = Object.assign(new Error('not 2'), { code: '22P05' });
    const picky = new Together((numbers: readonly number[]) =>
      numbers.includes(2) ? Promise.reject(refused) : Promise.resolve([...numbers]),
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((number) => picky.do(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await picky.do(5)).toBe(5);
  });

  it.each(['57P01', 'ECONNREFUSED', '40P01'])(
    'tells all of a round that failed for no value of theirs: %s',
    async (code) => {
      let rounds = 0;
      const away = new Together((numbers: readonly number[]) => {
        rounds += 1;
        return numbers.length > 1
          ? Promise.reject(Object.assign(new Error('away'), { code }))
          : Promise.resolve([...numbers]);
      });
      const outcomes = await Promise.allSettled([1, 2, 3].map((number) => away.do(number)));
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(rounds).toBe(1);
      expect(await away.do(4)).toBe(4);
    },
  );

  it('gives up a round that does not end, and goes on with the next', async () => {
    const hanging = new Together(
      (numbers: readonly number[]) =>
        numbers.includes(1) ? new Promise<number[]>(() => undefined) : Promise.resolve([...numbers]),
      20,
    );
    const outcomes = await Promise.allSettled([1, 2].map((number) => hanging.do(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await hanging.do(3)).toBe(3);
  });
});
