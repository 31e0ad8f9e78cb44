import { afterAll, beforeAll, describe, expect, it, beforeEach } from '@jest/globals';
import { type TestApi, startApi } from '#test/api.js';
import { type ConsoleClient, type ConsolePage, consoleOf, fieldOf } from '#test/console.js';
import { trust, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { type Client } from '#test/client.js';
import { MovableClock } from '#test/movable-clock.js';

let server: TestApi;
let hook: WebhookReceiver;
let officer: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  hook = await startWebhookReceiver();
  server = await startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1' });
  await server.api.post('/v1/providers', { name: 'Bleu' });
  [officer, admin] = [consoleOf(server), consoleOf(server)];
  await officer.signIn(await server.keyWith('record'));
  await admin.signIn();
});
afterAll(async () => {
  await server.close();
  await hook.close();
});

const usual = { follows: 'both', language: 'fr', mode: 'immediate' };
const work = (id: string) => server.deliveries.work(id, () => Promise.resolve());
const idIn = ({ location }: ConsolePage): string => /^\/subscribers\/([\w-]{36})/.exec(location ?? '')?.[1] ?? '';

async function subscribe(address: string, wishes: Record<string, string> = {}): Promise<string> {
  const form = await officer.get('/subscribers/new');
  const idempotencyKey = fieldOf(form.html, 'idempotencyKey') ?? '';
  return idIn(
    await officer.post('/subscribers/new', { ...usual, idempotencyKey, channel: 'email', address, ...wishes }),
  );
}

async function confirm(id: string): Promise<void> {
  await server.db
    .updateTable('subscription')
    .set({ state: 'active', confirmed_at: new Date('2026-11-25T08:00:00Z'), since_position: 1 })
    .where('id', '=', id)
    .execute();
}

describe('subscribing', () => {
  it('creates a subscription with the chosen settings, and explains the next step', async () => {
    const id = await subscribe('officer@example.org', {
      'filter.schemes': 'secnumcloud',
      'filter.becomes': 'granted',
      'filter.confirmedOnly': 'yes',
      mode: 'daily',
      'reminders.ladder.before': '30, 7',
      'reminders.ladder.overdue': '1',
    });
    const { text } = await officer.get(`/subscribers/${id}?done=made`);
    for (const said of [
      'the confirmation request is stored as unsent mail',
      'awaiting confirmation Must be confirmed by 27 Nov 2026 09:00',
      'Schemes SecNumCloud',
      'Only when the status becomes granted',
      'daily digest at 9:00',
      'days before: 30, 7; days after: 1',
    ])
      expect(text).toContain(said);
    expect((await officer.get('/subscribers')).text).toContain('officer@example.org');
  });

  it('creates one subscription even if the form is sent twice', async () => {
    const fields = { ...usual, channel: 'email', address: 'twice@example.org', idempotencyKey: 'a click' };
    const [first, second] = [
      await officer.post('/subscribers/new', fields),
      await officer.post('/subscribers/new', fields),
    ];
    expect(idIn(first)).toBe(idIn(second));
    const other = await officer.post('/subscribers/new', { ...fields, address: 'third@example.org' });
    expect([other.status, fieldOf(other.html, 'address')]).toEqual([422, 'third@example.org']);
    expect(other.text).toContain('This form was already used to create another subscription');
  });

  it('keeps invalid input, and marks the fields', async () => {
    const { status, html, text } = await officer.post('/subscribers/new', {
      ...usual,
      channel: 'email',
      address: '<b>nobody',
      'reminders.ladder.before': '30, soon',
      'reminders.timeZone': 'Mars/Olympus',
    });
    expect(status).toBe(422);
    expect(html).toContain('value="&lt;b>nobody"');
    expect(fieldOf(html, 'reminders.ladder.before')).toBe('30, soon');
    expect(text).toContain('Days before the deadline must be a number');
    expect(html).toContain('href="#f-reminders-timeZone"');
    expect(html).toContain('href="#f-address"');
  });

  it('starts with the filter of the previous page, and finds providers by name', async () => {
    const { html } = await officer.get('/subscribers/new?provider=bleu&scheme=hds&dossier=%00&provider=%00');
    expect(html).toMatch(/value="hds" checked.*value="[\w-]{36}" checked\/> Bleu/s);
    const fields = { ...usual, channel: 'email', address: 'names@example.org' };
    const id = idIn(await officer.post('/subscribers/new', { ...fields, providerNames: 'BLEU\r\n' }));
    expect((await officer.get(`/subscribers/${id}`)).text).toContain('Providers Bleu');
    for (const providerNames of ['Nobody', '\0', Array.from({ length: 300 }, (_, nth) => `name ${nth}`).join('\n')]) {
      const refused = await officer.post('/subscribers/new', { ...fields, providerNames });
      expect(refused.status).toBe(422);
    }
  });

  it('to a webhook shows its signing secret once', async () => {
    const fields = { follows: 'changes', channel: 'webhook', url: hook.url, idempotencyKey: 'hook' };
    const made = await officer.post('/subscribers/new', fields);
    expect(made.status).toBe(201);
    const secret = /whsec_[\w+/=]+/.exec(made.html)?.[0] ?? '';
    trust(hook.url, secret);
    const id = /\/subscribers\/([\w-]{36})/.exec(made.html)?.[1] ?? '';
    await work(id);
    const { text } = await officer.get(`/subscribers/${id}`);
    expect(text).toMatch(/Status active accepts messages Today 1 accepted, 0 failed Last accepted/);
    expect(text).not.toContain('whsec_');
  });

  it('rejects an address in a private network, and keeps the input', async () => {
    const fields = { ...usual, channel: 'webhook', url: 'http://10.0.0.1/hook' };
    const { status, html, text } = await officer.post('/subscribers/new', fields);
    expect([status, fieldOf(html, 'url')]).toEqual([422, 'http://10.0.0.1/hook']);
    expect(text).toContain('Webhook URL must resolve to a public address');
  });
});

