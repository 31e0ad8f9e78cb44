import { describe, expect, it } from '@jest/globals';
import { TimeZoneSchema } from './day.js';

describe('a time zone', () => {
  it.each(['Europe/Paris', 'America/Argentina/Buenos_Aires', 'Indian/Reunion', 'UTC', 'Etc/GMT+12'])(
    'may be %s',
    (zone) => {
      expect(TimeZoneSchema.parse(zone)).toBe(zone);
    },
  );

  it.each([
    '',
    ' ',
    'Paris',
    'Europe/Atlantis',
    '+02:00',
    'Europe/Paris ',
    '../etc/passwd',
    'x'.repeat(10_000),
    2,
    null,
  ])('is not %p', (zone) => {
    expect(TimeZoneSchema.safeParse(zone).success).toBe(false);
  });

  it('has its own reason code', () => {
    expect(TimeZoneSchema.safeParse('Mars/Olympus').error?.issues[0]?.message).toBe('time-zone');
  });
});
