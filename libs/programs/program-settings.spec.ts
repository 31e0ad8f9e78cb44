import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { programSettings, sharedPorts, StartSettingsSchema } from './program-settings.js';
import { settingsReference } from './settings-reference.js';

const read = (env: Readonly<Record<string, string>>) => programSettings(z.object({}), env);
const shared = (settings: Record<string, string>): string[] => sharedPorts(StartSettingsSchema.parse(settings));

describe('the settings of the programs', () => {
  it('are all described', () => {
    expect(settingsReference().filter(({ description }) => description === '')).toEqual([]);
  });

  it.each([
    ['JALON_ADMIN_KY', 'JALON_ADMIN_KY is unknown; did you mean JALON_ADMIN_KEY?'],
    ['JALON_SMTP_URL', 'JALON_SMTP_URL is unknown; did you mean SMTP_URL?'],
    ['JALON_PORT', 'JALON_PORT is unknown; did you mean PORT?'],
    ['JALON_SECRT_FILE', 'JALON_SECRT_FILE is unknown; did you mean JALON_SECRET_FILE?'],
    ['JALON_STREAMS_FILE', 'JALON_STREAMS_FILE is unknown; did you mean JALON_STREAMS_EACH?'],
    ['JALON_FAVOURITE', 'JALON_FAVOURITE is unknown (jalon doctor --settings lists all)'],
  ])('are refused when a name is unknown: %s', (name, line) => {
    expect(() => read({ [name]: '8080' })).toThrow(new Error(line));
  });

  it.each([
    ['of another program', { HOME: '/root', JALONS: '1' }],
    ['that is empty', { JALON_FAVOURITE: '' }],
    ['of a secret in a file', { JALON_SECRET_FILE: '/run/secrets/jalon' }],
    ['that Kubernetes sets for a service', { JALON_PORT: 'tcp://10.0.0.1:80', JALON_API_SERVICE_PORT_HTTP: '80' }],
  ])('may stand beside a variable %s', (_, env) => {
    expect(read(env)).toEqual({});
  });
});

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