describe('a subscription', () => {
  it('is visible to its owner and administrators only', async () => {
    const id = await subscribe('mine@example.org');
    const stranger = consoleOf(server);
    await stranger.signIn(await server.keyWith('record'));
    expect((await stranger.get(`/subscribers/${id}`)).status).toBe(404);
    expect((await stranger.get('/subscribers')).text).toContain('You have not created any subscription yet');
    expect((await admin.get(`/subscribers/${id}`)).status).toBe(200);
    const reader = consoleOf(server);
    await reader.signIn(await server.keyWith('read'));
    expect((await reader.get('/subscribers')).status).toBe(403);
  });

  it('can be changed, and a cleared checkbox removes the setting', async () => {
    const id = await subscribe('changing@example.org', { 'filter.schemes': 'hds', 'filter.statusChange': 'yes' });
    const { html } = await officer.get(`/subscribers/${id}/change`);
    expect(html).toMatch(/value="hds" checked/);
    const changed = await officer.submit(`/subscribers/${id}/change`, { ...usual, follows: 'deadlines' });
    expect(changed.text).toContain('Subscription updated.');
    expect(changed.text).toContain('Deadlines only');
    expect(changed.text).not.toContain('Schemes HDS');
    const refused = await officer.post(`/subscribers/${id}/change`, { ...usual, 'filter.schemes': 'unheard-of' });
    expect(refused.status).toBe(422);
  });

  it('is sent one test even if the form is sent twice', async () => {
    const id = await subscribe('test@example.org');
    await confirm(id);
    const tests = [1, 2].map(() => officer.post(`/subscribers/${id}/test`, { idempotencyKey: 'now' }));
    const [{ location }] = [await tests[0]!, await tests[1]!];
    const { text } = await officer.get(location ?? '');
    expect(text).toContain('No mail server is configured: the test message is stored as unsent mail.');
    const { body } = await server.api.get(`/v1/subscriptions/${id}/deliveries?type=subscription.test`);
    expect(body.items).toHaveLength(1);
  });

  it('states why an action is rejected', async () => {
    const id = await subscribe('unfit@example.org');
    const { status, text } = await officer.post(`/subscribers/${id}/test`, {});
    expect(status).toBe(422);
    expect(text).toContain('The subscription is awaiting confirmation, not active.');
  });

  it('is sent one new confirmation request even if the form is sent twice', async () => {
    const id = await subscribe('again@example.org');
    const instead = fieldOf((await officer.get(`/subscribers/${id}`)).html, 'instead') ?? '';
    await server.db
      .updateTable('subscription')
      .set({ confirm_until: new Date(instead) })
      .where('id', '=', id)
      .execute();
    await officer.post(`/subscribers/${id}/ask`, { instead: '2026-11-20T08:00:00.000Z' });
    const { confirm_round: round } = await server.db
      .selectFrom('subscription')
      .select('confirm_round')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(round).toBe(1);
    expect((await officer.submit(`/subscribers/${id}/ask`, { instead })).text).toContain(
      'the new confirmation request is stored as unsent mail',
    );
  });

  it('ends only after a confirmation', async () => {
    const id = await subscribe('ending@example.org');
    const asked = await officer.get(`/subscribers/${id}/end`);
    expect(asked.text).toContain('ending@example.org will receive no further messages');
    const ended = await officer.submit(`/subscribers/${id}/end`, {});
    expect(ended.text).toContain('Subscription ended.');
    expect(ended.html).not.toContain(`/subscribers/${id}/change`);
    expect((await officer.get('/subscribers?state=unsubscribed')).text).toContain('ending@example.org');
  });

  it('shows that its address is suppressed, and lets an administrator lift that', async () => {
    const id = await subscribe('Full@example.org');
    await server.db
      .insertInto('suppression')
      .values({ address: 'full@example.org', reason: 'hard-bounce', detail: '550 <no> such user', at: new Date() })
      .execute();
    expect((await officer.get(`/subscribers/${id}`)).text).not.toContain('550 <no>');
    const bounced = {
      state: 'disabled',
      disabled_because: 'bounced',
      confirmed_at: new Date(),
      since_position: 1,
    } as const;
    await server.db.updateTable('subscription').set(bounced).where('id', '=', id).execute();
    const shown = await officer.get(`/subscribers/${id}`);
    expect(shown.text).toContain('550 <no> such user');
    expect(shown.text).toContain('An administrator can lift this block.');
    expect((await officer.post(`/subscribers/${id}/lift`, {})).status).toBe(403);
    const lifted = await admin.submit(`/subscribers/${id}/lift`, {});
    expect(lifted.text).toContain('mail can be sent to this address again');
    expect(lifted.text).not.toContain('550 <no>');
    const resumed = await officer.submit(`/subscribers/${id}/resume`, {});
    expect(resumed.text).toContain('Resumed. Waiting and held messages are being sent.');
  });
});

