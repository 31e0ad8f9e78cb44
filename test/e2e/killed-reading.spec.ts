import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GetRegister } from '#registers/get-register.js';
import { ListReadings } from '#registers/get-reading.js';
import { ADMIN_KEY } from '#test/api.js';
import { freshDatabase } from '#test/database.js';
import { runBuilt } from '#test/jalon.js';
import { snapshotOf } from '#test/marketplace.js';
import { readerOn } from '#test/reading.js';

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
      const { readings } = await reader.queries.execute(new GetRegister(slug));
      expect(readings).toMatchObject([{ day: '2026-04-01', entries: 633, added: 633 }]);
      const attempts = await reader.queries.execute(new ListReadings(slug, { limit: 10 }));
      expect(attempts.readings.filter(({ state }) => state === 'applying')).toEqual([]);
      expect(await database.app.selectFrom('staged_event').select('id').execute()).toEqual([]);
    } finally {
      await reader.close();
      await database.close();
    }
  });
});
