import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { isAlive } from '#database/embedded/processes.js';
import { childrenOf, startJalon, type StartedJalon } from '#test/jalon.js';
import { temporaryHome } from '#test/temporary-home.js';
import { until } from '#test/until.js';

/** A second one falls into the recovery from the first. */
const KILLS = 3;

const place = temporaryHome();
let running: StartedJalon | undefined;

afterAll(async () => {
  running?.kill('SIGTERM');
  await running?.ended;
  await place.remove();
});

async function killDatabase(): Promise<void> {
  let pid = 0;
  await until(async () => {
    const text = await readFile(join(place.postgres, 'data/postmaster.pid'), 'utf8').catch(() => '');
    pid = Number(text.split('\n', 1)[0]);
    return pid > 0 && (await isAlive(pid));
  });
  process.kill(pid, 'SIGKILL');
  await until(async () => !(await isAlive(pid)));
}

it('waits for a database that is killed again and again during its recovery, as does a worker that starts meanwhile', async () => {
  running = await startJalon({ JALON_HOME: place.home, JALON_SAMPLE: 'off' });
  const { address, pid } = running;
  await killDatabase();
  const worker = (await childrenOf(pid)).find(({ command }) => command.includes('worker'));
  process.kill(worker?.pid ?? 0, 'SIGKILL');
  for (let kill = 1; kill < KILLS; kill++) await killDatabase();
  await until(async () => (await fetch(`${address}/readyz`).catch(() => undefined))?.status === 200);
  await running.says(/PostgreSQL runs again[^]+"msg":"Worker started"/);
  expect(running.output().match(/"process":"worker","msg":"exited/g)).toHaveLength(1);
  expect(running.output()).toContain('Waiting for the database');
}, 300_000);
