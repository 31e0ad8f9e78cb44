import { describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { freePort } from '#database/embedded/embedded.js';
import { ADMIN_KEY, startApi, type TestApi, testSettings } from '#test/api.js';
import { clientOf } from '#test/client.js';
import { startedOnce } from '#test/started.js';
import { milestone, openDossier } from '#test/recording.js';
import { createApi } from '../../../apps/api/application.js';

const closed = startedOnce(() => startApi({ TRUST_PROXY: '10.0.0.0/8' }));
const open = startedOnce(() =>
  startApi({ PUBLIC_READ: 'on', PUBLIC_URL: 'https://jalon.example.org', TRUST_PROXY: '127.0.0.0/8, ::1' }),
);

describe('scopes', () => {
  const reads = ['/v1/providers', '/v1/dossiers', '/v1/schemes/hds/events'];

  it.each(reads)('a stranger is told to bring a key at %s', async (path) => {
    const answer = await closed.as().get(path);
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="jalon"');
  });

  it('documents and probes are open, and tell nothing of the ledger', async () => {
    await openDossier(closed.api, 'Hidden Cloud');
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs']) {
      const { status, body } = await closed.as().get(path);
      expect([path, status === 401, JSON.stringify(body).includes('Hidden Cloud')]).toEqual([path, false, false]);
    }
  });

  it('a key in the URL is not accepted', async () => {
    expect(await closed.as().get(`/v1/dossiers?key=${ADMIN_KEY}`)).toMatchObject({ status: 401 });
  });

  it.each(reads)('PUBLIC_READ opens %s', async (path) => {
    expect(await open.as().get(path)).toMatchObject({ status: 200 });
  });

  it.each(['/v1/admin/api-keys', '/v1/subscriptions'])('PUBLIC_READ does not open %s', async (path) => {
    expect(await open.as().get(path)).toMatchObject({ status: 401 });
  });

  it.each([
    ['a key that nobody has', 'Bearer jalon_000000000000_nobody', 'The API key is unknown'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4=', 'Send an API key: Authorization: Bearer'],
    ['an empty key', 'Bearer ', 'Send an API key'],
    ['two keys', 'Bearer a b', 'Send an API key'],
  ])('%s is wrong, even where no key is needed', async (_, authorization, said) => {
    const answer = await open.as().get('/v1/dossiers', { authorization });
    expect(answer).toMatchObject({ status: 401, body: { detail: expect.stringContaining(said) } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="jalon", error="invalid_token"');
  });

  it.each<[string, string, Record<string, string>]>([
    ['a large file', 'x'.repeat(5_000_000), { 'content-type': 'text/csv' }],
    ['broken JSON', '{', {}],
    ['another format', '<a/>', { 'content-type': 'text/xml' }],
  ])('a stranger who sends %s is asked for a key first', async (_, body, headers) => {
    expect(await closed.as().post('/v1/imports', body, headers)).toMatchObject({ status: 401 });
  });

  it('a read key cannot record, and a record key cannot create keys', async () => {
    const reader = closed.as(await closed.keyWith('read'));
    const recorder = closed.as(await closed.keyWith('record'));
    expect(await reader.get('/v1/dossiers')).toMatchObject({ status: 200 });
    const answer = await reader.post('/v1/providers', { name: 'Bleu' });
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('"record"') } });
    expect(answer.headers.get('www-authenticate')).toContain('scope="record"');
    expect(await recorder.post('/v1/providers', { name: 'Bleu' })).toMatchObject({ status: 201 });
    expect(await recorder.get('/v1/dossiers')).toMatchObject({ status: 200 });
    expect(await recorder.get('/v1/admin/api-keys')).toMatchObject({ status: 403 });
  });

  it('an admin key creates a key, which works until it is revoked', async () => {
    const made = await closed.api.post('/v1/admin/api-keys', { name: 'a watcher', scopes: ['read'] });
    expect(made).toMatchObject({ status: 201, body: { name: 'a watcher', scopes: ['read'], revokedAt: null } });
    expect(made.headers.get('cache-control')).toBe('no-store');
    const watcher = closed.as(made.body.key);
    expect(await watcher.get('/v1/dossiers')).toMatchObject({ status: 200 });
    const listed = await closed.api.get('/v1/admin/api-keys');
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id: made.body.id, name: 'a watcher' }));
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    expect(await closed.api.delete(`/v1/admin/api-keys/${made.body.id}`)).toMatchObject({ status: 200 });
    expect(await watcher.get('/v1/dossiers')).toMatchObject({ status: 401 });
    expect(await closed.api.delete('/v1/admin/api-keys/nobody')).toMatchObject({ status: 404 });
  });

  it('revoking a key returns what it created, and ends it on request', async () => {
    const made = await closed.api.post('/v1/admin/api-keys', { name: 'a leaver', scopes: ['record'] });
    const leaver = closed.as(made.body.key);
    const target = 'https://hooks.example.org/leaver';
    const hook = await leaver.post('/v1/subscriptions', { channel: 'webhook', url: target });
    const mail = await leaver.post('/v1/subscriptions', { channel: 'email', address: 'leaver@example.org' });
    const feed = await leaver.post('/v1/admin/feeds', { kind: 'calendar', name: 'Mine' });
    const path = new URL(feed.body.url as string).pathname;
    const other = await closed.api.post('/v1/admin/feeds', { kind: 'calendar', name: 'Another' });

    const revoke = async (query = '') => (await closed.api.delete(`/v1/admin/api-keys/${made.body.id}${query}`)).body;
    const subscriptions = [
      { id: hook.body.id, channel: 'webhook', target, state: 'pending' },
      { id: mail.body.id, channel: 'email', target: 'leaver@example.org', state: 'pending' },
    ];
    const feeds = [{ id: feed.body.id, kind: 'calendar', name: 'Mine' }];
    expect(await revoke()).toMatchObject({ revokedAt: expect.any(String), ended: false, subscriptions, feeds });
    expect((await closed.as().get(path)).status).toBe(200);
    expect(await revoke('?end=true')).toMatchObject({ ended: true, subscriptions, feeds });
    expect((await closed.as().get(path)).status).toBe(410);
    expect((await closed.api.get(`/v1/subscriptions/${hook.body.id}`)).body.state).toBe('unsubscribed');
    expect((await closed.as().get(new URL(other.body.url as string).pathname)).status).toBe(200);
    expect(await revoke('?end=true')).toMatchObject({ subscriptions: [], feeds: [] });
  });

  it('shows the author of an event to requests with a key only', async () => {
    const { path, record } = await openDossier(open.api, 'NumSpot');
    await record(milestone('J0', '2024-01-15'));
    for (const address of ['/v1/events', `${path}/events`]) {
      expect((await open.api.get(address)).body.items[0]).toHaveProperty('actor', 'key:admin');
      expect((await open.as().get(address)).body.items[0]).not.toHaveProperty('actor');
    }
    expect(JSON.stringify((await open.as().get(path)).body)).not.toContain('JALON_ADMIN_KEY');
  });

  it('/metrics shows the lag of projections, but not the size of the ledger', async () => {
    const { body } = await closed.api.get('/metrics');
    expect(body).toContain('jalon_projection_lag_events');
    expect(body).not.toContain('jalon_ledger_position');
    const replaced = { name: 'replaced', version: 1, position: 0 };
    await closed.owner.insertInto('checkpoint').values(replaced).execute();
    expect((await closed.api.get('/metrics')).body).toContain('projection="replaced",version="1"');
    await closed.owner.deleteFrom('checkpoint').where('name', '=', 'replaced').execute();
    expect((await closed.api.get('/metrics')).body).not.toContain('projection="replaced",version="1"');
  });

  it('lets a client begin with any number of requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => closed.api.get('/v1/schemes')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('METRICS_PORT serves metrics without a key, and nothing else', async () => {
    const METRICS_PORT = String(await freePort('127.0.0.1'));
    const served = await startApi({ METRICS_PORT });
    const scraped = clientOf(`http://127.0.0.1:${METRICS_PORT}`);
    const { status, headers, body } = await scraped.get('/metrics');
    expect([status, headers.get('content-type'), body]).toEqual([
      200,
      expect.stringContaining('text/plain'),
      expect.stringContaining('jalon_http_request_seconds'),
    ]);
    expect(await scraped.get('/v1/dossiers')).toMatchObject({ status: 404 });
    expect(await scraped.post('/metrics', {})).toMatchObject({ status: 405 });
    const second = await createApi(testSettings(closed.databaseUrl, { METRICS_PORT }), new Clock());
    await expect(second.init()).rejects.toThrow(`METRICS_PORT 127.0.0.1:${METRICS_PORT}: listen EADDRINUSE`);
    await Promise.all([second.close(), served.close()]);
    await expect(scraped.get('/metrics')).rejects.toThrow();
  });

  it('tells browsers to use https only, where it is served so', async () => {
    for (const path of ['/v1/dossiers', '/sign-in', '/docs'])
      expect((await open.as().get(path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('sends restrictive security headers', async () => {
    const { headers } = await closed.api.get('/v1/dossiers');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('geolocation=()');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

/** Sends more unknown keys than a client may. */
async function exceed(server: TestApi, forwarded: (n: number) => string): Promise<void> {
  for (let n = 0; n < 121; n += 1) await server.as('unknown').get('/v1/dossiers', { 'x-forwarded-for': forwarded(n) });
}

const from = async (server: TestApi, forwarded: string): Promise<number> =>
  (await server.as('unknown').get('/v1/dossiers', { 'x-forwarded-for': forwarded })).status;

describe('behind a proxy that is trusted', () => {
  it('limits apply to each client, and not to all together', async () => {
    await exceed(open, () => '203.0.113.1');
    expect(await from(open, '203.0.113.1')).toBe(429);
    expect(await from(open, '203.0.113.2')).toBe(401);
  });

  it('a client cannot choose its address: what it sent itself stands before what the proxy added', async () => {
    await exceed(open, (n) => `198.51.100.${n}, 203.0.113.3`);
    expect(await from(open, '192.0.2.1, 203.0.113.3')).toBe(429);
    expect(await from(open, '198.51.100.1')).toBe(401);
  });

  it('an IPv6 network of 64 bits is one client', async () => {
    await exceed(open, (n) => `2001:db8:0:1::${n.toString(16)}`);
    expect(await from(open, '2001:db8:0:1:ffff::1')).toBe(429);
    expect(await from(open, '2001:db8:0:2::1')).toBe(401);
  });
});

describe('without a trusted proxy', () => {
  it('the address that a client claims is ignored: the rate of invalid keys is limited, and not that of valid ones', async () => {
    const fresh = closed.as(await closed.keyWith('read'));
    expect(await closed.api.get('/v1/dossiers')).toMatchObject({ status: 200 });
    await exceed(closed, (n) => `203.0.113.${n}`);
    const limited = await closed.as('wrong').get('/v1/dossiers', { 'x-forwarded-for': '192.0.2.1' });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const key of [fresh, closed.api]) expect(await key.get('/v1/dossiers')).toMatchObject({ status: 200 });
  });
});