describe('the secret of a webhook', () => {
  it('changes once even if the form is sent twice, and both responses show it', async () => {
    const url = `${hook.url}/rotating`;
    const made = await officer.post('/subscribers/new', {
      ...usual,
      channel: 'webhook',
      url,
      idempotencyKey: 'rotating',
    });
    const id = /\/subscribers\/([\w-]{36})/.exec(made.html)?.[1] ?? '';
    const ending = fieldOf((await officer.get(`/subscribers/${id}`)).html, 'ending') ?? '';
    const fields = { ending, overlapHours: '48' };
    const [first, second] = [
      await officer.post(`/subscribers/${id}/secret`, fields),
      await officer.post(`/subscribers/${id}/secret`, fields),
    ];
    const told = ({ html }: ConsolePage): string | undefined => /whsec_[\w+/=]+/.exec(html)?.[0];
    expect(first.text).toContain('The previous secret stays valid until 27 November 2026 at 09:00');
    expect(told(second)).toBe(told(first));
    expect(told(first)).not.toBe(told(made));
    const late = await officer.post(`/subscribers/${id}/secret`, { ending: 'another', overlapHours: '48' });
    expect([late.status, told(late)]).toEqual([422, undefined]);
    expect((await officer.post(`/subscribers/${id}/secret`, { overlapHours: 'long' })).status).toBe(422);
  });
});

describe('their deliveries', () => {
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

    it('can be filtered by state and kind', async () => {
      const only = async (query: string) => (await officer.get(`/subscribers/${id}?${query}`)).text;
      expect(await only('state=failed&type=')).not.toContain('Confirmation request Confirm');
      expect(await only('type=subscription.verification')).toContain('Confirmation request Confirm your subscription');
      expect(await only('state=held')).toContain('No delivery matches these filters.');
      expect((await officer.get(`/subscribers/${id}?state=lost`)).status).toBe(400);
      expect(await only('before=999999999999999')).toMatch(/before .*another list/);
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
        '1 unavailable, will be retried',
        'View the response',
        'ms 500 The endpoint responded with status 500',
        'the database is away',
        'x-request-id: r-17<i>',
      ])
        expect(text).toContain(said);
      expect(html).not.toContain('<script>alert');
    });

    it('that is unknown or belongs to others is not found', async () => {
      const delivery = await failed();
      const stranger = consoleOf(server);
      await stranger.signIn(await server.keyWith('record'));
      expect((await stranger.get(`/subscribers/${id}/deliveries/${delivery}`)).status).toBe(404);
      expect((await officer.get(`/subscribers/${id}/deliveries/nothing`)).status).toBe(404);
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
});
