import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJalon, type StartedJalon } from '#test/jalon.js';
import { asPrinted, runInOneShell, sessionIn } from '#test/session.js';
import { temporaryHome } from '#test/temporary-home.js';

const KEY = 'history_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const session = sessionIn('docs/history.md');

describe('the session in docs/history.md', () => {
  const home = temporaryHome();
  let jalon: StartedJalon;
  let outputs: string[];

  beforeAll(async () => {
    jalon = await startJalon({ JALON_HOME: home.home, JALON_CLOCK: '2026-11-25T08:00:00Z', JALON_ADMIN_KEY: KEY });
    const steps = session.map(([command, output]): [string, string] => [
      command.replaceAll('http://127.0.0.1:3000', jalon.address).replaceAll('jalon_…', KEY),
      output,
    ]);
    outputs = await runInOneShell(steps, { JALON_URL: jalon.address });
  });

  afterAll(async () => {
    jalon.kill('SIGTERM');
    await jalon.ended;
    await home.remove();
  });

  it('has steps', () => {
    expect(session.length).toBeGreaterThan(12);
  });

  it.each(session.map(([command, output], index) => [command, output, index] as const))('%s', (_, output, index) => {
    expect(outputs[index]).toMatch(asPrinted(output));
  });
});
