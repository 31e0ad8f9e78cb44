import { describe, expect, it } from '@jest/globals';
import { kindOf, type Side, hindsightPoint } from './difference.js';
import type { BitemporalPoint } from './bitemporal-point.js';

const september: BitemporalPoint = { asOf: '2026-09-01', position: 10 };
const november: BitemporalPoint = { asOf: '2026-11-01', position: 20 };

const side = (status: Side['status']): Side => ({
  status,
  confirmed: false,
  expiring: false,
  stale: false,
  stage: null,
  grant: null,
  labels: [],
  provider: { id: 'p', slug: 'p', name: 'P' },
  service: null,
});

const announced = side('announced');
const applied = side('applied');
const granted = side('granted');

describe('the turning point', () => {
  it('is the day of the point with less knowledge, by the knowledge of the other', () => {
    expect(hindsightPoint(september, november)).toEqual({ asOf: '2026-09-01', position: 20 });
    expect(hindsightPoint(november, september)).toEqual({ asOf: '2026-09-01', position: 20 });
  });

  it('is the earlier of the two points when both know the same', () => {
    const before = { ...september, position: null };
    expect(hindsightPoint(before, { ...november, position: null })).toEqual(before);
  });

  it('treats "all recorded events" as later than any position', () => {
    expect(hindsightPoint({ ...september, position: null }, november)).toEqual({ asOf: '2026-11-01', position: null });
  });
});

describe('a difference', () => {
  it.each<[string, Side | null, Side | null, Side | null, string]>([
    ['was not so on the earlier day by later knowledge either', announced, announced, applied, 'happened'],
    ['was so on the earlier day already, by later knowledge', announced, applied, applied, 'learned'],
    ['was otherwise on the earlier day, and has changed since', announced, applied, granted, 'both'],
    ['began between the days', null, null, applied, 'happened'],
    ['had begun, and nobody knew', null, applied, applied, 'learned'],
    ['never was', applied, null, null, 'learned'],
  ])('that %s', (_, less, turning, more, kind) => {
    expect(kindOf(september, november, [less, more], turning)).toBe(kind);
    expect(kindOf(november, september, [more, less], turning)).toBe(kind);
  });
});
