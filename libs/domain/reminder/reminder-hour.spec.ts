import { describe, expect, it } from '@jest/globals';
import { reminderHour } from './schedule.js';

describe('the hour of reminders', () => {
  it.each([
    ['2026-01-15', 'Europe/Paris', '2026-01-15T08:00:00.000Z'],
    ['2026-07-15', 'Europe/Paris', '2026-07-15T07:00:00.000Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-29T07:00:00.000Z'],
    ['2026-10-25', 'Europe/Paris', '2026-10-25T08:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T14:00:00.000Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-06-01T03:30:00.000Z'],
    ['2026-06-01', 'Pacific/Auckland', '2026-05-31T21:00:00.000Z'],
  ])('on %s in %s is %s', (day, zone, instant) => {
    expect(reminderHour(day, zone).toISOString()).toBe(instant);
  });
});
