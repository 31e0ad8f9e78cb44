import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '#test/api.js';
import { built } from '#test/built.js';
import { startSample } from '#test/sample.js';
import { asPrinted, runInOneShell, sessionIn } from '#test/session.js';
import { startedOnce } from '#test/started.js';

/** The first command is run by npx, the others as npx runs them: npx takes five times as long as the command itself. */
const withoutNpx = (command: string, index: number): string =>
  index === 0 ? command : command.replaceAll('npx jalon', `node '${built('apps/cli/main.ts')}'`);

describe.each([
  ['README.md', sessionIn('README.md').filter(([, output]) => output !== ''), 8],
  ['docs/history.md', sessionIn('docs/history.md'), 12],
])('the session in %s', (_, session, least) => {
  const served = startedOnce(startSample);
  let outputs: string[];

  beforeAll(async () => {
    const steps = session.map(([command, output], index): [string, string] => [
      withoutNpx(command, index).replaceAll('http://127.0.0.1:3000', served.url).replaceAll('jalon_…', ADMIN_KEY),
      output,
    ]);
    outputs = await runInOneShell(steps, { JALON_URL: served.url, KEY: ADMIN_KEY });
  });

  it('has steps', () => {
    expect(session.length).toBeGreaterThanOrEqual(least);
  });

  it.each(session.map(([command, output], index) => [command, output, index] as const))('%s', (_, output, index) => {
    expect(outputs[index]).toMatch(asPrinted(output));
  });
});
