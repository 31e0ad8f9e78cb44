import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '#subscriptions/secrets.js';
import type { Answered } from '#test/client.js';
import { type TestApi, startApi } from '#test/api.js';

const email = { channel: 'email', address: 'officer@example.org', filter: { schemes: ['secnumcloud'] } };
const reader = (n: number) => ({ ...email, address: `reader-${n}@example.org` });
const secrets = new Secrets('the secret of the tests');
const form = { 'content-type': 'application/x-www-form-urlencoded' };

interface Said {
  id: string;
  type: string;
  state: string;
  secret: string | null;
  delivery: string;
  items: Said[];
}

const said = ({ body }: Answered) => body as Said;

describe('subscriptions over REST', () => {
  let server: TestApi;

  beforeAll(async () => {
    server = await startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1' });
  });
  afterAll(() => server.close());

  it('are made pending, and confirmed by whoever has the token', async () => {
    const made = await server.api.post('/v1/subscriptions', email);
    expect(made.status).toBe(201);
    const { id } = said(made);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.headers.get('location')).toBe(`/v1/subscriptions/${id}`);
    expect(made.body).toEqual({
      id,
      channel: 'email',
      address: 'officer@example.org',
      filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
      mode: 'immediate',
      language: 'fr',
      state: 'pending',
      createdAt: expect.any(String),
      confirmUntil: expect.any(String),
      confirmedAt: null,
      since: null,
      secret: null,
    });

    const wrong = await server.as().post(`/v1/subscriptions/${id}/confirm`, { token: 'x' });
    expect([wrong.status, said(wrong).type]).toEqual([422, 'urn:jalon:problem:token-invalid']);
    const token = secrets.confirmToken(id, 1);
    const confirmed = await server.as().post(`/v1/subscriptions/${id}/confirm`, { token });
    expect([confirmed.status, said(confirmed).state]).toEqual([200, 'active']);
  });

  it('are confirmed and ended on pages, where a GET changes nothing', async () => {
    const { id } = said(await server.api.post('/v1/subscriptions', email));
    const stateOf = async () => said(await server.api.get(`/v1/subscriptions/${id}`)).state;
    const steps = [
      { page: 'confirm', token: secrets.confirmToken(id, 1), before: 'pending', after: 'active' },
      { page: 'unsubscribe', token: secrets.unsubscribeToken(id), before: 'active', after: 'unsubscribed' },
    ];
    for (const { page, token, before, after } of steps) {
      const address = `/subscriptions/${id}/${page}?token=${token}`;
      const shown = await server.as().get(address, { 'accept-language': 'en-GB,fr;q=0.5' });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(shown.body).toContain('<form method="post">');
      const wrong = await server.as().send(`/subscriptions/${id}/${page}?token=x`, { method: 'POST' });
      expect([wrong.status, await stateOf()]).toEqual([422, before]);
      const oneClick = { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' };
      expect((await server.as().send(address, oneClick)).status).toBe(200);
      expect(await stateOf()).toBe(after);
    }
  });

  it('of an endpoint come with the secret, once, and again for the same Idempotency-Key', async () => {
    const asked = { channel: 'webhook', url: 'http://127.0.0.1:9999/hook', language: 'en' };
    const key = { 'idempotency-key': 'hook-1' };
    const made = await server.api.post('/v1/subscriptions', asked, key);
    expect(said(made).secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const again = await server.api.post('/v1/subscriptions', asked, key);
    expect(again.body).toEqual(made.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await server.api.post('/v1/subscriptions', { ...asked, language: 'fr' }, key);
    expect([other.status, said(other).type]).toEqual([422, 'urn:jalon:problem:id-reused']);
    const shown = await server.api.get(`/v1/subscriptions/${said(made).id}`);
    expect(JSON.stringify(shown.body)).not.toContain('secret');

    const rotated = await server.api.post(`/v1/subscriptions/${said(made).id}/secret`, undefined);
    expect(rotated.status).toBe(200);
    expect(said(rotated).secret).not.toBe(said(made).secret);
  });

  it.each([
    [{}, 422, 'invalid-body'],
    [{ ...email, address: 'officer@example.org\r\nBcc: a@example.org' }, 422, 'invalid-body'],
    [{ ...email, mode: 'digest' }, 422, 'invalid-body'],
    [{ ...email, filter: { eventTypes: ['Unheard'] } }, 422, 'invalid-body'],
    [{ ...email, filter: { changes: false, deadlines: false } }, 422, 'invalid-body'],
    [{ ...email, url: 'https://example.org' }, 422, 'invalid-body'],
    [{ ...email, filter: { schemes: ['unheard'] } }, 404, 'unknown-scheme'],
    [{ ...email, filter: { providers: ['00000000-0000-4000-8000-000000000001'] } }, 404, 'unknown-provider'],
    [{ channel: 'webhook', url: 'ftp://example.org' }, 422, 'invalid-body'],
    [{ channel: 'webhook', url: 'https://169.254.169.254/latest' }, 422, 'target-not-allowed'],
    [{ channel: 'webhook', url: 'https://0x0a000001/' }, 422, 'target-not-allowed'],
  ])('refuse %j with %i %s', async (body, status, code) => {
    const answered = await server.api.post('/v1/subscriptions', body);
    expect([answered.status, said(answered).type]).toEqual([status, `urn:jalon:problem:${code}`]);
  });

  it('are shown to the key that made them, and to admins', async () => {
    const [one, two] = [server.as(await server.keyWith('record')), server.as(await server.keyWith('record'))];
    const { id } = said(await one.post('/v1/subscriptions', email));
    expect(said(await one.get('/v1/subscriptions')).items.map((item) => item.id)).toEqual([id]);
    expect(said(await two.get('/v1/subscriptions')).items).toEqual([]);
    for (const path of ['', '/deliveries']) expect((await two.get(`/v1/subscriptions/${id}${path}`)).status).toBe(404);
    expect((await two.delete(`/v1/subscriptions/${id}`)).status).toBe(404);
    expect((await two.post(`/v1/subscriptions/${id}/verification`, undefined)).status).toBe(404);
    expect((await server.api.get(`/v1/subscriptions/${id}`)).status).toBe(200);
    expect(said(await server.api.get('/v1/subscriptions/not-a-uuid')).type).toBe(
      'urn:jalon:problem:unknown-subscription',
    );
    expect((await server.as(await server.keyWith('read')).get('/v1/subscriptions')).status).toBe(403);
    expect((await server.as().post('/v1/subscriptions', email)).status).toBe(401);
  });

  it('are listed page by page', async () => {
    const client = server.as(await server.keyWith('record'));
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push(said(await client.post('/v1/subscriptions', reader(n))).id);
    const found: string[] = [];
    let next: string | undefined = '/v1/subscriptions?limit=2';
    while (next !== undefined) {
      const answered = await client.get(next);
      found.push(...said(answered).items.map((item) => item.id));
      next = /<([^>]+)>; rel="next"/.exec(answered.headers.get('link') ?? '')?.[1];
    }
    expect(found.toSorted()).toEqual(made.toSorted());
  });

  it('do not pester an address that does not answer', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push((await server.api.post('/v1/subscriptions', reader(99))).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 422]);
  });

  it('are ended by their owner, tested and sent again only while active', async () => {
    const { id } = said(await server.api.post('/v1/subscriptions', email));
    const early = await server.api.post(`/v1/subscriptions/${id}/test`, undefined);
    expect([early.status, said(early).type]).toEqual([409, 'urn:jalon:problem:subscription-unfit']);
    const asked = await server.api.post(`/v1/subscriptions/${id}/verification`, undefined);
    expect([asked.status, said(asked).state]).toEqual([202, 'pending']);
    await server.as().post(`/v1/subscriptions/${id}/confirm`, { token: secrets.confirmToken(id, 2) });
    const test = await server.api.post(`/v1/subscriptions/${id}/test`, undefined);
    expect(test.status).toBe(202);
    const again = await server.api.post(
      `/v1/subscriptions/${id}/deliveries/${said(test).delivery}/redeliver`,
      undefined,
    );
    expect(again.status).toBe(202);
    const log = await server.api.get(`/v1/subscriptions/${id}/deliveries`);
    expect(said(log).items.map(({ state }) => state)).toEqual(Array(4).fill('planned'));
    expect(said(await server.api.post(`/v1/subscriptions/${id}/deliveries/${id}/redeliver`, undefined)).type).toBe(
      'urn:jalon:problem:unknown-delivery',
    );

    expect((await server.api.delete(`/v1/subscriptions/${id}`)).status).toBe(204);
    expect(said(await server.api.get(`/v1/subscriptions/${id}`)).state).toBe('unsubscribed');
    const after = await server.api.get(`/v1/subscriptions/${id}/deliveries`);
    expect(said(after).items.map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
  });

  it('keep their mails from all but admins', async () => {
    const mails = await server.api.get('/v1/mails');
    expect([mails.body, mails.headers.get('cache-control')]).toEqual([{ items: [] }, 'no-store']);
    expect((await server.as(await server.keyWith('record')).get('/v1/mails')).status).toBe(403);
  });
});
