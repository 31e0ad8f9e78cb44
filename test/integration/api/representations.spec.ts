import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { consoleOf, listsFollowed } from '#test/console.js';
import { openStream } from '#test/event-stream.js';
import { MovableClock } from '#test/movable-clock.js';
import { openDossier, milestone } from '#test/recording.js';
import { Clock } from '#database/clock.js';
import { startedOnce } from '#test/started.js';
import { randomUUID } from 'node:crypto';
import { wholeDocument } from '../../fuzz/document.js';

/** What docs/api.md says of compression and ETags. */
const served = startedOnce(() => startApi({ PUBLIC_READ: 'on' }, clock));
const clock = new MovableClock(Clock.startingAt(new Date('2026-11-25T08:00:00Z')).offsetMs);
beforeAll(async () => {
  await openDossier(served.api, 'Bleu');
  await listsFollowed(served.db);
});

/** Without decoding the body, which `fetch` does. */
async function read(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { authorization = `Bearer ${ADMIN_KEY}`, ...others } = headers;
  const asked = { ...others, ...(authorization !== '' && { authorization }) };
  const [answer] = (await once(get(served.url + path, { headers: asked, method }), 'response')) as [IncomingMessage];
  const { statusCode: status, headers: own } = answer;
  const { etag = '', 'content-encoding': coding, vary = '' } = own;
  return { status, headers: own, etag, coding, vary, body: Buffer.concat(await answer.toArray()) };
}

describe('a response', () => {
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync };

  it.each(['/openapi.json', '/docs/swagger-ui.css', '/v1/schemes', '/v1/schemes as CSV', '/v1/ledger.ndjson'])(
    'is compressed, with the same content in each coding: %s',
    async (name) => {
      const [path = '', isCsv] = name.split(' as CSV', 2);
      const accept = isCsv === undefined ? {} : { accept: 'text/csv' };
      const plain = await read(path, accept);
      expect([plain.status, plain.coding]).toEqual([200, undefined]);
      for (const [coding, decode] of Object.entries(decoders)) {
        const sent = await read(path, { ...accept, 'accept-encoding': coding });
        expect([sent.coding, sent.vary]).toEqual([coding, expect.stringContaining('Accept-Encoding')]);
        expect(decode(sent.body).equals(plain.body)).toBe(true);
        expect(sent.body.length).toBeLessThan(plain.body.length);
      }
    },
  );

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['deflate, zstd', undefined],
    ['*', 'br'],
    ['', undefined],
  ])('is compressed by Accept-Encoding: %s', async (accepted, coding) => {
    expect((await read('/v1/schemes', { 'accept-encoding': accepted })).coding).toBe(coding);
  });

  it('has a strong ETag for each coding, all of which validate it and permit a write', async () => {
    const path = '/v1/schemes/secnumcloud';
    const plain = await read(path);
    const { etag } = await read(path, { 'accept-encoding': 'gzip' });
    expect(etag).toBe(plain.etag.replace(/"$/, '-gzip"'));
    for (const tag of [etag, plain.etag]) {
      const again = await read(path, { 'accept-encoding': 'gzip', 'if-none-match': tag });
      expect([again.status, again.etag, again.body.length]).toEqual([304, tag, 0]);
    }
    const refused = await served.api.post(`${path}/events`, { type: 'EventRetracted' }, { 'if-match': etag });
    expect(refused.status).toBe(422); // not 412
  });

  it('is not compressed if it is short, an event stream or a page of a session', async () => {
    const browser = consoleOf(served);
    const asked = { 'accept-encoding': 'br, gzip' };
    expect((await read('/help', { ...asked, authorization: '' })).coding).toBe('br');
    await browser.signIn();
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    expect((await read('/help', { ...asked, cookie })).coding).toBeUndefined();
    expect((await read('/healthz', asked)).coding).toBeUndefined();
    const stream = await openStream(`${served.url}/v1/events/stream`, asked);
    expect([stream.status, stream.headers['content-encoding']]).toEqual([200, undefined]);
    stream.close();
  });
});

