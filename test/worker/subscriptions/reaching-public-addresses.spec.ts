import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mine, startSubscribing, type Subscribing } from '#test/subscribing.js';
import { startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

describe('webhooks reach', () => {
  let hook: WebhookReceiver;
  let strict: Subscribing;
  let open: Subscribing;
  /** In `strict`. */
  let standing: string;

  beforeAll(async () => {
    hook = await startWebhookReceiver('::');
    [strict, open] = await Promise.all([
      startSubscribing(),
      startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.0/8', '::1'] }),
    ]);
    const { subscription } = await strict.subscribe({ channel: 'webhook', url: 'https://nowhere.invalid/hook' });
    standing = subscription.id;
  });
  afterAll(() => Promise.all([hook.close(), strict.close(), open.close()]));
  beforeEach(() => void hook.received.splice(0));

  const lastError = async () => (await strict.log.list(standing, mine, { limit: 1 }))[0]?.lastError;

  it('no name that does not resolve, but retry it', async () => {
    expect(await strict.deliver()).toEqual(['retry']);
    expect(await lastError()).toMatch(/^The host name .+ \((ENOTFOUND|EAI_AGAIN)\)$/);
  });

  it.each([
    ['http://localhost', /^localhost is not a public address$/],
    ['http://127.0.0.1', /^127\.0\.0\.1 is not a public address$/],
    ['https://127.0.0.1', /^127\.0\.0\.1 is not a public address$/],
    ['https://[::1]', /^\[?::1\]? is not a public address$/],
    ['http://2130706433', /^127\.0\.0\.1 is not a public address$/],
    ['http://169.254.169.254', /is not a public address$/],
    ['http://93.184.216.34', /is outside the networks allowed over plain HTTP$/],
  ])('no host that was public and is now %s, but retry it', async (origin, said) => {
    const target = new URL(`${origin}:${hook.port}/hook`).href;
    const now = strict.clock.now();
    const active = { state: 'active', confirmed_at: now, since_position: 0, paused_until: null, target } as const;
    await strict.set(standing, active);
    await strict.subscriptions.sendTest(standing, mine);
    expect((await strict.work(standing))[0]).toBe('retry');
    expect(await lastError()).toMatch(said);
    expect(hook.received).toEqual([]);
  });

  it.each(['127.0.0.1', '[::1]', 'localhost', '2130706433'])('hosts that the operator allows: %s', async (host) => {
    const { subscription } = await open.subscribe({ channel: 'webhook', url: `http://${host}:${hook.port}/hook` });
    expect(await open.work(subscription.id)).toEqual(['sent']);
    expect(hook.received).toHaveLength(1);
  });
});
