import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { uuid } from '#test/events.js';
import { links, remind, secrets, timestamp } from '#test/mail-of.js';
import { startWebhookReceiver, type WebhookReceiver, trust, verifies } from '#test/webhook-receiver.js';
import type { Attempt } from '../recipient.js';
import type { Message } from '../../messages/message.js';
import { AddressGuard } from './address-guard.js';
import { newSecret } from './webhook-settings.js';
import { WebhookSender } from './webhook-sender.js';

const now = new Date('2026-11-25T08:00:00Z');
const test: Message = { type: 'subscription.test', timestamp, data: { subscription: uuid(1) } };

describe('a webhook', () => {
  const sender = new WebhookSender(new AddressGuard(['127.0.0.1']), secrets, links, Clock.startingAt(now));
  let hook: WebhookReceiver;
  beforeAll(async () => {
    hook = await startWebhookReceiver();
  });
  beforeEach(() => void hook.received.splice(0));
  afterAll(async () => {
    await sender.close();
    await hook.close();
  });

  /** Sends a message to a subscription, and gives what came. */
  async function sent(subscription: Partial<Attempt['subscription']>, message = test) {
    const row = { id: uuid(1), target: hook.url, format: 'standard', former_secret: null, former_secret_until: null };
    const queued = { kind: 'event', attempts_before: 0 };
    const delivery = { message, message_id: uuid(9), request_id: 'desk-42', created_at: now, attempts: 3, ...queued };
    const attempt = { delivery, subscription: { ...row, ...subscription } } as unknown as Attempt;
    const outcome = await sender.send(attempt);
    return { outcome, request: hook.received.at(-1)! };
  }

  const sealed = (key: string) => secrets.seal(key, uuid(1));

  it('is signed with the secret it was given, over id, time and body', async () => {
    const secret = newSecret();
    trust(hook.url, secret);
    const { request } = await sent({ secret: sealed(secret) }, remind());
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': uuid(9),
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'jalon-attempt': '3',
      'x-request-id': 'desk-42',
    });
    expect(JSON.parse(request.body)).toEqual({ type: 'deadline.reminder', timestamp, data: expect.any(Object) });
    expect(verifies(secret, request)).toBe(true);
    expect(verifies(secret, { ...request, body: request.body.replace('reminder', 'remainder') })).toBe(false);
    for (const [name, forged] of [
      ['webhook-id', uuid(8)],
      ['webhook-timestamp', '1790000000'],
    ] as const)
      expect(verifies(secret, { ...request, headers: { ...request.headers, [name]: forged } })).toBe(false);
    expect(verifies(newSecret(), request)).toBe(false);
  });

  it('is signed with both secrets while a rotation lasts, and then with the new one', async () => {
    const [before, after] = [newSecret(), newSecret()];
    trust(hook.url, after);
    const turned = { secret: sealed(after), former_secret: sealed(before) };
    const during = await sent({ ...turned, former_secret_until: new Date(now.getTime() + 60_000) });
    expect([before, after].map((key) => verifies(key, during.request))).toEqual([true, true]);
    expect(String(during.request.headers['webhook-signature']).split(' ')).toHaveLength(2);
    const over = await sent({ ...turned, former_secret_until: now });
    expect([before, after].map((key) => verifies(key, over.request))).toEqual([false, true]);
  });

  it('that asks to confirm says whether its challenge came back', async () => {
    const secret = newSecret();
    trust(hook.url, secret);
    const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 1 } };
    const { outcome } = await sent({ secret: sealed(secret) }, ask);
    expect(outcome).toEqual({ result: 'delivered', code: 200, confirmed: true });
  });

  it('does not log the response to a challenge, which would allow readers to confirm', async () => {
    const secret = newSecret();
    trust(hook.url, secret);
    hook.answer = ({ body }, response) => response.writeHead(404).end(`no such page; you said: ${body}`);
    const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 1 } };
    const { outcome } = await sent({ secret: sealed(secret) }, ask);
    hook.answer = undefined;
    expect(outcome).toEqual({
      result: 'unavailable',
      code: 404,
      error: { code: 'endpoint-status', params: { status: 404 } },
    });
  });
});
