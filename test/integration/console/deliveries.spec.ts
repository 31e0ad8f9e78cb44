import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { type TestApi, startApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { MovableClock } from '#test/movable-clock.js';
import { trust, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const hour = 3_600_000;
const clock = new MovableClock(Clock.startingAt(new Date('2026-11-25T08:00:00Z')).offsetMs);
let server: TestApi;
let hook: WebhookReceiver;
let rest: Client;
let officer: ConsoleClient;
let key: string;
let id: string;

beforeAll(async () => {
  hook = await startWebhookReceiver();
  server = await startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1' }, clock);
  key = await server.keyWith('record');
  rest = server.as(key);
  officer = consoleOf(server);
  const { body } = await rest.post('/v1/subscriptions', { channel: 'webhook', url: hook.url });
  trust(hook.url, body.secret);
  id = body.id;
  await work();
});
afterAll(async () => {
  await server.close();
  await hook.close();
});
beforeEach(async () => {
  hook.answer = undefined;
  await officer.signIn(key);
});

const work = () => server.deliveries.work(id, () => Promise.resolve());
const failing = (): void => {
  hook.answer = (_, response) =>
    response.writeHead(500, { 'x-request-id': 'r-17<i>' }).end('<script>alert(1)</script> the database is away');
};
const test = async (): Promise<string> => (await rest.post(`/v1/subscriptions/${id}/test`, undefined)).body.delivery;

/** One that has failed for good; meanwhile the session is over. */
async function failed(): Promise<string> {
  const delivery = await test();
  failing();
  await work();
  clock.forward(76 * hour);
  await work();
  hook.answer = undefined;
  clock.forward(2 * hour); // whatever pause the failures have brought is over
  await officer.signIn(key);
  return delivery;
}

describe('the deliveries of a subscription', () => {
  it('show their content, state and response', async () => {
    const delivery = await failed();
    const { text, html } = await officer.get(`/subscribers/${id}`);
    expect(text).toContain('Test message');
    expect(text).toContain('500 The endpoint responded with status 500');
    expect(html).toContain(`/subscribers/${id}/deliveries/${delivery}`);
    expect(text).toMatch(/Today \d+ accepted, \d+ failed Last accepted .* Last failed attempt/);
  });

  it('can be filtered by state, kind and planned date', async () => {
    const only = async (query: string) => (await officer.get(`/subscribers/${id}?${query}`)).text;
    expect(await only('state=failed&type=&since=&until=')).not.toContain('Confirmation request Confirm');
    expect(await only('type=subscription.verification')).toContain('Confirmation request Confirm your subscription');
    expect(await only('since=2026-11-25&until=2026-11-25')).toContain('Confirmation request Confirm your subscription');
    expect(await only('until=2026-11-24')).toContain('No delivery matches these filters.');
    expect((await officer.get(`/subscribers/${id}?state=lost`)).status).toBe(400);
    expect(await only('before=999999999999999')).toContain('Confirmation request');
  });

  it('that failed since a day are sent again, and those that were delivered, if asked for', async () => {
    await failed();
    await officer.get(`/subscribers/${id}`);
    for (const since of ['', 'yesterday']) {
      const bad = await officer.post(`/subscribers/${id}/send-again`, { since });
      expect([bad.status, bad.text.includes('must be an existing day')]).toEqual([422, true]);
    }
    const { text } = await officer.submit(`/subscribers/${id}/send-again`, { since: '2026-11-25' });
    expect(text).toContain('“Sent again” shows the progress.');
    expect(text).toContain('Sent again messages are being scheduled (0 messages scheduled)');
    expect(text).not.toContain('Also messages that were delivered');

    const finished = sql<string>`recovery || '{"finishedAt": "2026-11-25T08:00:01Z"}'`;
    await server.db.updateTable('subscription').set({ recovering: false, recovery: finished }).execute();
    await officer.submit(`/subscribers/${id}/send-again`, { since: '2026-11-25', delivered: 'yes' });
    expect((await rest.get(`/v1/subscriptions/${id}`)).body.sendingAgain).toMatchObject({ delivered: true });
  });
});

describe('a delivery', () => {
  it('shows the message sent and the response to each attempt, as text', async () => {
    const delivery = await failed();
    const { text, html } = await officer.get(`/subscribers/${id}/deliveries/${delivery}`);
    for (const said of [
      'All attempts failed. You can resend it.',
      '"type": "subscription.test"',
      'Attempt 1 unavailable, will be retried',
      'View the response',
      'Response code 500',
      'the database is away',
      'x-request-id: r-17<i>',
    ])
      expect(text).toContain(said);
    expect(html).not.toContain('<script>alert');
  });

  it('does not reveal the confirmation secret of an endpoint', async () => {
    const { body } = await rest.get(`/v1/subscriptions/${id}/deliveries?type=subscription.verification`);
    const { text } = await officer.get(`/subscribers/${id}/deliveries/${body.items[0].id}`);
    expect(text).toContain('"challenge": "…"');
    expect(text).toContain('Responses to confirmation requests are not stored.');
  });
});

describe('a mail', () => {
  it('shows its subject and text, without the tokens of its links', async () => {
    const { body } = await rest.post('/v1/subscriptions', {
      channel: 'email',
      address: 'o@example.org',
      language: 'en',
    });
    await server.deliveries.work(body.id, () => Promise.resolve());
    const listed = await rest.get(`/v1/subscriptions/${body.id}/deliveries`);
    const { text } = await officer.get(`/subscribers/${body.id}/deliveries/${listed.body.items[0].id}`);
    expect(text).toContain('Subject Confirm your subscription to Jalon');
    expect(text).toContain(`/subscriptions/${body.id}/confirm?token=…`);
    expect(text).not.toMatch(/token=[\w-]{10}/);
  });
});
