import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';

describe('the clock', () => {
  it('starts at the instant of JALON_CLOCK', () => {
    const clock = Clock.fromEnvironment({ JALON_CLOCK: '2026-11-25T08:00:00Z' });
    expect(clock.now().toISOString()).toMatch(/^2026-11-25T08:00:0/);
  });

  it('is handed to a child as an offset', () => {
    const parent = Clock.fromEnvironment({ JALON_CLOCK: '2026-11-25T08:00:00Z' });
    const child = Clock.fromEnvironment({ JALON_CLOCK: '2021-01-01', JALON_CLOCK_OFFSET: String(parent.offsetMs) });
    expect(child.offsetMs).toBe(parent.offsetMs);
  });

  it('tells the day of a time zone, not of UTC', () => {
    const clock = Clock.startingAt(new Date('2026-11-25T23:30:00Z'));
    expect(clock.today('Europe/Paris')).toBe('2026-11-26');
    expect(clock.today('UTC')).toBe('2026-11-25');
  });

  it('is refused in production', () => {
    expect(() => Clock.fromEnvironment({ NODE_ENV: 'production', JALON_CLOCK: '2026-11-25' })).toThrow('JALON_CLOCK');
    expect(() => Clock.fromEnvironment({ NODE_ENV: 'production', JALON_CLOCK_OFFSET: '1' })).toThrow('JALON_CLOCK');
  });

  it('names the variable that does not read as an instant or an offset', () => {
    expect(() => Clock.fromEnvironment({ JALON_CLOCK: 'noon' })).toThrow('JALON_CLOCK must be an instant');
    expect(() => Clock.fromEnvironment({ JALON_CLOCK: '2026-02-30T00:00:00Z' })).toThrow(
      'JALON_CLOCK must be an instant',
    );
    expect(() => Clock.fromEnvironment({ JALON_CLOCK_OFFSET: 'an hour' })).toThrow(
      'JALON_CLOCK_OFFSET must be a number',
    );
  });
});
