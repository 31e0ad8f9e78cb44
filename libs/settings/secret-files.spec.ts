import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { count, postgresUrl, randomSecret, readSettings } from './settings.js';

const Settings = z.object({
  JALON_SECRET: randomSecret,
  DATABASE_URL: postgresUrl.optional(),
  JALON_STREAMS_EACH: count(50_000).default(1_000),
});

const folder = mkdtempSync(join(tmpdir(), 'jalon-secrets-'));
const path = (name: string) => join(folder, name);
const SECRET = randomBytes(32).toString('hex');
const read = (env: Readonly<Record<string, string>>) => readSettings(Settings, env);

function put(name: string, content: string): string {
  writeFileSync(path(name), content);
  return path(name);
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a secret in a file', () => {
  it('is read without the line break at its end', () => {
    expect(read({ JALON_SECRET_FILE: put('secret', `${SECRET}\n`) })).toMatchObject({ JALON_SECRET: SECRET });
  });

  it('is not looked for when the variable is empty', () => {
    expect(read({ JALON_SECRET: SECRET, JALON_SECRET_FILE: '', DATABASE_URL_FILE: '' })).not.toHaveProperty(
      'DATABASE_URL',
    );
  });

  it('is left alone where the program has no such setting, and where a setting is no secret', () => {
    expect(
      read({ JALON_SECRET: SECRET, SMTP_URL_FILE: '/nowhere', JALON_STREAMS_EACH_FILE: '/nowhere' }),
    ).toMatchObject({
      JALON_STREAMS_EACH: 1_000,
    });
  });

  it('is checked like a variable, and not shown', () => {
    const weak = { JALON_SECRET_FILE: put('weak', 's3cret') };
    expect(() => read(weak)).toThrow(/^JALON_SECRET must be at least 32 random bytes(?!.*s3cret).*$/);
  });

  it.each([
    ['missing', () => path('missing'), 'does not exist'],
    ['empty', () => put('empty', '\n'), 'is empty'],
    ['a folder', () => folder, 'is not a file'],
    ['a device without an end', () => '/dev/zero', 'is not a file'],
    ['two lines', () => put('two', `${SECRET}\n${SECRET}\n`), 'has more than one line'],
    ['too large', () => put('large', 'x'.repeat(65_537)), 'has more than 65536 bytes'],
  ])('is refused in one line when the file is %s', (_, file, why) => {
    const JALON_SECRET_FILE = file();
    const line = `JALON_SECRET_FILE must be a file that contains JALON_SECRET, but ${JALON_SECRET_FILE} ${why}`;
    expect(() => read({ JALON_SECRET_FILE })).toThrow(new Error(line));
  });

  // Root may read all.
  if (process.getuid?.() !== 0)
    it('is refused when this user may not read it', () => {
      const JALON_SECRET_FILE = put('closed', SECRET);
      chmodSync(JALON_SECRET_FILE, 0);
      expect(() => read({ JALON_SECRET_FILE })).toThrow(/^JALON_SECRET_FILE .* may not be read by this user$/);
    });

  it('is refused beside the variable itself, and every line names a setting', () => {
    const env = { JALON_SECRET: SECRET, JALON_SECRET_FILE: path('secret'), DATABASE_URL_FILE: path('none') };
    expect(() => read(env)).toThrow(
      new Error(
        `JALON_SECRET and JALON_SECRET_FILE are both set; unset one of them\nDATABASE_URL_FILE must be a file that contains DATABASE_URL, but ${path('none')} does not exist`,
      ),
    );
  });
});
