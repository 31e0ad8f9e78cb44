import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { newSigningKey, signedHeaders } from '#delivery/webhook/signing-key.js';
import { startApi, type TestApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { until } from '#test/until.js';
import { trust } from '#test/webhook-verification.js';
import { payloadIn, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';
import { listen, type ListenOptions } from '../../apps/cli/listen/listen-command.js';

describe('jalon listen', () => {
  let server: TestApi;
  let hook: WebhookReceiver;
  let key: string;
  let officer: Client;
  let printed: string[];
  beforeAll(async () => {
    hook = await startWebhookReceiver();
    server = await startApi({}, new Clock());
    key = await server.keyWith('record');
    officer = server.as(key);
  });
  afterAll(async () => {
    await server.close();
    await hook.close();
  });
  afterEach(() => {
    hook.answer = undefined;
    hook.received.length = 0;
    jest.restoreAllMocks();
  });

  /** Until the returned function is called. */
  const listening = (options: Partial<ListenOptions>) => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    const ending = new AbortController();
    const whole = { url: server.url, key, host: '127.0.0.1', printBody: false, ...options };
    const running = listen(whole, ending.signal);
    running.catch(() => undefined);
    const end = async (): Promise<void> => {
      ending.abort();
      await running;
    };
    return Object.assign(end, { running });
  };
  const said = async (pattern: RegExp): Promise<string> => {
    let found: string | undefined;
    await until(() => (found = printed.find((line) => pattern.test(line))) !== undefined);
    return (found?.match(pattern)?.[1] ?? found) as string;
  };

  const { secret } = newSigningKey('hmac');

  it('forwards the messages of a subscription with their headers to an address that Jalon may not reach', async () => {
    trust(hook.url, secret);
    const end = listening({ forwardTo: new URL(hook.url), secret });
    const id = await said(/^Subscription: (.*)/);
    expect(printed).toContain(`Secret:       ${secret}`);
    await said(/subscription\.verification +200 .*challenge returned$/);
    expect((await officer.get(`/v1/subscriptions/${id}`)).body).toMatchObject({ state: 'active', listener: true });

    hook.answer = (_, response) => response.writeHead(500).end('no\u001b[31m database');
    await officer.post(`/v1/subscriptions/${id}/test`, { type: 'event.recorded' });
    await server.deliveries.work(id, () => Promise.resolve()); // leaves it to the listener
    await said(/GrantIssued: OVHcloud, Bare Metal Pod .* 500 .* sent again at .*\n {2}no \[31m database$/);
    hook.answer = undefined;
    const sent = hook.received.at(-1);
    expect(sent?.headers).toMatchObject({ 'jalon-test': 'true', 'jalon-attempt': '1', 'user-agent': 'Jalon' });
    const document = (await officer.get('/openapi.json')).body;
    const named = document.webhooks['event.recorded'].post.parameters.map(({ name }: { name: string }) => name);
    const ofTheConnection = ['host', 'connection', 'content-type', 'content-length'];
    expect([...named, ...ofTheConnection]).toEqual(expect.arrayContaining(Object.keys(sent?.headers ?? {})));
    await officer.post(`/v1/subscriptions/${id}/enable`, undefined);
    await said(/GrantIssued.* 200 /);
    const again = hook.received.at(-1);
    expect(again?.headers).toMatchObject({ 'webhook-id': sent?.headers['webhook-id'], 'jalon-attempt': '2' });
    expect(again?.body).toBe(sent?.body);

    await end();
    expect((await officer.get(`/v1/subscriptions/${id}`)).body.state).toBe('unsubscribed');
    expect((await officer.get('/v1/subscriptions')).body.items).toEqual([]);
  });

  it('goes on when nobody answers, or the challenge is not returned', async () => {
    const end = listening({ forwardTo: new URL('http://127.0.0.1:1024/') });
    const id = await said(/^Subscription: (.*)/);
    await said(
      /verification +- .*refused \(ECONNREFUSED\)\. Jalon would not confirm this endpoint; listening goes on\.$/,
    );
    expect((await officer.get(`/v1/subscriptions/${id}`)).body.state).toBe('active');
    await officer.post(`/v1/subscriptions/${id}/test`, undefined);
    await said(/subscription\.test .*sent again/);
    await end();
  });

  it('takes the filter and the format of a subscription, and shows messages', async () => {
    const like = await officer.post('/v1/subscriptions', {
      ...{ channel: 'webhook', url: hook.url, listener: true, format: 'cloudevents', signature: 'ed25519' },
      filter: { schemes: ['hds'] },
    });
    const end = listening({ subscription: like.body.id, printBody: true });
    const id = await said(/^Subscription: (.*)/);
    expect(await said(/^Public key: +(.*)/)).toMatch(/^whpk_/);
    await said(/"type": "jalon.subscription.verification"/);
    const { filter, format } = (await officer.get(`/v1/subscriptions/${id}`)).body;
    expect({ filter, format }).toEqual({ filter: like.body.filter, format: 'cloudevents' });
    await officer.delete(`/v1/subscriptions/${id}`);
    await expect(end.running).rejects.toThrow('The subscription has ended');
  });

  it('verifies what is sent to a port, and says why it is not valid', async () => {
    const end = listening({ port: 0, secret, forwardTo: new URL(hook.url) });
    const address = await said(/^Receiving on (\S+),/);
    const body = JSON.stringify({
      type: 'subscription.test',
      timestamp: '2026-11-27T08:00:00.000Z',
      data: { subscription: id },
    });
    const send = async (headers: Record<string, string>) =>
      (await fetch(address, { method: 'POST', body, headers })).status;
    const now = new Date();
    const signed = (at: Date, by = secret) => signedHeaders('1d2c3b4a', at, body, [by]);
    expect(await send(signed(now))).toBe(200);
    expect(payloadIn(hook.received[0] as never).type).toBe('subscription.test');
    const old = new Date(now.getTime() - 301_000);
    const [other, pair] = [newSigningKey('hmac').secret, newSigningKey('ed25519').secret];
    const wrong = [{ 'webhook-id': 'x' }, signed(old), signed(now, other), signed(now, pair)];
    expect(await Promise.all(wrong.map(send))).toEqual([401, 401, 401, 401]);
    expect(hook.received).toHaveLength(1);
    for (const why of [
      /Without webhook-timestamp, webhook-signature/,
      /30\d s in the past/,
      /does not match/,
      /no HMAC/,
    ])
      await said(why);
    await end();
  });

  it('records what another client reports, once, without cookies, and nothing of strangers', async () => {
    const listener = { channel: 'webhook', url: hook.url, listener: true };
    const { body: made } = await officer.post('/v1/subscriptions', listener);
    const path = `/v1/subscriptions/${made.id}`;
    const fetched = async () => (await officer.post(`${path}/attempts`, undefined)).body.items[0];
    const { data } = JSON.parse((await fetched()).body);
    await officer.post(`${path}/confirm`, { token: data.challenge });
    await officer.post(`${path}/test`, undefined);
    const { delivery, attempt } = await fetched();
    const report = (by: Client, said: object) =>
      by.post(`${path}/deliveries/${delivery}/result`, { attempt, tookMs: 5, ...said });
    const stranger = server.as(await server.keyWith('record'));
    expect((await report(stranger, { status: 200 })).body).toMatchObject({ code: 'unknown-subscription' });
    const headers = { 'Set-Cookie': 'session=1', Server: 'mine' };
    for (const said of [{ status: 500, headers }, { status: 200 }])
      expect((await report(officer, said)).body).toMatchObject({
        state: 'planned',
        log: [{ number: 1, code: 500, headers: { server: 'mine' } }],
      });
    await officer.delete(path);
  });

  it('fetches for listeners only', async () => {
    const { body } = await officer.post('/v1/subscriptions', {
      channel: 'webhook',
      url: 'https://192.0.2.1/',
      listener: false,
    });
    expect(body).toMatchObject({ code: 'target-not-allowed' });
    const mail = await officer.post('/v1/subscriptions', { channel: 'email', address: 'officer@example.org' });
    const { body: refused } = await officer.post(`/v1/subscriptions/${mail.body.id}/attempts`, undefined);
    expect(refused).toMatchObject({ code: 'subscription-unfit', problems: [{ field: 'id' }] });
  });
});

const id = '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11';
