import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock, setClockOffset } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { type EmbeddedServer, startEmbedded } from '#database/embedded/embedded.js';
import { migrateToLatest } from '#database/migrator.js';
import { serveApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import type { Client } from '#test/client.js';
import { consoleOf, fieldOf } from '#test/console.js';
import { jalonSays } from '#test/jalon.js';
import { codeOf, NOW, PASSWORD, personWith, type SignedInPerson } from '#test/signing-in.js';
import { temporaryHome } from '#test/temporary-home.js';
import { until } from '#test/until.js';
import { startWebhookReceiver, type WebhookReceiver, trust } from '#test/webhook-receiver.js';
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
  ...[
    '/v1/admin/views',
    '/v1/registers',
    '/v1/search?q=cloud',
    '/v1/diff?from=2024-01-01&to=2026-01-01',
    '/v1/admin/feeds',
  ],
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

type Home = ReturnType<typeof temporaryHome>;

describe('a drill: copy the embedded database, go on with the copy', () => {
  const [place, elsewhere, meanwhile, damaged] = [0, 1, 2, 3].map(temporaryHome) as [Home, Home, Home, Home];
  const copyTo = (folder: string, env = {}) => jalonSays(['copy', folder], { JALON_HOME: place.home, ...env });
  let receiver: WebhookReceiver;
  let server: EmbeddedServer;
  let copy: EmbeddedServer | undefined;
  let served: Awaited<ReturnType<typeof serveApi>>;
  let db: LedgerDatabase;
  let owner: LedgerDatabase;
  let person: SignedInPerson;
  let before: Record<string, unknown>;

  const register = async (api: Client, name: string): Promise<void> => {
    expect((await api.post('/v1/providers', { name })).status).toBe(201);
  };
  const told = (name: string): number => receiver.received.filter(({ body }) => body.includes(name)).length;
  const serve = (url: string) => serveApi(url, { JALON_WEBHOOK_ALLOW: '127.0.0.1/32' }, clock);

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    server = await startEmbedded(place.home);
    await migrateToLatest(server.ownerUrl, 'jalon_app');
    owner = openDatabase({ url: server.ownerUrl, poolSize: 1, applicationName: 'drill' });
    await setClockOffset(owner, clock.offsetMs);
    await writeFile(join(place.home, 'secret'), `${JALON_SECRET}\n`, { mode: 0o600 });
    db = openDatabase({ url: server.appUrl, poolSize: 1, applicationName: 'drill' });
    served = await serve(server.appUrl);
    const worker = await workOn(server.appUrl);
    await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    person = await personWith({ ...served, db }, 'officer');
    const asked = { channel: 'webhook', url: receiver.url, filter: { changes: true, deadlines: true } };
    const { body } = await served.api.post('/v1/subscriptions', asked);
    trust(receiver.url, body.secret);
    await until(async () => (await served.api.get(`/v1/subscriptions/${body.id}`)).body.state === 'active');
    await register(served.api, 'Before the copy');
    await until(() => told('Before the copy') === 1);
    const isFollowed = sql<{ isFollowed: boolean }>`
      select min(checkpoint.position) = max(head.position) as "isFollowed" from checkpoint, ledger_head as head
    `;
    await until(async () => (await isFollowed.execute(db)).rows[0]?.isFollowed === true);
    await worker.close();
    before = await answersOf(served.api);
  });
  afterAll(async () => {
    await served.close();
    await Promise.all([db.destroy(), owner.destroy()]);
    await Promise.all([server.stop(), copy?.stop(), receiver.close()]);
    await Promise.all([place, elsewhere, meanwhile, damaged].map((home) => home.remove()));
  });

  it('makes a home that is checked, for its owner alone, and notes who did', async () => {
    const { code, said } = await copyTo(elsewhere.home);
    expect([code, said]).toEqual([0, expect.stringMatching(/: \d+ events, .* rows in all, copied and checked in /)]);
    expect((await stat(join(elsewhere.home, 'secret'))).mode & 0o777).toBe(0o600);
    const noted = await db.selectFrom('activity').select('details').where('act', '=', 'backup-made').execute();
    expect(noted).toEqual([{ details: { count: expect.any(Number), file: basename(elsewhere.home) } }]);
  });

  it('copies one snapshot while others write', async () => {
    const copying = copyTo(meanwhile.home);
    const state = { isDone: false };
    void copying.finally(() => (state.isDone = true));
    for (let number = 0; !state.isDone; number += 1) await register(served.api, `Meanwhile ${number}`);
    expect((await copying).code).toBe(0);
  });

  it('gives the same answers and lets people sign in there, and subscriptions go on', async () => {
    copy = await startEmbedded(elsewhere.home);
    const there = openDatabase({ url: copy.appUrl, poolSize: 1, applicationName: 'drill' });
    const { api, url, close } = await serve(copy.appUrl);
    try {
      expect(await answersOf(api)).toEqual(before);
      const browser = consoleOf({ url, db: there });
      const { html } = await browser.post('/sign-in', { email: person.email, password: PASSWORD, to: '/' });
      const code = codeOf(person.totp, clock.now(), 1);
      await browser.post('/sign-in/code', { ticket: fieldOf(html, 'ticket') ?? '', code, to: '/' });
      expect((await browser.get('/account')).status).toBe(200);

      const worker = await workOn(copy.appUrl);
      await register(api, 'After the copy');
      await until(() => told('After the copy') === 1);
      await worker.close();
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe(ids.length);
      expect(told('Before the copy')).toBe(1);
      expect(receiver.received.filter(({ body }) => body.includes('ledger.reset'))).toHaveLength(1);
    } finally {
      await Promise.all([close(), there.destroy()]);
    }
  });

  it('passes jalon doctor there', async () => {
    const { code, said } = await jalonSays(['doctor', '--json'], { JALON_HOME: elsewhere.home });
    expect([code, said]).toEqual([0, expect.not.stringContaining('"fail"')]);
    expect(said).toContain('JALON_SECRET is the one that stored secrets are encrypted with.');
  });

  it('is refused where it cannot be made', async () => {
    expect((await copyTo(elsewhere.home)).said).toMatch(/is not an empty folder\.\n$/);
    expect((await copyTo(damaged.home, { JALON_HOME: damaged.home })).said).toMatch(
      /^There is no embedded database in/,
    );
    expect((await copyTo(damaged.home, { DATABASE_URL: server.appUrl })).said).toContain('with pg_dump');
  });

  it('finds, in a home that is not running, an event that was changed', async () => {
    await sql`alter table event disable trigger event_is_append_only`.execute(owner);
    await sql`update event set occurred = '2001' where position = 20`.execute(owner);
    await server.stop();
    const { code, said } = await copyTo(damaged.home);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/position 20 is not what .*\nThe copy in .* remove it\.\n$/),
    ]);
  });
});
