import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { fact } from '#test/events.js';
import { type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { mine, startSubscribing, type Subscribing } from '#test/subscribing.js';
import { payloadIn, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const email = { channel: 'email', address: 'officer@example.org', language: 'en' } as const;
const milestone = fact('MilestoneReached', '2024-03-01', { milestone: 'J1' });
const hour = 3_600_000;

const tokenIn = (text: string | undefined): string => /token=([\w-]+)/.exec(text ?? '')?.[1] ?? '';

describe('a subscription', () => {
  let smtp: SmtpReceiver;
  let hook: WebhookReceiver;
  let subject: Subscribing;

  beforeAll(async () => {
    [smtp, hook] = await Promise.all([startSmtpReceiver(), startWebhookReceiver()]);
  });
  afterAll(() => Promise.all([smtp.close(), hook.close()]));

  beforeEach(async () => {
    smtp.received.length = 0;
    hook.received.length = 0;
    hook.answer = undefined;
    subject = await startSubscribing({ SMTP_URL: smtp.url, JALON_WEBHOOK_ALLOW: ['127.0.0.1/32'] });
  });
  afterEach(() => subject.close());

  const stateOf = async (id: string) => (await subject.subscriptions.get(id, mine)).state;

  it('by email receives only the confirmation request until it is confirmed', async () => {
    const { subscription } = await subject.subscribe(email);
    await subject.record(milestone);
    await subject.fanOut();
    expect(await subject.deliver()).toEqual(['sent']);
    expect(smtp.received.map(({ parsed }) => parsed.subject)).toEqual(['Confirm your subscription to Jalon']);

    const token = tokenIn(smtp.received[0]?.parsed.text);
    const confirmed = await subject.confirmations.confirm(subscription.id, token);
    expect(confirmed).toMatchObject({ state: 'active', since: 3 });
    await subject.record(fact('MilestoneReached', '2024-06-01', { milestone: 'J2' }));
    await subject.fanOut();
    expect(await subject.deliver()).toEqual(['sent']);
    expect(smtp.received[1]?.parsed.subject).toBe('Outscale, IaaS (SecNumCloud): milestone J2 reached');
  });

  it('is confirmed by each of ten clicks at once', async () => {
    const { subscription } = await subject.subscribe(email);
    await subject.deliver();
    const token = tokenIn(smtp.received[0]?.parsed.text);
    const clicks = Array.from({ length: 10 }, () => subject.confirmations.confirm(subscription.id, token));
    expect((await Promise.all(clicks)).map(({ state }) => state)).toEqual(Array(10).fill('active'));
  });

  it('by webhook is active once the endpoint has echoed the challenge', async () => {
    const { subscription, secret } = await subject.subscribe({ channel: 'webhook', url: hook.url });
    expect(await stateOf(subscription.id)).toBe('pending');
    expect(await subject.deliver()).toEqual(['sent']);
    const [request] = hook.received;
    const payload = new Webhook(secret!).verify(request!.body, request!.headers as Record<string, string>);
    expect(payload).toMatchObject({ type: 'subscription.verification', data: { subscription: subscription.id } });
    expect(await stateOf(subscription.id)).toBe('active');
  });

  it('of an endpoint that only responds 200 stays pending, and can be confirmed with the challenge', async () => {
    hook.answer = (_, response) => response.end('{"ok":true}');
    const { subscription } = await subject.subscribe({ channel: 'webhook', url: hook.url });
    expect(await subject.deliver()).toEqual(['sent']);
    expect(await stateOf(subscription.id)).toBe('pending');
    const { challenge } = payloadIn(hook.received[0]!).data;
    await subject.confirmations.confirm(subscription.id, String(challenge));
    expect(await stateOf(subscription.id)).toBe('active');
  });

  it('rejects other tokens with the same response, whether or not it exists', async () => {
    const { subscription } = await subject.subscribe(email);
    const refused = { code: 'token-invalid' };
    const other = await subject.subscribe(email);
    await subject.deliver();
    const tokens = smtp.received.map(({ parsed }) => tokenIn(parsed.text));
    for (const id of [subscription.id, other.subscription.id, '00000000-0000-4000-8000-000000000001'])
      await expect(subject.confirmations.confirm(id, 'x'.repeat(43))).rejects.toMatchObject(refused);
    const outcomes = await Promise.allSettled(
      tokens.map((token) => subject.confirmations.confirm(subscription.id, token)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot be confirmed after two days, and a later request ends the earlier token', async () => {
    const { subscription } = await subject.subscribe(email);
    await subject.deliver();
    const first = tokenIn(smtp.received[0]?.parsed.text);
    subject.clock.forward(48 * hour);
    const late = subject.confirmations.confirm(subscription.id, first);
    await expect(late).rejects.toMatchObject({ code: 'token-invalid' });

    await subject.confirmations.resend(subscription.id, mine);
    const stale = subject.confirmations.confirm(subscription.id, first);
    await expect(stale).rejects.toMatchObject({ code: 'token-invalid' });
    await subject.deliver();
    const second = tokenIn(smtp.received[1]?.parsed.text);
    await subject.confirmations.confirm(subscription.id, second);
    expect(await stateOf(subscription.id)).toBe('active');
  });

  it('ends permanently by the token in its mails, and its pending deliveries are cancelled', async () => {
    const { subscription } = await subject.subscribe(email);
    await subject.deliver();
    await subject.confirmations.confirm(subscription.id, tokenIn(smtp.received[0]?.parsed.text));
    await subject.record(milestone);
    await subject.fanOut();
    await subject.deliver();
    const { headers } = smtp.received[1]!.parsed;
    const list = headers.get('list') as { unsubscribe: { url: string }; 'unsubscribe-post': { name: string } };
    await subject.record(fact('MilestoneReached', '2024-06-01', { milestone: 'J2' }));
    await subject.fanOut();
    await subject.preferences.unsubscribe(subscription.id, tokenIn(list.unsubscribe.url));
    expect(await subject.deliver()).toEqual([]);
    expect(await stateOf(subscription.id)).toBe('unsubscribed');
    expect(smtp.received).toHaveLength(2);
  });

  it('is returned again for its id, even if a new one would be rejected', async () => {
    const context = { ...mine, id: '0f4f6a0e-6b0f-4c55-8f0c-7f0f2f0f9d11' };
    const first = await subject.subscribe(email, context);
    for (let n = 1; n < 5; n++) await subject.subscribe(email);
    await expect(subject.subscribe(email)).rejects.toMatchObject({ code: 'target-not-allowed' });
    expect(await subject.subscribe(email, context)).toEqual({ ...first, replayed: true });
    const unknown = { ...email, filter: { providers: [context.id] } };
    await expect(subject.subscribe(unknown, context)).rejects.toThrow('id of another');
  });

  it('cannot be requested a sixth time within a day by ending the others, or in capitals', async () => {
    for (let n = 0; n < 5; n++) {
      const { subscription } = await subject.subscribe(email);
      await subject.subscriptions.end(subscription.id, mine);
    }
    const shouted = { ...email, address: email.address.toUpperCase() };
    for (const asked of [email, shouted])
      await expect(subject.subscribe(asked)).rejects.toMatchObject({ code: 'target-not-allowed' });
  });
});
