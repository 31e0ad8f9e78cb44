import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { outdatedSecrets, resealSecrets } from '#subscriptions/signing-secrets.js';
import { serveApi, startApi, type TestApi } from '#test/api.js';
import { trust, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const OLD = 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const NEW = 'rotated_9876543210zyxwvutsrqponmlkjihgfedcba-9876543210';
const clock = Clock.startingAt(new Date('2026-11-25T08:00:00Z'));

describe('JALON_SECRET is replaced', () => {
  let first: TestApi;
  let hook: WebhookReceiver;
  const others: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    hook = await startWebhookReceiver();
    first = await startApi({ JALON_SECRET: OLD, JALON_WEBHOOK_ALLOW: '127.0.0.1' }, clock);
  });
  afterAll(async () => {
    for (const other of others) await other.close();
    await first.close();
    await hook.close();
  });

  /** Another process on the same database. */
  async function restarted(env: Record<string, string>) {
    const other = await serveApi(first.databaseUrl, { JALON_WEBHOOK_ALLOW: '127.0.0.1', ...env }, clock);
    others.push(other);
    const work = (id: string) => other.app.get(Deliveries).work(id, () => Promise.resolve());
    return { api: other.api, work };
  }

  /** What the receiver got of a test message; the receiver rejects a wrong signature. */
  async function sent({ api, work }: Awaited<ReturnType<typeof restarted>>, id: string): Promise<unknown> {
    const { body } = await api.post(`/v1/subscriptions/${id}/test`, undefined);
    await work(id);
    return (await api.get(`/v1/subscriptions/${id}/deliveries/${body.delivery}`)).body.state;
  }

  it('and signatures and links remain valid, until its secrets are encrypted again and it can go', async () => {
    const made = await first.api.post('/v1/subscriptions', { channel: 'webhook', url: hook.url });
    const { id } = made.body;
    trust(hook.url, made.body.secret);
    await first.deliveries.work(id, () => Promise.resolve());
    const reader = { channel: 'email', address: 'reader@example.org' };
    const [pending, leaving] = [
      (await first.api.post('/v1/subscriptions', reader)).body.id,
      (await first.api.post('/v1/subscriptions', { ...reader, address: 'other@example.org' })).body.id,
    ];
    const old = new Secrets(OLD);

    const both = await restarted({ JALON_SECRET: NEW, JALON_SECRET_PREVIOUS: `${NEW}, ${OLD}` });
    expect(await sent(both, id)).toBe('sent');
    const rotated = await both.api.post(`/v1/subscriptions/${id}/rotate-secret`, { overlapHours: 24 });
    expect(await sent(both, id)).toBe('sent'); // signed with the former secret as well
    trust(hook.url, rotated.body.secret);
    expect(await sent(both, id)).toBe('sent');

    const confirm = (token: string) => both.api.post(`/v1/subscriptions/${pending}/confirm`, { token });
    expect((await confirm(new Secrets('another secret').confirmToken(pending, 1))).status).toBe(422);
    expect((await confirm(old.confirmToken(pending, 1))).body.state).toBe('active');
    const unsubscribe = `/subscriptions/${leaving}/unsubscribe?token=${old.unsubscribeToken(leaving)}`;
    expect((await both.api.send(unsubscribe, { method: 'POST' })).status).toBe(200);

    const secrets = new Secrets(NEW, [OLD]);
    expect(await resealSecrets(first.db, new Secrets(NEW))).toBe(0); // nothing that it cannot read is touched
    expect(await outdatedSecrets(first.db, secrets)).toEqual([id]);
    expect(await resealSecrets(first.db, secrets)).toBe(1);
    expect(await outdatedSecrets(first.db, secrets)).toEqual([]);
    expect(await resealSecrets(first.db, secrets)).toBe(0);

    trust(hook.url, made.body.secret);
    const alone = await restarted({ JALON_SECRET: NEW });
    expect(await sent(alone, id)).toBe('sent');
    expect(
      (await alone.api.post(`/v1/subscriptions/${pending}/confirm`, { token: old.confirmToken(pending, 1) })).status,
    ).toBe(422);
  });
});
