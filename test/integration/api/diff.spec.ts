import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';

interface Item {
  id: string;
  provider: { name: string };
  service: { name: string } | null;
  change: string;
  kind: string;
  fields: string[];
  before: { status: string } | null;
  after: { status: string } | null;
  because: { type: string; visible: string }[];
}

describe('the difference between two points of the real ledger', () => {
  let served: TestApi;
  let imported: number;
  beforeAll(async () => {
    served = await startApi();
    const answer = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    imported = answer.body.position;
  });
  afterAll(() => served.close());

  const diff = (query: string) => served.api.get(`/v1/diff?seen=${imported}&${query}`);
  const items = async (query: string): Promise<Item[]> => (await diff(query)).body.items;
  const inShort = ({ provider, service, change, before, after }: Item) =>
    `${provider.name} / ${service?.name ?? ''}: ${change}, ${before?.status ?? '–'} → ${after?.status ?? '–'}`;

  it('shows the changes since the month of the article', async () => {
    const { status, body } = await diff('from=2021-05-31&to=2026-11-25');
    expect(status).toBe(200);
    expect([body.from, body.to]).toEqual([
      { asOf: '2021-05-31', knownAt: null },
      { asOf: '2026-11-25', knownAt: null },
    ]);
    expect(body.items.map(inShort)).toEqual([
      '3DS Outscale / IaaS Cloud on Demand: changed, granted → granted',
      'Bleu / Bleu cloud platform: changed, announced → in-progress',
      'Cegedim.cloud / CegNumCloud Secured IaaS: appeared, – → granted',
      'Index Education / School software hosting: appeared, – → granted',
      'NumSpot / Plateforme des services cloud: appeared, – → granted',
      'Oodrive / Oodrive Work, Meet and Work_Share: changed, granted → granted',
      'OVHcloud / Bare Metal Pod: appeared, – → granted',
      'OVHcloud / Hosted Private Cloud powered by VMware: changed, granted → granted',
      'OVHcloud / SNC Cloud Platform: appeared, – → granted',
      'Whaller / Whaller: appeared, – → granted',
      'Wimi / Wimi: appeared, – → granted',
    ]);
    expect(new Set(body.items.map(({ kind }: Item) => kind))).toEqual(new Set(['happened']));
  });

  it('names the changed fields and the events that explain them', async () => {
    const [bleu] = await items('from=2021-05-31&to=2026-11-25&provider=bleu');
    expect(bleu).toMatchObject({
      fields: ['status', 'confirmed', 'stage', 'service'],
      before: { status: 'announced', confirmed: false, stage: null, service: null, grant: null, labels: [] },
      after: {
        status: 'in-progress',
        confirmed: true,
        stage: { milestone: 'J1', occurred: '2025-11-17', confirmed: false },
        service: { name: 'Bleu cloud platform' },
      },
      more: 0,
    });
    expect(
      bleu?.because.map(({ type, visible, ...one }) => [type, visible, (one as Record<string, unknown>)['publisher']]),
    ).toEqual([
      ['TargetSet', 'to', 'Orange'],
      ['MilestoneReached', 'to', 'Bleu'],
      ['TargetSet', 'to', 'Clubic'],
      ['ScopeDeclared', 'to', 'Bleu'],
      ['MilestoneReached', 'to', 'Bleu'],
      ['RegisterObserved', 'to', 'ANSSI'],
    ]);
    const [outscale] = await items('from=2021-05-31&to=2026-11-25&provider=3ds-outscale');
    expect(outscale).toMatchObject({
      fields: ['confirmed', 'stage', 'grant', 'expiring', 'labels'],
      before: { grant: { decision: null, validUntil: null } },
      after: { grant: { decision: '2118', validUntil: '2026-11-30' }, expiring: true },
    });
  });

  it('has no events if only time has passed', async () => {
    expect(await items('from=2026-11-25&to=2026-12-30&provider=ovhcloud')).toMatchObject([
      {
        service: { name: 'Hosted Private Cloud powered by VMware' },
        kind: 'happened',
        fields: ['status', 'grant', 'expiring', 'labels'],
        before: { status: 'granted' },
        after: { status: 'expired', grant: null, labels: [] },
        because: [],
      },
    ]);
  });

  it('is empty when nothing changed', async () => {
    expect(await items('from=2026-11-24&to=2026-11-25')).toEqual([]);
    expect(await items('from=2026-11-25&to=2026-11-25')).toEqual([]);
    expect(await items('from=@2000-01-01T00:00:00Z&to=2021-01-01@2001-01-01T00:00:00Z')).toEqual([]);
  });

  it('is reversed if from is the later point', async () => {
    const forth = await items('from=2021-05-31&to=2026-11-25');
    const back = await items('from=2026-11-25&to=2021-05-31');
    const byId = new Map(back.map((item) => [item.id, item]));
    expect(back).toHaveLength(forth.length);
    const turned = { appeared: 'gone', gone: 'appeared', changed: 'changed' } as Record<string, string>;
    const other = { from: 'to', to: 'from' } as Record<string, string>;
    for (const item of forth)
      expect(byId.get(item.id)).toMatchObject({
        change: turned[item.change],
        kind: item.kind,
        fields: item.fields,
        before: item.after,
        after: item.before,
        because: item.because.map((one) => ({ ...one, visible: other[one.visible] })),
      });
  });

  it('is entirely "learned" between the points before and after the import', async () => {
    const found = await items('from=2026-11-25@2020-01-01T00:00:00Z&to=2026-11-25');
    expect(found).toHaveLength(11);
    expect(new Set(found.map(({ change, kind }) => `${change} ${kind}`))).toEqual(new Set(['appeared learned']));
    const [bleu] = found.filter(({ provider }) => provider.name === 'Bleu');
    expect(bleu?.because[0]).toMatchObject({ type: 'DossierOpened', occurred: null, publisher: null });
  });

  it('accepts a day, an instant or both, with today as the default day', async () => {
    const { body } = await diff('from=@2020-01-01T00:00:00%2B02:00&to=2026-11-25@2026-11-25T12:00:00Z');
    expect([body.from, body.to]).toEqual([
      { asOf: '2026-11-25', knownAt: '2019-12-31T22:00:00.000Z' },
      { asOf: '2026-11-25', knownAt: '2026-11-25T12:00:00.000Z' },
    ]);
  });

  it('can be filtered by scheme, provider and status at either point', async () => {
    const points = 'from=2021-05-31&to=2026-11-25';
    expect(await items(`${points}&scheme=secnumcloud`)).toHaveLength(11);
    expect(await items(`${points}&scheme=hds`)).toEqual([]);
    expect(await items(`${points}&provider=ovhcloud`)).toHaveLength(3);
    const names = async (status: string) =>
      (await items(`${points}&status=${status}`)).map(({ provider }) => provider.name);
    expect(await names('announced')).toEqual(['Bleu']);
    expect(await names('in-progress')).toEqual(['Bleu']);
    expect(await names('expired')).toEqual([]);
  });

  it('continues on the next page', async () => {
    const whole = await items('from=2021-05-31&to=2026-11-25');
    const paged: Item[] = [];
    let next = `/v1/diff?seen=${imported}&from=2021-05-31&to=2026-11-25&limit=3`;
    while (next !== '') {
      const { body, headers } = await served.api.get(next);
      expect(body.items.length).toBeLessThanOrEqual(3);
      paged.push(...body.items);
      next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(paged).toEqual(whole);
  });

  it.each([
    ['from=2026-02-30&to=2026-11-25', 'from', 'point-day'],
    ['from=2026-01-01&to=2026-13-01', 'to', 'point-day'],
    ['from=2026-01-01@2026-06-30T00:00:00&to=2026-11-25', 'from', 'point-instant'],
    ['from=2026-01-01@&to=2026-11-25', 'from', 'point-instant'],
    ['from=2026-01-01@2026-06-30T00:00:00+02:00&to=2026-11-25', 'from', 'point-plus-sign'],
    ['from=2026-01-01@2026-06-30T00:00:00Z@2026&to=2026-11-25', 'from', 'point-instant'],
    ['from=2026-01-01T00:00:00Z&to=2026-11-25', 'from', 'point-day'],
    ['from=&to=2026-11-25', 'from', 'point-format'],
    ['from=@&to=2026-11-25', 'from', 'point-instant'],
    ['from=2026&to=2026-11-25', 'from', 'point-day'],
    ['from=1899-01-01&to=2026-11-25', 'from', 'year-out-of-range'],
    ['from=2026-01-01@2026-02-30T00:00:00Z&to=2026-11-25', 'from', 'instant-without-day'],
    ['from=2026-01-01&to=@2026-06-30T24:00:00Z', 'to', 'instant-without-time'],
    ['from=2026-01-01&to=@2026-06-30T00:00:00-25:00', 'to', 'instant-without-offset'],
    ['to=2026-11-25', 'from', 'required'],
    ['from=2026-01-01&from=2026-01-02&to=2026-11-25', 'from', 'wrong-type'],
    ['from=2026-01-01&to=2026-11-25&asOf=2026-01-01', 'asOf', 'unknown-field'],
    ['from=2026-01-01&to=2026-11-25&status=gone', 'status', 'not-one-of'],
    ['from=2026-01-01&to=2026-11-25&cursor=abc', 'cursor', 'cursor-format'],
  ])('is refused for %s', async (query, field, code) => {
    const { status, body } = await served.api.get(`/v1/diff?${query}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(body.problems).toEqual([expect.objectContaining({ field, code })]);
  });

  it('returns 404 for an unknown scheme or provider', async () => {
    const points = 'from=2026-01-01&to=2026-11-25';
    expect(await diff(`${points}&scheme=nothing`)).toMatchObject({ status: 404 });
    expect(await diff(`${points}&provider=nobody`)).toMatchObject({ status: 404 });
  });
});

describe('the difference between two points of a ledger', () => {
  it('includes a label that applies from a date of its own', async () => {
    const served = await startApi();
    await served.api.post('/v1/providers', { name: 'Oodrive' });
    const opened = await served.api.post('/v1/dossiers', { provider: 'oodrive', scheme: 'secnumcloud' });
    const source = { kind: 'decision', publisher: 'ANSSI' };
    const grant = { type: 'GrantIssued', occurred: '2019-01-08', source, data: { validUntil: '2022-01-08' } };
    const { body } = await served.api.post(`/v1/dossiers/${opened.body.id as string}/events`, grant);
    const found = await served.api.get(`/v1/diff?seen=${body.position as number}&from=2021-05-16&to=2021-05-17`);
    expect(found.body.items).toMatchObject([
      { fields: ['labels'], before: { labels: [] }, after: { labels: ['cloud-de-confiance'] } },
    ]);
    await served.close();
  });
});