describe('a list', () => {
  it.each([
    '/v1/providers?limit=3',
    '/v1/dossiers',
    '/v1/events',
    '/v1/deadlines',
    '/v1/schemes',
    '/v1/providers/bleu/events',
    '/v1/diff?from=2026-01-01&to=2026-11-01',
    '/v1/search?q=bleu',
  ])('is not sent again while it is the same: %s', async (path) => {
    const { etag, headers } = await read(path);
    expect([etag, headers['cache-control']]).toEqual([expect.stringMatching(/^W\/"[\w-]{22}"$/), 'no-cache']);
    const again = await read(path, { 'if-none-match': `"x", ${etag}` });
    expect([again.status, again.etag, again.body.length]).toEqual([304, etag, 0]);
    expect(again.vary).toBe(`${headers.vary?.replace(', Accept-Encoding', '')}, Accept-Encoding`);
  });

  it('has another ETag once an event or the day changes what it lists', async () => {
    const { etag } = await read('/v1/providers');
    await served.api.post('/v1/providers', { name: 'NumSpot' });
    await listsFollowed(served.db);
    const after = await read('/v1/providers', { 'if-none-match': etag });
    expect([after.status, after.body.includes('NumSpot')]).toEqual([200, true]);
    expect((await read('/v1/providers', { 'if-none-match': after.etag })).status).toBe(304);
    const dossiers = await read('/v1/dossiers');
    clock.forward(24 * 3_600_000);
    expect((await read('/v1/dossiers', { 'if-none-match': dossiers.etag })).status).toBe(200);
  });

  it('of what is not in the ledger has one, too', async () => {
    const { etag } = await read('/v1/admin/api-keys');
    for (const method of ['GET', 'HEAD']) {
      const again = await read('/v1/admin/api-keys', { 'if-none-match': etag }, method);
      expect([again.status, again.etag, again.headers['content-length']]).toEqual([304, etag, undefined]);
    }
    await served.keyWith('read');
    expect((await read('/v1/admin/api-keys', { 'if-none-match': etag })).status).toBe(200);
  });

  it('has none if the request is invalid, and none as a file', async () => {
    for (const headers of [{}, { 'if-none-match': '*' }]) {
      const invalid = await read('/v1/providers?limit=0', headers);
      expect([invalid.status, invalid.etag]).toEqual([400, '']);
    }
    const file = await read('/v1/providers', { accept: 'text/csv', 'if-none-match': '*' });
    expect([file.status, file.etag]).toEqual([200, '']);
  });
});

describe('a limited request', () => {
  it('is told of its limit, what is left of it, and when to try again', async () => {
    const guess = (n: number) => read('/v1/providers', { authorization: `Bearer guess-${n}` });
    const { status, headers } = await guess(0);
    expect([status, headers['ratelimit-policy']]).toEqual([401, '"unknown-key";q=120;w=60']);
    const [, left = ''] = /^"unknown-key";r=(\d+);t=([1-9]|[1-5]\d|60)$/.exec(String(headers['ratelimit'])) ?? [];
    await Promise.all(Array.from({ length: Number(left) }, (_, n) => guess(n + 1)));
    const refused = await guess(121);
    expect(refused.status).toBe(429);
    expect(refused.headers['ratelimit']).toBe(`"unknown-key";r=0;t=${refused.headers['retry-after']}`);
    // Valid ones do not count, whoever else is at the address, and whether this process has seen them before.
    const key = await served.keyWith('read');
    const known = await read('/v1/providers', { authorization: `Bearer ${key}` });
    expect([known.status, known.headers['ratelimit']]).toEqual([200, undefined]);
    const open = (await read('/v1/providers', { authorization: '' })).headers;
    expect(open['ratelimit-policy']).toBe('"public-read";q=3000;w=60');
  });
});

