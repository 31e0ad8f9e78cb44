import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { runningEmbedded } from '#database/embedded/embedded.js';
import { type JalonClient, jalonClient, rawBody } from '#client/jalon-client.js';
import { childrenOf, saysHere, startJalon, type StartedJalon } from '#test/jalon.js';
import { startSmtpReceiver, type SmtpReceiver } from '#test/smtp-receiver.js';
import { temporaryHome } from '#test/temporary-home.js';
import { until } from '#test/until.js';
import {
  payloadIn,
  startWebhookReceiver,
  type ReceivedRequest,
  type WebhookReceiver,
  trust,
} from '#test/webhook-receiver.js';
import { resealCommand } from '../../apps/cli/database-commands.js';

const KEY = 'story_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';

/** 23 November 2026 is seven days before Outscale's decision ends, and a Monday. */
const NOW = '2026-11-23T08:00:00Z';

describe('from an empty folder to a reminder that comes once', () => {
  const home = temporaryHome();
  let smtp: SmtpReceiver;
  let endpoint: WebhookReceiver;
  let jalon: StartedJalon;
  let api: JalonClient;
  let secret: string;

  const remindersByHook = (): ReceivedRequest[] =>
    endpoint.received.filter((request) => payloadIn(request).type === 'deadline.reminder');
  const remindersByMail = () => smtp.received.filter(({ parsed }) => parsed.subject?.includes('3DS Outscale'));

  const dossierOfOutscale = async (): Promise<string> => {
    const { data } = await api.GET('/v1/providers/{id}', { params: { path: { id: '3ds-outscale' } } });
    return data!.dossiers[0]!.id;
  };

  beforeAll(async () => {
    [smtp, endpoint] = await Promise.all([startSmtpReceiver(), startWebhookReceiver()]);
    jalon = await startJalon({
      JALON_HOME: home.home,
      JALON_CLOCK: NOW,
      JALON_ADMIN_KEY: KEY,
      JALON_SAMPLE: 'off',
      JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Jalon <jalon@example.org>',
    });
    api = jalonClient({ address: jalon.address, key: KEY });
  });

  afterAll(async () => {
    jalon.kill('SIGTERM');
    await jalon.ended;
    await Promise.all([smtp.close(), endpoint.close(), home.remove()]);
  });

  it('imports the real ledger', async () => {
    const csv = await readFile(new URL('../../samples/ledger.csv', import.meta.url));
    const { response, data } = await api.POST('/v1/imports', rawBody(csv, 'text/csv'));
    expect([response.status, data?.providers, data?.dossiers, data?.recorded]).toEqual([200, 10, 11, 55]);
    const query = { seen: String(data?.position), providers: ['3ds-outscale'] };
    const board = await api.GET('/v1/dossiers', { params: { query } });
    expect(board.data?.items.map(({ status }) => status)).toEqual(['granted']);
  });

  it('subscribes an address, which confirms by the link it is sent, and an endpoint, which answers a challenge', async () => {
    const filter = { dossiers: [await dossierOfOutscale()], changes: true, deadlines: true };
    const mail = await api.POST('/v1/subscriptions', {
      body: { channel: 'email', address: 'officer@example.org', language: 'en', filter },
    });
    expect(mail.data?.state).toBe('pending');
    const hook = await api.POST('/v1/subscriptions', { body: { channel: 'webhook', url: endpoint.url, filter } });
    secret = hook.data!.secret!;
    trust(endpoint.url, secret);

    const [asking] = await smtp.waitFor(1);
    const link = /http\S+confirm\?token=\S+/.exec(asking!.parsed.text ?? '')?.[0];
    expect((await fetch(link!, { method: 'POST' })).status).toBe(200);
    await until(async () => {
      const { data } = await api.GET('/v1/subscriptions');
      return data!.items.every(({ state }) => state === 'active');
    });
  });

  it('reminds both of the end that is seven days away, once', async () => {
    await until(() => remindersByHook().length > 0 && remindersByMail().length > 0);
    const [reminder] = remindersByHook();
    expect(payloadIn(reminder!).data).toMatchObject({
      kind: 'grant-end',
      provider: '3DS Outscale',
      due: '2026-11-30',
      daysLeft: 7,
    });
    const [mail] = remindersByMail();
    expect(mail?.to).toEqual(['officer@example.org']);
    expect(mail?.parsed.subject).toMatch(/7 days/);
    expect(mail?.parsed.text).toMatch(/30 November 2026/);
  });

  it('sends nothing twice after the queue is emptied and the worker killed, and goes on with what comes next', async () => {
    const [hooks, mails] = [remindersByHook().length, remindersByMail().length];
    await emptyQueue(home.home);
    const worker = async () =>
      (await childrenOf(jalon.pid)).find(({ command }) => command.includes('apps/worker/main.js'))?.pid;
    const before = await worker();
    process.kill(before!, 'SIGKILL');
    await until(async () => {
      const now = await worker();
      return now !== undefined && now !== before;
    });

    const recorded = await api.POST('/v1/dossiers/{id}/events', {
      params: { path: { id: await dossierOfOutscale() } },
      body: {
        type: 'ApplicationFiled',
        occurred: '2026-11-20',
        source: { kind: 'company', publisher: '3DS Outscale' },
        data: { title: 'Renewal asked for' },
      },
    });
    expect(recorded.response.status).toBe(201);
    const changes = () => endpoint.received.filter((request) => payloadIn(request).type === 'event.recorded');
    await until(() => changes().length === 1);
    expect([remindersByHook().length, hooks]).toEqual([1, 1]);
    expect(remindersByMail().filter(({ parsed }) => parsed.subject?.includes('7 days'))).toHaveLength(mails);
  });

  it('encrypts the secret of the webhook again when JALON_SECRET is replaced', async () => {
    const replaced = { JALON_HOME: home.home, JALON_SECRET: KEY };
    const unread = await saysHere(resealCommand(), [], replaced);
    expect(unread).toEqual({ code: 1, said: expect.stringContaining('another JALON_SECRET: 1.') });
    const previous = await readFile(join(home.home, 'secret'), 'utf8');
    const { code, said } = await saysHere(resealCommand(), [], { ...replaced, JALON_SECRET_PREVIOUS: previous });
    expect([code, said]).toEqual([0, expect.stringContaining('encrypted again: 1.')]);
  });
});

/** Takes away every job, as an operator might who thinks that the queue is stuck. */
async function emptyQueue(home: string): Promise<void> {
  const urls = await runningEmbedded(home);
  const client = new pg.Client({ connectionString: urls!.appUrl });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename !~ 'migration'",
  );
  expect(tables.rows.length).toBeGreaterThan(0);
  await client.query(`truncate ${tables.rows.map(({ name }) => name).join(', ')} cascade`);
  await client.end();
}
