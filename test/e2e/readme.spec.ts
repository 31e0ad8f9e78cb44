import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJalon, type StartedJalon } from '#test/jalon.js';
import { temporaryHome } from '#test/temporary-home.js';

const KEY = 'an-admin-key-of-the-readme';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Each command of the session with the output that stands below it. */
const session = [...readme.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step): [command: string, output: string] => {
      const lines = step.trimEnd().split('\n');
      const end = lines.findIndex((line, index) => index > 0 && !line.startsWith('> '));
      const command = lines.slice(0, end).map((line) => line.replace(/^> /, ''));
      return [command.join('\n'), lines.slice(end).join('\n')];
    }),
);

/** What is printed as `…` may be anything. */
const likeInReadme = (output: string): RegExp =>
  new RegExp(
    `^${output
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
    's',
  );

describe('the session in the README', () => {
  const home = temporaryHome();
  let jalon: StartedJalon;

  beforeAll(async () => {
    const env = { JALON_HOME: home.home, JALON_CLOCK: '2026-11-25T08:00:00Z', JALON_ADMIN_KEY: KEY };
    jalon = await startJalon(env);
  }, 120_000);

  afterAll(async () => {
    jalon.kill('SIGTERM');
    await jalon.ended;
    await home.remove();
  }, 60_000);

  it('has steps', () => {
    expect(session.length).toBeGreaterThan(8);
  });

  it.each(session)('%s', async (command, output) => {
    const script = command.replaceAll('http://127.0.0.1:3000', jalon.address);
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, KEY } });
    expect(stdout.trimEnd()).toMatch(likeInReadme(output));
  });
});
