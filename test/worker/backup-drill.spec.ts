import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { emptyDatabase } from '#test/database.js';
import { serveApi, startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import type { Client } from '#test/client.js';
import { consoleOf, fieldOf } from '#test/console.js';
import { jalonSays } from '#test/jalon.js';
import { codeOf, NOW, PASSWORD, personWith, type SignedInPerson } from '#test/signing-in.js';
import { until } from '#test/until.js';
import { startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';
import { trust } from '#test/webhook-verification.js';
import { verifyBackup } from '../../apps/cli/backup/restore-backup.js';
import { workerSettings } from '../../apps/worker/settings.js';
import { startWorker } from '../../apps/worker/worker.module.js';

const JALON_SECRET = 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const clock = Clock.startingAt(NOW);

/** Everything that people and programs ask for, at several (as of, known on). */
const QUESTIONS = [
  ...['', '&asOf=2024-01-10', '&asOf=2027-01-01', '&knownAt=2026-11-25T08:00:01Z'].flatMap((when) => [
    `/v1/dossiers?limit=200${when}`,
    `/v1/providers?limit=200${when}`,
  ]),
  ...['/v1/ledger.ndjson', '/v1/deadlines?limit=200', '/v1/reminders?limit=200', '/v1/subscriptions'],
  ...['/v1/views', '/v1/registers', '/v1/search?q=cloud', '/v1/diff?from=2024-01-01&to=2026-01-01', '/v1/feeds'],
];

async function answersOf(api: Client): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const question of QUESTIONS) {
    const { status, body } = await api.get(question);
    answers[question] = { status, body: body as unknown };
  }
  return answers;
}

