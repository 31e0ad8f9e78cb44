import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  randomSecret,
  cidrList,
  count,
  duration,
  type Environment,
  onOff,
  port,
  postgresUrl,
  publicUrl,
  readSettings,
  timezone,
} from './settings.js';

const Settings = z.object({
  JALON_ADMIN_KEY: randomSecret.optional(),
  PORT: port.default(3000),
  PUBLIC_READ: onOff.default(false),
  DATABASE_URL: postgresUrl,
  PUBLIC_URL: publicUrl.optional(),
  JALON_STREAMS_EACH: count(50_000).default(1_000),
  PATIENCE: duration.default(5_000),
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  JALON_WEBHOOK_ALLOW: cidrList.default([]),
});

const DATABASE_URL = 'postgres://jalon_app:s3cret@localhost/jalon';
const read = (env: Environment) => readSettings(Settings, { DATABASE_URL, ...env });

describe('settings', () => {
  it('are parsed into their types, with defaults', () => {
    const given = { PORT: '8080', PUBLIC_READ: 'true', JALON_WEBHOOK_ALLOW: '127.0.0.1/32, ::1' };
    expect(read({ ...given, PATIENCE: '2min' })).toEqual({
      DATABASE_URL,
      PORT: 8080,
      PUBLIC_READ: true,
      JALON_STREAMS_EACH: 1_000,
      PATIENCE: 120_000,
      JALON_TIMEZONE: 'Europe/Paris',
      JALON_WEBHOOK_ALLOW: ['127.0.0.1/32', '::1'],
    });
  });

  it('count as unset when they are set to nothing', () => {
    expect(read({ PORT: '', PUBLIC_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  it('leave the variables of other programs alone', () => {
    expect(read({ HOME: '/home/officer' })).not.toHaveProperty('HOME');
  });

  it.each([
    [{ PORT: '80 80' }, 'PORT must be a port from 0 to 65535, but is "80 80"'],
    [{ PORT: '65536' }, 'PORT must be a port from 0 to 65535, but is "65536"'],
    [{ JALON_STREAMS_EACH: '0' }, 'JALON_STREAMS_EACH must be a whole number from 1 to 50000, but is "0"'],
    [{ JALON_STREAMS_EACH: '1e3' }, 'JALON_STREAMS_EACH must be a whole number from 1 to 50000, but is "1e3"'],
    ...['90', '0s', '2h', '61min'].map(
      (wrong) =>
        [
          { PATIENCE: wrong },
          `PATIENCE must be a time from 1ms to 60min, such as 500ms, 30s or 5min, but is "${wrong}"`,
        ] as const,
    ),
    [{ PUBLIC_READ: 'maybe' }, 'PUBLIC_READ must be on or off, but is "maybe"'],
    [{ JALON_TIMEZONE: 'Paris' }, 'JALON_TIMEZONE must be a time zone such as Europe/Paris, but is "Paris"'],
    [
      { JALON_WEBHOOK_ALLOW: '10.0.0.0/33' },
      'JALON_WEBHOOK_ALLOW must be networks such as 127.0.0.1/32, fd00::/8, but is "10.0.0.0/33"',
    ],
    [{ DATABASE_URL: undefined }, 'DATABASE_URL is required'],
  ])('name the variable and what would be right: %j', (env, line) => {
    expect(() => read(env)).toThrow(new Error(line));
  });

  it.each([
    'jalon.example.org',
    'ftp://jalon.example.org',
    'https://example.org/jalon',
    'https://a:b@example.org',
    'https://example.org/?x',
  ])('refuse a public address that is not a host alone: %s', (PUBLIC_URL) => {
    const line = 'PUBLIC_URL must be an address without a path, such as https://jalon.example.org';
    expect(() => read({ PUBLIC_URL })).toThrow(new Error(line));
  });

  it('drop the slash at the end of the public address', () => {
    expect(read({ PUBLIC_URL: 'https://Jalon.example.org/' })).toMatchObject({
      PUBLIC_URL: 'https://jalon.example.org',
    });
  });

  it('state what is expected if the schema has no message of its own', () => {
    const Levels = z.object({ LOG_LEVEL: z.enum(['info', 'warn']), NAME: z.string().max(3) });
    expect(() => readSettings(Levels, { LOG_LEVEL: 'loud', NAME: 'long' })).toThrow(
      new Error(
        'LOG_LEVEL must be one of info, warn, but is "loud"\nNAME must have at most 3 characters, but is "long"',
      ),
    );
  });

  it('never show an address that may hold a password', () => {
    expect(() => read({ DATABASE_URL: 'mysql://root:s3cret@localhost' })).toThrow(/^(?!.*s3cret).*$/);
  });

  it.each([
    'short',
    'a passphrase of several words that a header cannot carry',
    'x'.repeat(64),
    randomBytes(31).toString('hex'),
    randomBytes(24).toString('base64'),
    randomBytes(400).toString('base64'),
  ])('refuse a secret that is too easy to guess or that does not fit a header, and do not show it: %s', (key) => {
    const line =
      'JALON_ADMIN_KEY must be at least 32 random bytes, in hexadecimal or base64 (create them with: openssl rand -hex 32)';
    expect(() => read({ JALON_ADMIN_KEY: key })).toThrow(new Error(line));
  });

  it.each(['hex', 'base64', 'base64url'] as const)('take 32 random bytes in %s', (encoding) => {
    for (let count = 0; count < 1_000; count++) {
      const secret = randomBytes(32).toString(encoding);
      expect(read({ JALON_ADMIN_KEY: secret })).toMatchObject({ JALON_ADMIN_KEY: secret });
    }
  });

  it('name each invalid variable on a line of its own', () => {
    expect(() => read({ PORT: 'x', PUBLIC_READ: 'y' })).toThrow(/^PORT .*\nPUBLIC_READ .*$/);
  });
});
