import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

describe('conditional requests', () => {
  const served = startedOnce(() => startApi());

  it('an ETag consists of version and hash, and avoids repeated downloads', async () => {
    const { path, read } = await openDossier(served.api, 'Bleu');
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

  it('a write with If-Match succeeds if the resource is unchanged', async () => {
    const { path, record, read } = await openDossier(served.api, 'NumSpot');
    const etag = (await read()).headers.get('etag') ?? '';
    expect(await record(milestone('J0', '2024-01-15'), { 'if-match': etag })).toMatchObject({ status: 201 });
    const stale = await record(milestone('J1', '2025-01-15'), { 'if-match': etag });
    expect(stale).toMatchObject({ status: 412, body: { detail: 'Current version is 2; fetch it again and retry' } });
    const weak = await record(milestone('J1', '2025-01-15'), { 'if-match': `W/${etag}` });
    expect(weak.body.problems).toMatchObject([{ reason: 'names no version on record; the current version is 2' }]);
    expect((await served.api.get(`${path}/events`)).body.items).toHaveLength(2);
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

  it('conditional writes work for providers, too', async () => {
    const { provider } = await openDossier(served.api, 'Wimi');
    const path = `/v1/providers/${provider}`;
    const etag = (await served.api.get(path)).headers.get('etag') ?? '';
    const alias = (name: string) =>
      served.api.post(`${path}/events`, { type: 'AliasAdded', data: { name } }, { 'if-match': etag });
    expect(await alias('Cloud Solutions')).toMatchObject({ status: 201, body: { version: 2 } });
    expect(await alias('Wimi SAS')).toMatchObject({ status: 412 });
    expect((await served.api.get(path)).body).toMatchObject({ name: 'Wimi', aliases: ['Cloud Solutions'], version: 2 });
  });
});
