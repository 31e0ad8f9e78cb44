import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { codec } from '#domain/event/ledger-event.js';
import { readLedger } from '#transfer/read-ledger.js';
import { Restoration } from '#transfer/restore-ledger.js';
import { abortable } from '#concurrency/async-iteration.js';
import { startApi } from '#test/api.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { ledgerFile, registration } from '#test/transferring.js';

const whole = ledgerFile([registration(1), registration(2), registration(3)]);

describe('a ledger that is being restored', () => {
  let database: TestDatabase;
  let restoration: Restoration;
  beforeEach(async () => {
    database = await freshDatabase();
    restoration = await Restoration.begin(database.app, { idleMs: 600, callMs: 100 });
  });
  afterEach(async () => {
    await restoration.end();
    await database.close();
  });

  const read = (pieces: AsyncIterable<Uint8Array>) =>
    readLedger(abortable(pieces, restoration.lost), codec, restoration);
  const recorded = async () =>
    (await database.app.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position;

  it('waits for a sender who is slow, though lines come one by one or in parts', async () => {
    async function* slowly() {
      const size = Math.ceil(whole.length / 30);
      for (let sent = 0; sent < whole.length; sent += size) {
        await sleep(60);
        yield Buffer.from(whole.slice(sent, sent + size));
      }
    }
    expect(await read(slowly())).toMatchObject({ events: 3 });
    await restoration.flush();
    await restoration.commit();
    expect(await recorded()).toBe(3);
  });

  it('is given up when its sender has fallen silent, and nothing is recorded', async () => {
    async function* silent() {
      yield Buffer.from(whole.slice(0, 700));
      await new Promise(() => undefined);
    }
    await expect(read(silent())).rejects.toMatchObject({
      code: 'import-invalid',
      why: { code: 'restore-timeout' },
    });
    expect(await recorded()).toBe(0);
  });
});

describe('a ledger file on its way, when PostgreSQL ends the session', () => {
  it('is answered at once, and others may record again', async () => {
    const served = await startApi();
    try {
      const { hostname, port } = new URL(served.url);
      const headers = {
        'content-type': 'application/x-ndjson',
        authorization: `Bearer ${await served.keyWith('admin')}`,
      };
      const sender = http.request({ host: hostname, port, path: '/v1/imports', method: 'POST', headers });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        sender.on('response', ({ statusCode }) => {
          resolve(statusCode);
        });
        sender.on('error', reject);
      });
      sender.write(whole.slice(0, 700));
      await endedSession(served.db);
      expect(await answered).toBe(503);
      sender.destroy();
      expect(await served.api.post('/v1/providers', { name: 'Another' })).toMatchObject({ status: 201 });
    } finally {
      await served.close();
    }
  });
});

async function endedSession(db: TestDatabase['app']): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'jalon restore' and datname = current_database() and state = 'idle in transaction'
    `.execute(db);
    if (rows.length > 0) return;
    await sleep(20);
  }
}
