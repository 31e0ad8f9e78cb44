import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { grant, openDossier } from '#test/recording.js';
import { followed } from '#test/transferring.js';
import { startedOnce } from '#test/started.js';

type Row = Record<string, string>;

describe('a list as CSV', () => {
  const served = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
  let dossier: string;
  let seen: string;
  beforeAll(async () => {
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

  const asCsv = { accept: 'text/csv' };
  const csv = async (path: string, client = served.api) => {
    const { status, headers, body } = await client.get(path, asCsv);
    expect([path, status, body]).toEqual([path, 200, expect.any(String)]);
    const rows: Row[] = parse(body as string, { columns: true });
    return { headers, text: body as string, rows };
  };
  const head = () => followed(served.api);

  it('of dossiers says what the list says', async () => {
    const query = `seen=${await head()}`;
    const { rows, headers } = await csv(`/v1/dossiers?${query}`);
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
    const { rows, text } = await csv('/v1/dossiers?providers=hyperlink-http-evil-x');
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
    const { rows: events } = await csv(`/v1/dossiers/${dossier}/events`);
    expect(events).toMatchObject([
      { type: 'DossierOpened', retracted: 'false', source_kind: '' },
      { type: 'GrantIssued', occurred: '2023-12-28', corrected: 'false' },
      { type: 'ScopeDeclared', source_publisher: "'-dash", quote: `'\ttab "and" quote` },
    ]);
  });

  it('takes the two times and the filters of the list', async () => {
    const at = 'schemes=secnumcloud&asOf=2024-01-10&confirmed=true';
    const { rows } = await csv(`/v1/dossiers?${at}`);
    const { items } = (await served.api.get(`/v1/dossiers?limit=200&${at}`)).body;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }: { id: string }) => id));
    expect((await csv('/v1/dossiers?knownAt=2020-01-01T00:00:00Z')).rows).toEqual([]);
  });

  it.each([
    [
      '/v1/dossiers',
      'id,provider,provider_name,service,service_kinds,scheme,status,confirmed,expiring,stale,last_heard,milestone,milestone_occurred,milestone_confirmed,decision,grant_state,valid_from,valid_until,runs_until,current_until,referential,level,grant_confirmed,conditions,reservations,targets,labels,depends_on,warnings,version,granted_from,start_source',
    ],
    ['/v1/providers', 'id,provider,provider_name,aliases,dossiers,standings'],
    [
      '/v1/deadlines',
      'key,kind,due,opens,lapses,state,days_left,title,provider,provider_name,service,scheme,referential,dossier,depends_on,event,confirmed',
    ],
    [
      '/v1/reminders',
      'day,fire_at,state,why,channel,kind,due,title,provider,provider_name,service,scheme,days_before,because,outcome,escalation,acknowledged_at,acknowledged_by,snoozed_until,deadline,version,dossier,subscription,delivery,reminder,confirmed',
    ],
    [
      '/v1/schemes',
      'scheme,name_fr,name_en,authority,country,family,outcome_fr,outcome_en,milestones,levels,duties,maximal_validity_years,current_for_months,warning_days,renewal_days,stale_after_days,referentials,labels,sources,warnings,version',
    ],
    [
      '/v1/events',
      'position,id,stream,version,type,occurred,source_kind,source_publisher,source_url,source_title,quote,data,recorded_at,actor',
    ],
    [
      '/v1/providers/ovhcloud/events',
      'position,id,version,type,occurred,source_kind,source_publisher,source_url,source_title,quote,data,corrected,current_occurred,current_data,retracted,recorded_at,actor',
    ],
    [
      '/v1/diff?from=2026-01-01',
      'dossier,provider,provider_name,service,scheme,change,kind,fields,before_status,before_confirmed,before_expiring,before_stale,before_milestone,before_decision,before_valid_until,before_labels,before_provider,before_service,after_status,after_confirmed,after_expiring,after_stale,after_milestone,after_decision,after_valid_until,after_labels,after_provider,after_service,because,more,before_milestone_confirmed,after_milestone_confirmed',
    ],
    ['/v1/schemes/hds/durations', 'days,at_risk,reached,waiting,lower,upper'],
    ['/v1/admin/activity', 'at,actor,actor_name,act,about,event,type,details'],
    [
      '/v1/registers',
      'register,name,scheme,publisher,url,format,last_read,entries,stale,held,built_in,version,frozen,next_update',
    ],
    [
      '/v1/registers/fedramp-marketplace/readings',
      'reading,day,state,at,how,entries,added,changed,moved,gone,unchanged,ignored,unreadable,holds,problem,decision,reason,address,sha256,event,actor',
    ],
    [
      '/v1/registers/fedramp-marketplace/entries',
      'entry,provider,provider_name,service,listing,milestone,level,since,dossier',
    ],
  ])('has the columns that spreadsheets and scripts refer to: %s', async (path, header) => {
    expect((await csv(path)).text.split('\r\n', 1)).toEqual([header]);
  });

  it('is there for every list', async () => {
    const providers = await csv(`/v1/providers?${seen}`);
    expect(providers.rows.find(({ provider }) => provider === 'ovhcloud')).toMatchObject({
      standings: expect.stringContaining('secnumcloud / '),
    });
    const deadlines = await csv('/v1/deadlines?within=3650');
    const { items } = (await served.api.get('/v1/deadlines?limit=200&within=3650')).body;
    expect(deadlines.rows.map(({ key }) => key)).toEqual(items.map(({ key }: { key: string }) => key));
    expect((await csv('/v1/schemes')).rows.find(({ scheme }) => scheme === 'hds')).toMatchObject({
      outcome_fr: 'certifié',
      milestones: expect.stringContaining('certificate'),
    });
    expect((await csv('/v1/providers/ovhcloud/events')).rows[0]).toMatchObject({ type: 'ProviderRegistered' });
    const diff = await csv('/v1/diff?from=2024-01-01&to=2026-11-25');
    const { items: differences } = (await served.api.get('/v1/diff?from=2024-01-01&to=2026-11-25&limit=200')).body;
    expect(diff.rows.map(({ dossier: id }) => id)).toEqual(differences.map(({ id }: { id: string }) => id));
    const events = await csv('/v1/events?after=10');
    expect(events.rows.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: Number(await head()) - 10 }, (_, index) => index + 11),
    );
    expect(JSON.parse(events.rows.at(-1)?.['data'] ?? '')).toEqual({ service: '-1+1', serviceKinds: ['IaaS', 'PaaS'] });
  });

  it('is answered to HEAD as to GET, without the list', async () => {
    for (const [path, headers] of [
      ['/v1/dossiers', asCsv],
      ['/v1/events', asCsv],
      ['/v1/ledger.ndjson', {}],
    ] as const) {
      const [head, get] = await Promise.all([
        served.api.send(path, { method: 'HEAD', headers }),
        served.api.get(path, headers),
      ]);
      const shown = (headers: Headers) =>
        ['content-type', 'content-disposition', 'jalon-position'].map((name) => headers.get(name));
      expect([path, head.status, ...shown(head.headers)]).toEqual([path, get.status, ...shown(get.headers)]);
      expect(head.body).toBe('');
    }
    expect(await fetch(`${served.url}/v1/dossiers?providers=nobody`, { method: 'HEAD', headers: asCsv })).toMatchObject(
      {
        status: 404,
      },
    );
  });

  it('tells who recorded what only to those with a key', async () => {
    const { rows } = await csv('/v1/events', served.as());
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['']));
    expect((await csv('/v1/events')).rows[0]?.['actor']).toMatch(/^key:/);
  });

  it.each([
    '/v1/dossiers?limit=5',
    '/v1/providers?page=2',
    '/v1/events?asOf=2026-01-01',
    '/v1/schemes?x=1',
    '/v1/deadlines?cursor=W10',
  ])('refuses parameters that it does not have: %s', async (path) => {
    expect(await served.api.get(path, asCsv)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
  });

  it('is whole beyond one page, as it stood when it was asked for', async () => {
    const rows = Array.from(
      { length: 450 },
      (_, n) => `Cloud ${n},secnumcloud,IntentDeclared,2026-01-05,company,Cloud ${n}`,
    );
    const header = 'provider,scheme,type,occurred,source_kind,source_publisher';
    await served.api.post('/v1/imports', [header, ...rows].join('\n'), { 'content-type': 'text/csv' });
    const position = await head();
    const response = await fetch(`${served.url}/v1/dossiers?seen=${position}`, { headers: asCsv });
    await openDossier(served.api, 'Aaa Cloud'); // sorts first, and came too late
    const read: Row[] = parse(await response.text(), { columns: true });
    expect(read.filter(({ provider_name }) => provider_name?.startsWith('Cloud '))).toHaveLength(450);
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
    expect(read.some(({ provider_name }) => provider_name === 'Aaa Cloud')).toBe(false);
    expect(response.headers.get('jalon-position')).toBe(position);
  });
});