function workOn(databaseUrl: string): Promise<INestApplicationContext> {
  const settings = workerSettings({
    DATABASE_URL: databaseUrl,
    JALON_SECRET,
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return startWorker({ settings, clock, log, onFailure: () => undefined });
}

describe('a drill: back up, restore elsewhere, go on', () => {
  let folder: string;
  let file: string;
  let receiver: WebhookReceiver;
  let served: TestApi;
  let person: SignedInPerson;
  let restored: { ownerUrl: string; appUrl: string; close(): Promise<void> };
  let before: Record<string, unknown>;

  const register = async (api: Client, name: string): Promise<void> => {
    expect((await api.post('/v1/providers', { name })).status).toBe(201);
  };
  const told = (name: string): number => receiver.received.filter(({ body }) => body.includes(name)).length;
  const backUp = (path: string) => jalonSays(['backup', path], { DATABASE_URL: served.databaseUrl, JALON_SECRET });
  const restoring = () => ({ MIGRATION_DATABASE_URL: restored.ownerUrl, DATABASE_URL: restored.appUrl });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-backup-'));
    file = join(folder, 'jalon.backup.gz');
    restored = await emptyDatabase();
    receiver = await startWebhookReceiver();
    served = await startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1/32' }, clock);
    await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    person = await personWith(served, 'officer');
    const worker = await workOn(served.databaseUrl);
    const asked = { channel: 'webhook', url: receiver.url, filter: { changes: true, deadlines: true } };
    const { body } = await served.api.post('/v1/subscriptions', asked);
    trust(receiver.url, body.secret);
    await until(async () => (await served.api.get(`/v1/subscriptions/${body.id}`)).body.state === 'active');
    await register(served.api, 'Before the backup');
    await until(() => told('Before the backup') === 1);
    await worker.close();
    before = await answersOf(served.api);
  });
  afterAll(async () => {
    await Promise.all([served.close(), receiver.close(), restored.close()]);
    await rm(folder, { recursive: true });
  });

  it('writes a file for its owner alone, and notes who did', async () => {
    const { code, said } = await backUp(file);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/jalon\.backup\.gz: \d+ events, .* written and read again/),
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const noted = await served.db.selectFrom('activity').select('details').where('act', '=', 'backup-made').execute();
    expect(noted).toEqual([{ details: { count: expect.any(Number), file: 'jalon.backup.gz' } }]);
  });

  it('takes one snapshot while others write', async () => {
    const meanwhile = join(folder, 'meanwhile.gz');
    const backup = backUp(meanwhile);
    const state = { isDone: false };
    void backup.finally(() => (state.isDone = true));
    for (let number = 0; !state.isDone; number += 1) await register(served.api, `Meanwhile ${number}`);
    expect((await backup).code).toBe(0);
    const { position, tables } = await verifyBackup(meanwhile, () => undefined);
    expect(tables.find(({ name }) => name === 'event')?.rows).toBe(position);
  });

  it('restores into an empty database, once', async () => {
    const { code, said } = await jalonSays(['restore', file], { ...restoring(), JALON_SECRET });
    expect([code, said]).toEqual([0, expect.stringContaining('JALON_SECRET is that of the backup.')]);
    const again = await jalonSays(['restore', file], restoring());
    expect(again).toEqual({
      code: 1,
      said: expect.stringMatching(/\nThe database is not empty: there are rows in .*\n$/),
    });
  });

  it('gives the same answers and lets people sign in there, and subscriptions go on', async () => {
    const { api, url, close } = await serveApi(restored.appUrl, { JALON_WEBHOOK_ALLOW: '127.0.0.1/32' }, clock);
    try {
      expect(await answersOf(api)).toEqual(before);
      const browser = consoleOf({ url, db: served.db });
      const { html } = await browser.post('/sign-in', { email: person.email, password: PASSWORD, to: '/' });
      const code = codeOf(person.totp, clock.now(), 1);
      await browser.post('/sign-in/code', { ticket: fieldOf(html, 'ticket') ?? '', code, to: '/' });
      expect((await browser.get('/account')).status).toBe(200);

      const worker = await workOn(restored.appUrl);
      await register(api, 'After the restore');
      await until(() => told('After the restore') === 1);
      await worker.close();
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe(ids.length);
      expect(told('Before the backup')).toBe(1);
      expect(receiver.received.filter(({ body }) => body.includes('ledger.reset'))).toHaveLength(1);
    } finally {
      await close();
    }
  });

  it('passes jalon doctor there', async () => {
    const { code, said } = await jalonSays(['doctor', '--json'], { DATABASE_URL: restored.appUrl, JALON_SECRET });
    expect([code, said]).toEqual([0, expect.not.stringContaining('"fail"')]);
  });

  it.each([
    ['was cut', (bytes: Buffer) => bytes.subarray(0, -100), /is damaged: its end is missing\./],
    ['has no end', edited(/\{"sha256.*\n$/, ''), /is damaged: its end is missing\./],
    ['was edited', edited('Bleu', 'Blau'), /is damaged: its checksum is wrong\./],
    ['has a wrong bit', withWrongBit, /is damaged: /],
    [
      'is of a newer release',
      edited(/"formatVersion":1,"release":"[^"]*"/, '"formatVersion":2,"release":"9.0"'),
      /newer Jalon \(9\.0\)/,
    ],
    [
      'is none',
      () => Buffer.from('{"format":"jalon-ledger"}\n'),
      /is not a file of jalon backup\. .* use jalon import/,
    ],
  ])('refuses a file that %s, with one line', async (_, change, line) => {
    const changed = join(folder, 'changed.gz');
    await writeFile(changed, change(await readFile(file)));
    await expect(verifyBackup(changed, () => undefined)).rejects.toThrow(line);
  });
});

function edited(what: string | RegExp, by: string): (bytes: Buffer) => Buffer {
  return (bytes) => gzipSync(gunzipSync(bytes).toString('utf8').replace(what, by));
}

function withWrongBit(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2);
  return Buffer.from(bytes.map((byte, at) => (at === middle ? byte ^ 1 : byte)));
}
