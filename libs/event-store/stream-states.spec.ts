import { describe, expect, it } from '@jest/globals';
import type { Model } from './events.js';
import { StateCache } from './stream-states.js';

describe('the cache of states', () => {
  const model = { initial: [] } as unknown as Model<unknown, unknown>;
  const asOf = { position: 1, life: 1 };

  it('holds most of the streams that are read in turn, although they do not all fit', () => {
    const cache = new StateCache(160);
    const streams = Array.from({ length: 20 }, (_, nth) => `dossier-${nth}`);
    let read = 0;
    for (let turn = 0; turn < 20; turn += 1)
      for (const stream of streams) {
        if (cache.get(model, stream)) continue;
        read += 1;
        cache.set(model, stream, { state: [], version: 10, last: 'id', asOf });
      }
    expect(read).toBeLessThan((20 * streams.length) / 2);
  });

  it('keeps each for what the same request asks for next, and one that is asked for again and again', () => {
    const cache = new StateCache(160);
    const isKept = (stream: string): boolean => cache.get(model, stream) !== undefined;
    for (let nth = 0; nth < 40; nth += 1) {
      cache.set(model, `dossier-${nth}`, { state: [], version: 10, last: 'id', asOf });
      expect([nth, isKept(`dossier-${nth}`)]).toEqual([nth, true]);
    }
    for (let time = 0; time < 80; time += 1)
      for (const stream of ['dossier-new', `dossier-of-turn-${time}`])
        if (!isKept(stream)) cache.set(model, stream, { state: [], version: 10, last: 'id', asOf });
    expect(isKept('dossier-new')).toBe(true);
  });
});
