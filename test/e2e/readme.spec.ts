import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { built } from '#test/built.js';
import { startJalon, type StartedJalon } from '#test/jalon.js';
import { asPrinted, sessionIn } from '#test/session.js';
import { temporaryHome } from '#test/temporary-home.js';

const KEY = 'readme_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const session = sessionIn('README.md').filter(([, output]) => output !== '');

/** The first command is run by npx, the others as npx runs them: npx takes five times as long as the command itself. */
const withoutNpx = (command: string): string => command.replaceAll('npx jalon', `node '${built('apps/cli/main.ts')}'`);

describe('the session in the README', () => {
  const home = temporaryHome();
  let jalon: StartedJalon;

  beforeAll(async () => {
    const env = { JALON_HOME: home.home, JALON_CLOCK: '2026-11-25T08:00:00Z', JALON_ADMIN_KEY: KEY };
    jalon = await startJalon(env);
  });

  afterAll(async () => {
    jalon.kill('SIGTERM');
    await jalon.ended;
    await home.remove();
  });

  it('has steps', () => {
    expect(session.length).toBeGreaterThan(7);
  });

  it.each(session)('%s', async (command, output) => {
    const here = (text: string): string => text.replaceAll('http://127.0.0.1:3000', jalon.address);
    const env = { ...process.env, KEY, JALON_URL: jalon.address };
    const script = here(command === session[0]?.[0] ? command : withoutNpx(command));
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
    expect(stdout.trimEnd()).toMatch(asPrinted(here(output)));
  });
});
