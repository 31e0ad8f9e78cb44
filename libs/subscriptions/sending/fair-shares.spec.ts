import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlowShare } from './fair-shares.js';

describe('the share of slow endpoints', () => {
  const SLOW_MS = 100;
  const share = new SlowShare(SLOW_MS, 2);
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (endpoint: string): Promise<void> =>
    share.run({ endpoint, release: () => log.push(`${endpoint} released`) }, async () => {
      log.push(`${endpoint} begins`);
      await new Promise<void>((resolve) => ends.set(endpoint, resolve));
    });
  const said = (): string[] => log.splice(0);

  it('is given to whoever does not answer soon, while there is a place, and those known to be slow wait for one', async () => {
    const first = ['a', 'b', 'c'].map(begin);
    await sleep(3 * SLOW_MS);
    expect(said()).toEqual(['a begins', 'b begins', 'c begins', 'a released', 'b released']);
    ends.get('c')!();
    await first[2];
    const again = begin('c');
    await sleep(3 * SLOW_MS);
    expect(said()).toEqual(['c released']);
    ends.get('a')!();
    await first[0];
    await sleep(0);
    expect(said()).toEqual(['c begins']);
    ends.get('c')!(); // soon
    await again;
    const quick = begin('c');
    expect(said()).toEqual(['c begins']);
    ends.get('c')!();
    ends.get('b')!();
    await Promise.all([quick, first[1]]);
  });
});
