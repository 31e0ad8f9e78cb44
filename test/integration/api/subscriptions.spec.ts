import { describe, expect, it, afterAll, beforeAll } from '@jest/globals';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { type Answered } from '#test/client.js';
import { startApi, serveApi, type TestApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';
import { Clock } from '#database/clock.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { outdatedSecrets, resealSecrets } from '#subscriptions/signing-secrets.js';
import { trust, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const email = { channel: 'email', address: 'officer@example.org', filter: { schemes: ['secnumcloud'] } };
const reader = (n: number) => ({ ...email, address: `reader-${n}@example.org` });
const secrets = new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789');
const form = { 'content-type': 'application/x-www-form-urlencoded' };

interface Said {
  id: string;
  code: string;
  state: string;
  language: string;
  reminders: object;
  secret: string | null;
  delivery: string;
  items: Said[];
}

const said = ({ body }: Answered) => body as Said;

const fields = ({ body }: Answered) => (body as { problems: { field: string }[] }).problems.map(({ field }) => field);

describe('subscriptions over REST', () => {
  const server = startedOnce(() => startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1' }));

  /** A subscription that is there. */
  let stands: string | undefined;
  const standing = async () => (stands ??= said(await server.api.post('/v1/subscriptions', reader(54))).id);

  it('are created as pending, and confirmed with the token', async () => {
    const made = await server.api.post('/v1/subscriptions', email);
    expect(made.status).toBe(201);
    const { id } = said(made);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.headers.get('location')).toBe(`/v1/subscriptions/${id}`);
    const filter = { schemes: ['secnumcloud'], changes: true, deadlines: true };
    expect(made.body).toMatchObject({
      ...{ id, state: 'pending', mode: 'immediate', language: 'fr', filter, offered: filter, secret: null },
      reminders: { holidays: 'france', role: 'recipient' },
    });

    const wrong = await server.as().post(`/v1/subscriptions/${id}/confirm`, { token: 'x' });
    expect([wrong.status, said(wrong).code]).toEqual([422, 'token-invalid']);
    const token = secrets.token('confirmation', id, 1);
    const confirmed = await server.as().post(`/v1/subscriptions/${id}/confirm`, { token });
    expect([confirmed.status, said(confirmed).state]).toEqual([200, 'active']);
  });

  it('refuse unusable secrets, headers and tests with the field and the reason', async () => {
    const hook = { channel: 'webhook', url: 'https://127.0.0.1:8443/hook' };
    const reasons = ({ body }: Answered) =>
      (body as { problems: { field: string; code: string }[] }).problems.map(({ field, code }) => [field, code]);
    const short = `whsec_${Buffer.alloc(23).toString('base64')}`;
    const good = `whsec_${Buffer.alloc(64).toString('base64')}`;
    const told = [
      [{ secret: short }, 'secret', 'webhook-secret-format'],
      [{ secret: good.slice(0, -1) }, 'secret', 'webhook-secret-format'],
      [{ headers: { Connection: 'close' } }, 'headers.Connection', 'header-reserved'],
      [{ headers: { 'webhook-id': '1' } }, 'headers.webhook-id', 'header-reserved'],
      [{ headers: { 'x-key': 'a\nb' } }, 'headers.x-key', 'header-value-format'],
      [{ headers: { 'x-key': '1', 'X-Key': '2' } }, 'headers', 'header-repeated'],
    ] as const;
    for (const [wishes, field, reason] of told)
      expect(reasons(await server.api.post('/v1/subscriptions', { ...hook, ...wishes }))).toEqual([[field, reason]]);
    const { id } = said(await server.api.post('/v1/subscriptions', { ...hook, secret: good, description: 'Staging' }));
    expect(fields(await server.api.post(`/v1/subscriptions/${id}/test`, { typ: 'event.recorded' }))).toEqual(['typ']);
    expect(
      fields(await server.api.post(`/v1/subscriptions/${id}/test`, { type: 'subscription.verification' })),
    ).toEqual(['type']);
  });

  it('are confirmed and ended on pages, where a GET changes nothing', async () => {
    const { id } = said(await server.api.post('/v1/subscriptions', email));
    const stateOf = async () => said(await server.api.get(`/v1/subscriptions/${id}`)).state;
    const steps = [
      { page: 'confirm', token: secrets.token('confirmation', id, 1), before: 'pending', after: 'active' },
      { page: 'unsubscribe', token: secrets.token('unsubscription', id), before: 'active', after: 'unsubscribed' },
    ];
    for (const { page, token, before, after } of steps) {
      const address = `/subscriptions/${id}/${page}?token=${token}`;
      const shown = await server.as().get(address, { 'accept-language': 'en-GB,fr;q=0.5' });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(shown.body).toContain('<form method="post" ');
      const wrong = await server.as().send(`/subscriptions/${id}/${page}?token=x`, { method: 'POST' });
      expect([wrong.status, await stateOf()]).toEqual([422, before]);
      const oneClick = { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' };
      expect((await server.as().send(address, oneClick)).status).toBe(200);
      expect(await stateOf()).toBe(after);
    }
  });

  it('are ended by one-click unsubscribe, repeatedly, but not with a forged link', async () => {
    const [{ id }, other] = [
      said(await server.api.post('/v1/subscriptions', reader(60))),
      said(await server.api.post('/v1/subscriptions', reader(61))),
    ];
    const click = (token: string, headers: Record<string, string>, body: string) =>
      server.as().send(`/subscriptions/${id}/unsubscribe?token=${token}`, { method: 'POST', headers, body });
    const parts = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    const forged = await click(secrets.token('unsubscription', other.id), form, 'List-Unsubscribe=One-Click');
    expect([forged.status, forged.headers.get('content-type')]).toEqual([422, 'text/html; charset=utf-8']);
    for (const [headers, body] of [
      [form, 'List-Unsubscribe=One-Click'],
      [{ 'content-type': 'multipart/form-data; boundary=b' }, parts],
      [form, ''],
    ] as const) {
      const answered = await click(secrets.token('unsubscription', id), headers, body);
      expect([answered.status, answered.body]).toEqual([200, expect.stringContaining('<h1>Désabonnement enregistré')]);
    }
    expect(said(await server.api.get(`/v1/subscriptions/${id}`)).state).toBe('unsubscribed');
    expect(said(await server.api.get(`/v1/subscriptions/${other.id}`)).state).toBe('pending');
  });

  it('of an endpoint return the secret once, and again for the same Idempotency-Key', async () => {
    const asked = { channel: 'webhook', url: 'http://127.0.0.1:9999/hook', language: 'en' };
    const key = { 'idempotency-key': 'hook-1' };
    const made = await server.api.post('/v1/subscriptions', asked, key);
    expect(said(made).secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const again = await server.api.post('/v1/subscriptions', asked, key);
    expect(again.body).toEqual(made.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await server.api.post('/v1/subscriptions', { ...asked, language: 'fr' }, key);
    expect([other.status, said(other).code]).toEqual([422, 'id-reused']);
    const shown = await server.api.get(`/v1/subscriptions/${said(made).id}`);
    expect(JSON.stringify(shown.body)).not.toContain('secret');

    const rotated = await server.api.post(`/v1/subscriptions/${said(made).id}/secret`, undefined);
    expect(rotated.status).toBe(200);
    expect(said(rotated).secret).not.toBe(said(made).secret);
    expect(rotated.body).toMatchObject({ formerUntil: expect.stringMatching(/^2026-11-26T08:0/) });
  });

  it('of an endpoint keep signing with the previous secret for the overlap, a week at most', async () => {
    const { id } = said(
      await server.api.post('/v1/subscriptions', { channel: 'webhook', url: 'http://127.0.0.1:9999/' }),
    );
    const path = `/v1/subscriptions/${id}/secret`;
    const week = await server.api.post(path, { overlapHours: 168 });
    expect(week.body).toMatchObject({ formerUntil: expect.stringMatching(/^2026-12-02T08:0/) });
    for (const overlapHours of [-1, 169, 1.5, '24']) {
      const refused = await server.api.post(path, { overlapHours });
      expect([refused.status, fields(refused)]).toEqual([422, ['overlapHours']]);
    }
    expect((await server.api.post(path, {})).status).toBe(200);
    const mail = await server.api.post(`/v1/subscriptions/${await standing()}/secret`, undefined);
    expect([mail.status, said(mail).code]).toEqual([409, 'subscription-unfit']);
    const stranger = server.as(await server.keyWith('record'));
    expect((await stranger.post(path, undefined)).status).toBe(404);
  });

  it.each([
    [{}, 422, 'invalid-body'],
    [{ ...email, address: 'officer@example.org\r\nBcc: a@example.org' }, 422, 'invalid-body'],
    [{ ...email, mode: 'digest' }, 422, 'invalid-body'],
    [{ ...email, filter: { eventTypes: ['Unheard'] } }, 422, 'invalid-body'],
    [{ ...email, filter: { changes: false, deadlines: false } }, 422, 'invalid-body'],
    [{ ...email, url: 'https://example.org' }, 422, 'invalid-body'],
    [{ ...email, filter: { schemes: ['unheard'] } }, 404, 'not-found'],
    [{ ...email, filter: { providers: ['00000000-0000-4000-8000-000000000001'] } }, 404, 'not-found'],
    [{ channel: 'webhook', url: 'ftp://example.org' }, 422, 'invalid-body'],
  ])('refuse %j with %i %s', async (body, status, code) => {
    const answered = await server.api.post('/v1/subscriptions', body);
    expect([answered.status, said(answered).code]).toEqual([status, code]);
  });

  it('follow their reminder settings; the same change twice has no further effect', async () => {
    const reminders = { ladder: { before: [1, 30, 7], overdue: [7, 1] }, timeZone: 'Indian/Reunion', holidays: 'none' };
    const key = { 'idempotency-key': 'wishes-1' };
    const made = await server.api.post('/v1/subscriptions', { ...reader(50), reminders }, key);
    const kept = { ...reminders, ladder: { before: [30, 7, 1], overdue: [1, 7] }, role: 'recipient' };
    expect([made.status, said(made).reminders]).toEqual([201, kept]);
    const again = await server.api.post('/v1/subscriptions', { ...reader(50), reminders: kept }, key);
    expect([again.status, again.body]).toEqual([201, made.body]);
    const changed = await server.api.patch(`/v1/subscriptions/${said(made).id}`, { reminders: {}, language: 'en' });
    const later = await server.api.post('/v1/subscriptions', { ...reader(50), reminders }, key);
    expect([later.status, later.body]).toEqual([201, { ...changed.body, secret: null }]);
    expect(later.headers.get('idempotency-replayed')).toBe('true');
    const other = await server.api.post('/v1/subscriptions', reader(50), key);
    expect([other.status, said(other).code]).toEqual([422, 'id-reused']);
  });

  it('can be changed by their owner only, until they end', async () => {
    const { id } = said(await server.api.post('/v1/subscriptions', reader(52)));
    const stranger = server.as(await server.keyWith('record'));
    const path = `/v1/subscriptions/${id}`;
    expect((await stranger.patch(path, { language: 'en' })).status).toBe(404);
    expect((await server.as(await server.keyWith('read')).patch(path, { language: 'en' })).status).toBe(403);
    expect((await server.as().patch(path, { language: 'en' })).status).toBe(401);
    await server.api.delete(path);
    const late = await server.api.patch(path, { language: 'en' });
    expect([late.status, said(late).code]).toEqual([409, 'subscription-unfit']);
    expect(said(await server.api.get(path)).language).toBe('fr');
  });

  /** What else a schedule must not say is shown beside its schema. */
  it.each([
    [{ reminders: { ladder: { before: ['soon'], overdue: [] } } }, 'reminders.ladder.before.0'],
    [{ reminders: { timeZone: 'Europe/Atlantis' } }, 'reminders.timeZone'],
    [{ reminders: { holidays: 'bavaria' } }, 'reminders.holidays'],
    [{ reminders: { escalateAfterDays: 3 } }, 'reminders.escalateAfterDays'],
    [{ reminders: { role: 'boss' } }, 'reminders.role'],
    [{ reminders: null }, 'reminders'],
    [{ filter: { changes: false, deadlines: false } }, 'filter'],
    [{ language: 'de' }, 'language'],
  ])(
    'refuse wishes that nobody can follow, naming what is wrong, and keep what they have: %#',
    async (wishes, field) => {
      const made = await server.api.post('/v1/subscriptions', { ...reader(53), ...wishes });
      expect([made.status, said(made).code, fields(made)]).toEqual([422, 'invalid-body', [field]]);
      const path = `/v1/subscriptions/${await standing()}`;
      const before = (await server.api.get(path)).body;
      const changed = await server.api.patch(path, wishes);
      expect([changed.status, fields(changed)]).toEqual([422, [field]]);
      expect((await server.api.get(path)).body).toEqual(before);
    },
  );

  it.each([
    [{}, 422, ['']],
    [{ language: 'en', address: 'other@example.org' }, 422, ['address']],
    [{ language: 'en', mode: 'digest' }, 422, ['mode']],
    [{ language: 'en', filter: { schemes: ['unheard'] } }, 404, ['filter.schemes.0']],
    [[], 422, ['']],
  ])('refuse the change %j with %i', async (changes, status, wrong) => {
    const path = `/v1/subscriptions/${await standing()}`;
    const changed = await server.api.patch(path, changes);
    expect([changed.status, fields(changed)]).toEqual([status, wrong]);
    expect(said(await server.api.get(path)).language).toBe('fr');
  });

  it('are visible to the key that created them and to admins', async () => {
    const [one, two] = [server.as(await server.keyWith('record')), server.as(await server.keyWith('record'))];
    const { id } = said(await one.post('/v1/subscriptions', email));
    expect(said(await one.get('/v1/subscriptions')).items.map((item) => item.id)).toEqual([id]);
    expect(said(await two.get('/v1/subscriptions')).items).toEqual([]);
    for (const path of ['', '/deliveries']) expect((await two.get(`/v1/subscriptions/${id}${path}`)).status).toBe(404);
    expect((await two.delete(`/v1/subscriptions/${id}`)).status).toBe(404);
    expect((await two.post(`/v1/subscriptions/${id}/verification`, undefined)).status).toBe(404);
    expect((await server.api.get(`/v1/subscriptions/${id}`)).status).toBe(200);
    expect(said(await server.api.get('/v1/subscriptions/not-a-uuid')).code).toBe('not-found');
    expect((await server.as(await server.keyWith('read')).get('/v1/subscriptions')).status).toBe(403);
    expect((await server.as().post('/v1/subscriptions', email)).status).toBe(401);
  });

  it('can be ended by their owner, and tested only while active', async () => {
    const { id } = said(await server.api.post('/v1/subscriptions', email));
    const early = await server.api.post(`/v1/subscriptions/${id}/test`, undefined);
    expect([early.status, said(early).code]).toEqual([409, 'subscription-unfit']);
    const asked = await server.api.post(`/v1/subscriptions/${id}/verification`, undefined);
    expect([asked.status, said(asked).state]).toEqual([202, 'pending']);
    await server.as().post(`/v1/subscriptions/${id}/confirm`, { token: secrets.token('confirmation', id, 2) });
    const test = await server.api.post(`/v1/subscriptions/${id}/test`, undefined);
    expect(test.status).toBe(202);
    const log = await server.api.get(`/v1/subscriptions/${id}/deliveries`);
    expect(said(log).items.map(({ state }) => state)).toEqual(Array(3).fill('planned'));

    expect((await server.api.delete(`/v1/subscriptions/${id}`)).status).toBe(204);
    expect(said(await server.api.get(`/v1/subscriptions/${id}`)).state).toBe('unsubscribed');
    const after = await server.api.get(`/v1/subscriptions/${id}/deliveries`);
    expect(said(after).items.map(({ state }) => state)).toEqual(Array(3).fill('cancelled'));
  });
});

describe('a secret', () => {
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
      expect((await confirm(new Secrets('another secret').token('confirmation', pending, 1))).status).toBe(422);
      expect((await confirm(old.token('confirmation', pending, 1))).body.state).toBe('active');
      const unsubscribe = `/subscriptions/${leaving}/unsubscribe?token=${old.token('unsubscription', leaving)}`;
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
        (await alone.api.post(`/v1/subscriptions/${pending}/confirm`, { token: old.token('confirmation', pending, 1) }))
          .status,
      ).toBe(422);
    });
  });
});
