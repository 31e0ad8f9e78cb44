import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/until.js';
import { temporaryHome } from '#test/temporary-home.js';

const STARTER = join(import.meta.dirname, '../support/embedded-starter.ts');
const SOURCES = ['--conditions=jalon:source', '--import', join(import.meta.dirname, '../runner/sources.js')];

/** Two of each kind; `RACES=20` for more. */
const RACES = Number(process.env['RACES'] ?? 6);

const starters: ChildProcess[] = [];
afterEach(() => {
  for (const one of starters.splice(0)) one.kill('SIGKILL');
});

/** Starts the server of a home in a process of its own. */
function starter(home: string): ChildProcess {
  const child = fork(STARTER, [home], { execArgv: SOURCES });
  starters.push(child);
  return child;
}

const answerOf = async (child: ChildProcess): Promise<string> => ((await once(child, 'message')) as [string])[0];

async function stop(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect();
  if (child.exitCode === null) await once(child, 'exit');
}

describe('first starts that race for one home', () => {
  it.each([2, 5])(
    'make it once, and the others of %i say so, in each race',
    async (count) => {
      for (let race = 0; race < RACES; race += 1) {
        const place = temporaryHome();
        if (race % 3 === 1) {
          const gone = { pid: spawnSync('true').pid, start: '1' };
          await writeFile(join(place.home, 'jalon.lock'), JSON.stringify(gone));
        } else if (race % 3 === 2) {
          const killed = starter(place.home);
          // While it has the lock, or while initdb runs.
          const [folder, begun] = race % 2 ? [place.postgres, 'data.new-'] : [place.home, 'jalon.lock'];
          await until(async () => (await readdir(folder).catch(() => [])).some((name) => name.startsWith(begun)));
          killed.kill('SIGKILL');
        }
        const children = Array.from({ length: count }, () => starter(place.home));
        const answers = await Promise.all(children.map(answerOf));
        const said = [...new Set(answers.map((answer) => answer.replace(/\(process \d+\).*/, '')))].sort();
        expect([race, answers.filter((one) => one === 'started').length, said]).toEqual([
          ...[race, 1],
          [`${place.home} is in use by another Jalon `, 'started'],
        ]);
        await Promise.all(children.map(stop));
        const next = starter(place.home);
        expect(await answerOf(next)).toBe('started');
        await stop(next);
        expect((await readdir(place.postgres)).sort()).toEqual(['data', 'postgres.log']);
        expect((await readdir(place.home)).filter((name) => name.startsWith('jalon.lock'))).toEqual([]);
        await place.remove();
      }
    },
    900_000,
  );
});
