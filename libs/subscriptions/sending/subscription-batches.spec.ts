import { describe, expect, it, jest } from '@jest/globals';
import type { Attempt, AttemptStatus } from './attempt.js';
import type { Claimed } from './claim-due.js';
import { SubscriptionBatches } from './fair-shares.js';

const some = (count: number): Attempt[] => Array.from({ length: count }, (_, nth) => ({ nth }) as unknown as Attempt);

/** Batches over so many due messages; `asked` is what each claim asked for. */
function batchesOver(due: number, { oneByOne = false } = {}) {
  const asked: number[] = [];
  const released: number[] = [];
  const ending = new AbortController();
  let left = due;
  const claim = (most: number): Promise<Claimed> => {
    asked.push(most);
    const count = Math.min(left, oneByOne ? 1 : most);
    left -= count;
    return Promise.resolve({ attempts: some(count), oneByOne });
  };
  const release = (attempts: readonly Attempt[]): Promise<void> => Promise.resolve(void released.push(attempts.length));
  return { batches: new SubscriptionBatches(claim, release, ending.signal), asked, released, ending };
}

/** One after the other. @returns how many there were */
async function sendAll(batches: SubscriptionBatches, send: (nth: number) => AttemptStatus): Promise<number> {
  const attempts = batches.attempts();
  let count = 0;
  while ((await attempts.next()).done !== true) batches.finished(send(++count));
  return count;
}

describe('the batches of a subscription', () => {
  it('claims larger batches the faster it sends, up to a hundred, and ends when nothing is due', async () => {
    const { batches, asked } = batchesOver(300);
    expect(await sendAll(batches, () => 'sent')).toBe(300);
    expect(asked).toEqual([8, 16, 32, 64, 100, 100]);
  });

  it('releases messages not yet begun after a failure, and continues with small batches', async () => {
    const { batches, asked, released } = batchesOver(30);
    await sendAll(batches, (nth) => (nth === 11 ? 'retry' : 'sent'));
    expect(released).toEqual([13]);
    expect(asked).toEqual([8, 16, 8]);
  });

  it('gives back all that it has not begun when it is to stop, and claims no more', async () => {
    const { batches, asked, released, ending } = batchesOver(30);
    await sendAll(batches, () => {
      ending.abort();
      return 'sent';
    });
    expect([asked, released]).toEqual([[8], [7]]);
  });

  it('releases messages not yet begun when its time is up', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    const { batches, asked, released } = batchesOver(30);
    const count = await sendAll(batches, (nth) => {
      now.mockReturnValue(nth * 1_000);
      return 'sent';
    });
    now.mockRestore();
    expect([count, asked, released, batches.isTimeUp]).toEqual([6, [8], [2], true]);
  });

  it('waits for one to be over where more depends on it', async () => {
    const { batches } = batchesOver(2, { oneByOne: true });
    const attempts = batches.attempts();
    await attempts.next();
    await attempts.next();
    const third = attempts.next();
    const first = await Promise.race([third, Promise.resolve('waits')]);
    expect(first).toBe('waits');
    batches.finished('sent');
    batches.finished('sent');
    expect((await third).done).toBe(true);
  });
});
