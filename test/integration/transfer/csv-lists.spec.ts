import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { grant, openDossier } from '#test/recording.js';
import { followed } from '#test/transferring.js';

type Row = Record<string, string>;

describe('a list as CSV', () => {
  let served: TestApi;
  let dossier: string;
  let seen: string;
  beforeAll(async () => {
    served = await startApi({ PUBLIC_READ: 'true' });
    await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    const { record, id } = await openDossier(served.api, '=HYPERLINK("http://evil","x")');
    dossier = id;
    await record(grant({ conditions: ['@SUM(A1)', 'a,b', '-b'], reservations: [{ text: 'a "b", c' }], title: '+1' }));
    await record({
      type: 'ScopeDeclared',
      occurred: '2024-01-01',
      source: { kind: 'company', publisher: '-dash', quote: '\ttab "and" quote' },
      data: { service: '-1+1', serviceKinds: ['IaaS', 'PaaS'] },
    });
    seen = `seen=${await followed(served.api)}`;
  });
  afterAll(() => served.close());

  const csv = async (path: string, client = served.api) => {
    const { status, headers, body } = await client.get(path);
    expect([path, status, body]).toEqual([path, 200, expect.any(String)]);
    const rows: Row[] = parse(body as string, { columns: true });
    return { headers, text: body as string, rows };
  };
  const head = () => followed(served.api);

  it('of dossiers says what the list says', async () => {
    const query = `seen=${await head()}`;
    const { rows, headers } = await csv(`/v1/dossiers.csv?${query}`);
    const { items } = (await served.api.get(`/v1/dossiers?limit=200&${query}`)).body;
    expect(rows.map(({ id, status, provider }) => ({ id, status, provider }))).toEqual(
      items.map((item: { id: string; status: string; provider: { slug: string } }) => ({
        id: item.id,
        status: item.status,
        provider: item.provider.slug,
      })),
    );
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="jalon-dossiers-2026-11-25.csv"');
    expect(headers.get('jalon-position')).toBe(await head());
  });

  it('begins no cell as a formula, and keeps what stands in it', async () => {
    const { rows, text } = await csv('/v1/dossiers.csv?provider=hyperlink-http-evil-x');
    expect(rows).toMatchObject([
      {
        id: dossier,
        provider_name: `'=HYPERLINK("http://evil","x")`,
        service: "'-1+1",
        service_kinds: 'IaaS;PaaS',
        status: 'granted-with-reservations',
        confirmed: 'true',
        decision: '2279',
        grant_state: 'in-force',
        valid_until: '2026-12-29',
        conditions: "'@SUM(A1);a,b;'-b",
        reservations: 'a "b", c',
        labels: 'cloud-de-confiance',
      },
    ]);
    expect(text.endsWith('\r\n')).toBe(true);
    const { rows: events } = await csv(`/v1/dossiers/${dossier}/events.csv`);
    expect(events).toMatchObject([
      { type: 'DossierOpened', retracted: 'false', source_kind: '' },
      { type: 'GrantIssued', occurred: '2023-12-28', corrected: 'false' },
      { type: 'ScopeDeclared', source_publisher: "'-dash", quote: `'\ttab "and" quote` },
    ]);
  });

  it('takes the two times and the filters of the list', async () => {
    const at = 'scheme=secnumcloud&asOf=2024-01-10&confirmed=true';
    const { rows } = await csv(`/v1/dossiers.csv?${at}`);
    const { items } = (await served.api.get(`/v1/dossiers?limit=200&${at}`)).body;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }: { id: string }) => id));
    expect((await csv('/v1/dossiers.csv?knownAt=2020-01-01T00:00:00Z')).rows).toEqual([]);
  });

  it('has its header when there is nothing in it', async () => {
    for (const list of ['dossiers', 'providers', 'deadlines', 'events']) {
      const { text } = await csv(`/v1/${list}.csv?knownAt=2020-01-01T00:00:00Z`);
      expect(text).toMatch(/^[a-z_]+(,[a-z_]+)+\r\n$/);
    }
  });

  it('is there for every list', async () => {
    const providers = await csv(`/v1/providers.csv?${seen}`);
    expect(providers.rows.find(({ provider }) => provider === 'ovhcloud')).toMatchObject({
      standings: expect.stringContaining('secnumcloud / '),
    });
    const deadlines = await csv('/v1/deadlines.csv?within=3650');
    const { items } = (await served.api.get('/v1/deadlines?limit=200&within=3650')).body;
    expect(deadlines.rows.map(({ key }) => key)).toEqual(items.map(({ key }: { key: string }) => key));
    expect((await csv('/v1/schemes.csv')).rows.find(({ scheme }) => scheme === 'hds')).toMatchObject({
      outcome_fr: 'certifié',
      milestones: expect.stringContaining('certificate'),
    });
    expect((await csv('/v1/providers/ovhcloud/events.csv')).rows[0]).toMatchObject({ type: 'ProviderRegistered' });
    const diff = await csv('/v1/diff.csv?from=2024-01-01&to=2026-11-25');
    const { items: differences } = (await served.api.get('/v1/diff?from=2024-01-01&to=2026-11-25&limit=200')).body;
    expect(diff.rows.map(({ dossier: id }) => id)).toEqual(differences.map(({ id }: { id: string }) => id));
    const events = await csv('/v1/events.csv?after=10');
    expect(events.rows.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: Number(await head()) - 10 }, (_, index) => index + 11),
    );
    expect(JSON.parse(events.rows.at(-1)?.['data'] ?? '')).toEqual({ service: '-1+1', serviceKinds: ['IaaS', 'PaaS'] });
  });

  it('of the dossiers of a scheme that wait says where each stands', async () => {
    const { rows, headers } = await csv(`/v1/schemes/secnumcloud/statistics.csv?${seen}`);
    const { open } = (await served.api.get('/v1/schemes/secnumcloud/statistics?limit=200')).body;
    expect(rows.map(({ dossier: id }) => id)).toEqual(open.map(({ id }: { id: string }) => id));
    expect(rows).toMatchObject([
      {
        provider: 'bleu',
        status: 'in-progress',
        stage: 'J1',
        step_from: 'J1',
        step_to: 'J2',
        step_since: '2025-11-17',
        step_days: '373',
        step_n: '0',
        step_few: 'true',
        step_note: 'No dossier has completed this stage.',
        step_percentile: '',
        whole_from: 'J0',
      },
    ]);
    expect(headers.get('content-disposition')).toContain('jalon-statistics-secnumcloud-2026-11-25.csv');
    expect(await served.api.get('/v1/schemes/none/statistics.csv')).toMatchObject({ status: 404 });
  });

  it('is answered to HEAD as to GET, without the list', async () => {
    for (const path of ['/v1/dossiers.csv', '/v1/events.csv', '/v1/ledger.ndjson']) {
      const [head, get] = await Promise.all([served.api.send(path, { method: 'HEAD' }), served.api.get(path)]);
      const shown = (headers: Headers) =>
        ['content-type', 'content-disposition', 'jalon-position'].map((name) => headers.get(name));
      expect([path, head.status, ...shown(head.headers)]).toEqual([path, get.status, ...shown(get.headers)]);
      expect(head.body).toBe('');
    }
    expect(await fetch(`${served.url}/v1/dossiers.csv?provider=nobody`, { method: 'HEAD' })).toMatchObject({
      status: 404,
    });
  });

  it('tells who recorded what only to those with a key', async () => {
    const { rows } = await csv('/v1/events.csv', served.as());
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['']));
    expect((await csv('/v1/events.csv')).rows[0]?.['actor']).toMatch(/^key:/);
  });

  it.each([
    '/v1/dossiers.csv?limit=5',
    '/v1/providers.csv?page=2',
    '/v1/events.csv?asOf=2026-01-01',
    '/v1/schemes.csv?x=1',
    '/v1/schemes/hds/statistics.csv?cursor=W10',
  ])('refuses parameters that it does not have: %s', async (path) => {
    expect(await served.api.get(path)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
  });

  it('refuses what the list refuses', async () => {
    expect(await served.api.get('/v1/dossiers.csv?provider=nobody')).toMatchObject({ status: 404 });
    expect(await served.api.get('/v1/dossiers.csv?scheme=none')).toMatchObject({ status: 404 });
    expect(await served.api.get('/v1/dossiers/none/events.csv')).toMatchObject({ status: 404 });
    expect(await served.api.get('/v1/dossiers.csv?seen=99999')).toMatchObject({ status: 400 });
  });

  it('is whole beyond one page, as it stood when it was asked for', async () => {
    const rows = Array.from(
      { length: 450 },
      (_, n) => `Cloud ${n},secnumcloud,IntentDeclared,2026-01-05,company,Cloud ${n}`,
    );
    const header = 'provider,scheme,type,occurred,source_kind,source_publisher';
    await served.api.post('/v1/imports', [header, ...rows].join('\n'), { 'content-type': 'text/csv' });
    const position = await head();
    const response = await fetch(`${served.url}/v1/dossiers.csv?seen=${position}`);
    await openDossier(served.api, 'Aaa Cloud'); // sorts first, and came too late
    const read: Row[] = parse(await response.text(), { columns: true });
    expect(read.filter(({ provider_name }) => provider_name?.startsWith('Cloud '))).toHaveLength(450);
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
    expect(read.some(({ provider_name }) => provider_name === 'Aaa Cloud')).toBe(false);
    expect(response.headers.get('jalon-position')).toBe(position);
  });
});
