import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { randomUUID } from 'node:crypto';
import { wholeDocument } from '../../fuzz/document.js';

const served = startedOnce(() => startApi());

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
    const { path, record } = await openDossier(served.api, 'Bleu');
    const first = await record(milestone('J0', '2025-04-17'), key('j0'));
    await record(milestone('J1', '2025-11-17'));
    const again = await record(milestone('J0', '2025-04-17'), key('j0'));
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect((await served.api.get(`${path}/events`)).body.items).toHaveLength(3);
  });

  it('takes precedence over If-Match', async () => {
    const { record } = await openDossier(served.api, 'NumSpot');
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
