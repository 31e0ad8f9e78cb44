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

  it('goes through a round that failed one by one, so that the others have theirs', async () => {
    const picky = new Together((numbers: readonly number[]) =>
      numbers.includes(2) ? Promise.reject(new Error('not 2')) : Promise.resolve([...numbers]),
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((number) => picky.do(number)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await picky.do(5)).toBe(5);
  });

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
