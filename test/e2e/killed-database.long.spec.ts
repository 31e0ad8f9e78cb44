import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it, describe } from '@jest/globals';
import { isAlive } from '#database/embedded/processes.js';
import { childrenOf, startJalon, type StartedJalon, runBuilt } from '#test/jalon.js';
import { temporaryHome } from '#test/temporary-home.js';
import { until } from '#test/until.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_KEY } from '#test/api.js';
import { freshDatabase } from '#test/database.js';
import { snapshotOf } from '#test/marketplace.js';
import { readerOn } from '#test/reading.js';

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

const slug = 'fedramp-marketplace';
const LISTENING = /listening at http:[^"]*:(\d+)/i;

describe('a process that is killed while it reads a register', () => {
  it('has recorded all of it or nothing, and the next reading goes on', async () => {
    const database = await freshDatabase();
    const api = runBuilt('apps/api/main.ts', [], {
      DATABASE_URL: database.appUrl,
      PORT: '0',
      JALON_ADMIN_KEY: ADMIN_KEY,
      JALON_SECRET: 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    });
    const [, port = ''] = await api.says(LISTENING);
    const bytes = snapshotOf('2026-04-01');
    const sent = fetch(`http://127.0.0.1:${port}/v1/registers/${slug}/readings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: new Uint8Array(bytes),
    }).catch(() => undefined);
    await sleep(400);
    api.kill('SIGKILL');
    await Promise.all([api.ended, sent]);

    const reader = await readerOn(database);
    try {
      const found = await reader.events.readAll({ after: 0, limit: 100_000, types: ['RegisterObserved'] });
      expect([0, 633]).toContain(found.length);
      const outcome = await reader.read(bytes);
      expect(['recorded', 'same']).toContain(outcome.state);
      const { readings } = await reader.views.get(slug);
      expect(readings).toMatchObject([{ day: '2026-04-01', entries: 633, added: 633 }]);
      const attempts = await reader.readings.page(slug, { limit: 10 });
      expect(attempts.readings.filter(({ state }) => state === 'applying')).toEqual([]);
      expect(await database.app.selectFrom('staged_event').select('id').execute()).toEqual([]);
    } finally {
      await reader.close();
      await database.close();
    }
  });
});
