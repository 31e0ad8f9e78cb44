import { describe, expect, it } from '@jest/globals';
import { programSettings } from './program-settings.js';
import { sharedPorts, StartSettingsSchema } from './start-settings.js';

const shared = (settings: Record<string, string>): string[] => sharedPorts(StartSettingsSchema.parse(settings));

describe('the ports of jalon start', () => {
  it('differ from each other where they are on the same address', () => {
    expect(shared({ PORT: '3000', WORKER_PORT: '3000' })).toEqual([
      'WORKER_PORT must be another port than PORT, but both are 3000',
    ]);
    expect(shared({ HOST: '0.0.0.0', PORT: '3000', METRICS_PORT: '3000' })).toHaveLength(1);
    expect(shared({ METRICS_PORT: '10.0.0.5:9464', WORKER_PORT: '9464' })).toEqual([]);
    expect(shared({ PORT: '0', WORKER_PORT: '0' })).toEqual([]);
  });
});

describe('a setting of jalon start', () => {
  it.each([
    [{ SMTP_URL: 'mail.example.org' }, /^SMTP_URL must be an address such as smtp:/],
    [{ DATABASE_TIMEOUTS: 'lock=soon' }, /^DATABASE_TIMEOUTS must be times from /],
    [{ DATABASE_TIMEOUTS: 'block=5s' }, /^DATABASE_TIMEOUTS must be times from /],
    [{ METRICS_PORT: 'localhost' }, /^METRICS_PORT must be a port from /],
    [
      { SMTP_URL_FILE: '/proc/x' },
      /^SMTP_URL_FILE must be a file that contains SMTP_URL, but \/proc\/x does not exist$/,
    ],
  ])('is refused with what would be right: %j', (env, line) => {
    expect(() => programSettings(StartSettingsSchema, env)).toThrow(line);
  });
});