describe('a repeated request', () => {
  describe('conditional requests', () => {
    it('an ETag consists of version and hash, and avoids repeated downloads', async () => {
      const { path, read } = await openDossier(served.api, 'Outscale');
      const etag = (await read()).headers.get('etag') ?? '';
      expect(etag).toMatch(/^"1\.[\w-]{16}"$/);
      for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const again = await served.api.get(path, { 'if-none-match': header });
        expect(again).toMatchObject({ status: 304, body: '' });
        expect(again.headers.get('etag')).toBe(etag);
        expect(again.headers.get('cache-control')).toBe('no-cache');
      }
      expect(await served.api.get(path, { 'if-none-match': '"1.other"' })).toMatchObject({ status: 200 });
      expect(await served.api.get(`${path}?asOf=2021-01-01`, { 'if-none-match': etag })).toMatchObject({ status: 200 });
    });

    it.each([
      ['a bare version', '"1"', 201],
      ['the version with another hash', '"1.AAAAAAAAAAAAAAAA"', 201],
      ['a list that holds the version', '"9", "1"', 201],
      ['any version', '*', 201],
      ['a list that does not hold it', '"8", "9"', 412],
      ['a weak tag', 'W/"1"', 412],
      ['a tag of another making', '"abc"', 412],
      ['no tag at all', '1', 400],
    ])('If-Match with %s', async (name, header, status) => {
      const { record } = await openDossier(served.api, `If-Match with ${name}`);
      expect(await record(milestone('J0', '2024-01-15'), { 'if-match': header })).toMatchObject({ status });
    });
  });

  interface Described {
    parameters?: { name: string }[];
    requestBody?: { content: object };
  }

  describe('repeating a write under an Idempotency-Key', () => {
    const key = (name: string) => ({ 'idempotency-key': name });

    it('returns the first response and records nothing', async () => {
      const { path, record } = await openDossier(served.api, 'Cloud Temple');
      const first = await record(milestone('J0', '2025-04-17'), key('j0'));
      await record(milestone('J1', '2025-11-17'));
      const again = await record(milestone('J0', '2025-04-17'), key('j0'));
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect((await served.api.get(`${path}/events`)).body.items).toHaveLength(3);
    });

    it('takes precedence over If-Match', async () => {
      const { record } = await openDossier(served.api, 'Scaleway');
      const headers = { ...key('j0'), 'if-match': '"1"' };
      const first = await record(milestone('J0', '2024-01-15'), headers);
      expect(await record(milestone('J0', '2024-01-15'), headers)).toMatchObject({ status: 201, body: first.body });
    });

    it('is refused with a different body', async () => {
      const { path, record } = await openDossier(served.api, 'Wimi');
      await record(milestone('J0', '2024-01-15'), key('once'));
      const other = await record(milestone('J0', '2024-01-16'), key('once'));
      expect(other).toMatchObject({ status: 422, body: { code: 'id-reused' } });
      expect((await served.api.get(`${path}/events`)).body.items).toHaveLength(2);
    });

    it('is scoped to the API key and the URL', async () => {
      const first = await openDossier(served.api, 'Whaller');
      const second = await openDossier(served.api, 'Oodrive');
      const recorder = served.as(await served.keyWith('record'));
      const event = milestone('J0', '2024-01-15');
      expect(await first.record(event, key('same'))).toMatchObject({ status: 201 });
      const elsewhere = await second.record(event, key('same'));
      expect(elsewhere.headers.get('idempotency-replayed')).toBeNull();
      const byOther = await recorder.post(`${first.path}/events`, event, key('same'));
      expect(byOther.headers.get('idempotency-replayed')).toBeNull();
      expect((await served.api.get(`${first.path}/events`)).body.items).toHaveLength(3);
    });

    it('gives eight concurrent requests that create one object one answer', async () => {
      const provider = (await served.api.post('/v1/providers', { name: 'Orange Business' })).body.id;
      const created: [string, object][] = [
        ['/v1/providers', { name: 'Wallix' }],
        ['/v1/providers', { name: 'Oodrive Group', slug: 'oodrive-group' }],
        ['/v1/dossiers', { provider, scheme: 'hds' }],
        ['/v1/subscriptions', { channel: 'email', address: 'a@example.org', language: 'en' }],
      ];
      for (const [path, body] of created) {
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => served.api.post(path, body, key(JSON.stringify(body)))),
        );
        expect([path, ...new Set(answers.map((one) => `${one.status} ${one.body.id}`))]).toHaveLength(2);
        expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
      }
    });

    it('is heeded by every POST that says so, and refused by every other one', async () => {
      const { paths } = (await wholeDocument(served.api)) as { paths: Record<string, { post?: Described }> };
      const unread = Object.entries(paths).filter(
        ([, { post }]) => post && !post.parameters?.some(({ name }) => name === 'Idempotency-Key'),
      );
      expect(unread.length).toBeGreaterThan(15);
      for (const [path, { post }] of unread) {
        const [type = 'application/json'] = Object.keys(post?.requestBody?.content ?? {});
        const headers = { ...key('unread'), 'content-type': type };
        const answer = await served.api.post(path.replaceAll(/\{\w+\}/g, randomUUID()), '{}', headers);
        expect([path, answer.status, answer.body.problems?.[0]]).toMatchObject([
          path,
          400,
          { field: 'Idempotency-Key', code: 'idempotency-key-unread' },
        ]);
      }
    });
  });
});
