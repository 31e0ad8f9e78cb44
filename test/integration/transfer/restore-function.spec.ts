import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { type Database } from '#database/tables.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { registration, ledgerFile } from '#test/transferring.js';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLedger } from '#transfer/read-ledger.js';
import { Restoration } from '#transfer/restore-ledger.js';
import { abortable } from '#concurrency/async-iteration.js';
import { startApi } from '#test/api.js';
import { startedForEach } from '#test/started.js';

const me = { actor: 'tester' };
const stream = 'provider-30000000-0000-4000-8000-000000000001';

/** What api and worker could do with the function if they were taken over: they connect as the app's role. */
describe('ledger_restore, called by the role of the app', () => {
  const database = startedForEach(freshDatabase);
  let events: EventStore<LedgerEvent>;

  beforeEach(() => {
    events = new EventStore<LedgerEvent>(database.app, codec);
  });

  const call = (lines: object[], db: Kysely<Database> = database.app) => {
    const texts = lines.map((line) => JSON.stringify(line));
    return sql`select ledger_restore(${texts}::text[], ${texts.map(() => '00'.repeat(32))}::text[])`.execute(db);
  };
  const append = (name: string) =>
    events.append(
      [
        {
          stream,
          expected: 'any',
          events: [{ id: crypto.randomUUID(), event: { type: 'AliasAdded', data: { name } } }],
        },
      ],
      me,
    );

  it('cannot touch a ledger with events', async () => {
    await append('one');
    for (const lines of [[registration(2)], [registration(1)], [registration(2, { stream, version: 2 })], []])
      await expect(call(lines)).rejects.toMatchObject({ code: 'JL001' });
    expect(await events.head()).toBe(1);
  });

  it('cannot go on once it has committed', async () => {
    await call([registration(1)]);
    await expect(call([registration(2)])).rejects.toMatchObject({ code: 'JL001' });
    await expect(database.app.transaction().execute((tx) => call([registration(2)], tx))).rejects.toMatchObject({
      code: 'JL001',
    });
    expect(await events.head()).toBe(1);
  });

  it('goes on within its transaction, and leaves nothing when that is rolled back', async () => {
    const stop = new Error('stop');
    const attempt = database.app.transaction().execute(async (tx) => {
      await call([registration(1)], tx);
      await call([registration(2), registration(3)], tx);
      expect((await tx.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position).toBe(3);
      throw stop;
    });
    await expect(attempt).rejects.toBe(stop);
    expect(await events.head()).toBe(0);
    await append('one');
    expect(await events.head()).toBe(1);
  });

  it('takes a file whose parts are months apart', async () => {
    const at = (recordedAt: string) => ({ recordedAt });
    await database.app.transaction().execute(async (tx) => {
      await call([registration(1, at('2024-01-01T00:00:00.000Z'))], tx);
      await call([registration(2, at('2024-06-01T00:00:00.000Z'))], tx);
      await call([registration(3, at('2026-01-01T00:00:00.000Z'))], tx);
    });
    expect(await events.head()).toBe(3);
  });

  it.each([
    ['a gap at the beginning', [registration(2)], 'JL002'],
    ['a gap within', [registration(1), registration(3)], 'JL002'],
    ['a version without the one before', [registration(1, { version: 2 })], 'JL003'],
    [
      'versions in another order than positions',
      [registration(1, { version: 2 }), registration(2, { stream: registration(1)['stream'] })],
      'JL003',
    ],
    ['time that goes back', [registration(1), registration(2, { recordedAt: '2025-01-01T00:00:00Z' })], 'JL004'],
    ['time to come', [registration(1, { recordedAt: '2126-01-01T00:00:00Z' })], 'JL004'],
    ['the end of time', [registration(1, { recordedAt: 'infinity' })], 'JL004'],
    ['the beginning of time', [registration(1, { recordedAt: '-infinity' })], 'JL004'],
    ['a position twice', [registration(1), registration(1, { id: crypto.randomUUID() })], '23505'],
    ['an id twice', [registration(1), registration(2, { id: registration(1)['id'] })], '23505'],
    ['no position', [registration(1, { position: null })], '23502'],
    ['position 0', [registration(0)], '23514'],
    ['data that is no object', [registration(1, { data: 7 })], '23514'],
  ])('refuses %s', async (_, lines, code) => {
    await expect(call(lines)).rejects.toMatchObject({ code });
    expect(await events.head()).toBe(0);
  });

  it('leaves a ledger that appends go on from, after its last event in place and time', async () => {
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    await call([registration(1, { stream }), registration(2, { recordedAt: ahead })]);
    const { recorded } = await append('one');
    expect(recorded).toMatchObject([{ position: 3, version: 2, recordedAt: new Date(ahead) }]);
    expect(await events.positionAt(new Date(ahead))).toBe(3);
    expect(await events.positionAt(new Date('2026-01-01T00:00:00Z'))).toBe(1);
  });

  it('wakes those who follow the ledger, once and when it has committed', async () => {
    const listener = await database.app.dedicated('test');
    try {
      const heard: string[] = [];
      listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
      await listener.query('listen jalon_ledger');
      await database.app.transaction().execute(async (tx) => {
        await call([registration(1)], tx);
        await call([registration(2)], tx);
        await listener.query('select 1');
        expect(heard).toEqual([]);
      });
      await listener.query('select 1');
      expect(heard).toEqual(['restored']);
    } finally {
      await listener.end();
    }
  });

  it('cannot be fooled by a temporary table of the caller', async () => {
    await append('one');
    const client = await database.app.dedicated('test');
    try {
      await client.query('begin');
      await client.query(
        'create temp table ledger_head (only_row boolean, position bigint, recorded_at timestamptz, clock_offset interval, restoring xid8)',
      );
      await client.query(`insert into ledger_head values (true, 0, '-infinity', '0', null)`);
      await client.query('set search_path = pg_temp, public');
      const attempt = client.query('select public.ledger_restore($1::text[], $2::text[])', [
        [JSON.stringify(registration(1))],
        ['00'.repeat(32)],
      ]);
      await expect(attempt).rejects.toMatchObject({ code: 'JL001' });
    } finally {
      await client.end();
    }
  });
});

describe('a slow sender', () => {
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

    it('waits for a sender who is slow, though lines come one by one or in parts (long)', async () => {
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
});
