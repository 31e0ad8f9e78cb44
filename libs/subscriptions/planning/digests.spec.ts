import { expect, it } from '@jest/globals';
import { latestDigestTime } from './digests.js';

it.each([
  ['2026-11-25T08:00:00Z', 'Europe/Paris', '2026-11-25', '2026-11-25T08:00:00.000Z'],
  ['2026-11-25T07:59:59Z', 'Europe/Paris', '2026-11-24', '2026-11-24T08:00:00.000Z'],
  ['2026-11-25T23:30:00Z', 'Europe/Paris', '2026-11-25', '2026-11-25T08:00:00.000Z'],
  ['2026-10-25T07:30:00Z', 'Europe/Paris', '2026-10-24', '2026-10-24T07:00:00.000Z'],
  ['2026-11-25T05:00:00Z', 'Indian/Reunion', '2026-11-25', '2026-11-25T05:00:00.000Z'],
])('at %s the last nine o’clock in %s was that of %s', (now, zone, day, at) => {
  const last = latestDigestTime({ mode: 'daily', weekday: 'friday' }, zone, new Date(now));
  expect([last.day, last.at.toISOString()]).toEqual([day, at]);
});

it.each([
  ['2026-11-23T08:00:00Z', 'monday', '2026-11-23'],
  ['2026-11-23T07:59:59Z', 'monday', '2026-11-16'],
  ['2026-11-29T22:00:00Z', 'monday', '2026-11-23'],
  ['2026-11-29T22:00:00Z', 'friday', '2026-11-27'],
  ['2026-11-29T22:00:00Z', 'sunday', '2026-11-29'],
  ['2026-11-23T08:00:00Z', 'tuesday', '2026-11-17'],
] as const)('at %s the last %s at nine o’clock in Paris was %s', (now, weekday, day) => {
  expect(latestDigestTime({ mode: 'weekly', weekday }, 'Europe/Paris', new Date(now)).day).toBe(day);
});
