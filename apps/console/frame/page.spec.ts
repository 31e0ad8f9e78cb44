import { describe, expect, it } from '@jest/globals';
import { lastInstantOf } from './page.js';

describe('the last instant of a day', () => {
  it.each([
    ['2026-11-25', 'Europe/Paris', '2026-11-25T22:59:59.999Z'],
    ['2026-07-01', 'Europe/Paris', '2026-07-01T21:59:59.999Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-29T21:59:59.999Z'],
    ['2026-11-25', 'Pacific/Kiritimati', '2026-11-25T09:59:59.999Z'],
    ['2026-11-25', 'Etc/GMT+12', '2026-11-26T11:59:59.999Z'],
  ])('%s in %s is %s', (day, zone, instant) => {
    expect(lastInstantOf(day, zone).toISOString()).toBe(instant);
  });
});
