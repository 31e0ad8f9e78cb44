import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { instantAfterAll, grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());

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
  let imported: number;
  beforeAll(async () => {
    const answer = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    imported = answer.body.position;
  });

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
    const [bleu] = await items('from=2021-05-31&to=2026-11-25&providers=bleu');
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
    const [outscale] = await items('from=2021-05-31&to=2026-11-25&providers=3ds-outscale');
    expect(outscale).toMatchObject({
      fields: ['confirmed', 'stage', 'grant', 'expiring', 'labels'],
      before: { grant: { decision: null, validUntil: null } },
      after: { grant: { decision: '2118', validUntil: '2026-11-30' }, expiring: true },
    });
  });

  it('has no events if only time has passed', async () => {
    expect(await items('from=2026-11-25&to=2026-12-30&providers=ovhcloud')).toMatchObject([
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
    expect(await items(`${points}&schemes=secnumcloud`)).toHaveLength(11);
    expect(await items(`${points}&schemes=hds`)).toEqual([]);
    expect(await items(`${points}&providers=ovhcloud`)).toHaveLength(3);
    const names = async (status: string) =>
      (await items(`${points}&status=${status}`)).map(({ provider }) => provider.name);
    expect(await names('announced')).toEqual(['Bleu']);
    expect(await names('in-progress')).toEqual(['Bleu']);
    expect(await names('expired')).toEqual([]);
  });

  it('continues on the next page', async () => {
    const whole = await items('from=2021-05-31&to=2026-11-25');
    const pages = await pagesOf(served.api, `/v1/diff?seen=${imported}&from=2021-05-31&to=2026-11-25&limit=3`);
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 3, 2]);
    expect(pages.flat()).toEqual(whole);
  });

  it.each([
    ['from=2026-02-30&to=2026-11-25', 'from', 'no-such-day'],
    ['from=2026-13&to=2026-11-25', 'from', 'point-format'],
    ['from=2026-13@2026-06-30T00:00:00Z&to=2026-11-25', 'from', 'point-day'],
    ['from=2026-01-01@2026-06-30T00:00:00&to=2026-11-25', 'from', 'point-instant'],
    ['from=2026-01-01@2026-06-30T00:00:00+02:00&to=2026-11-25', 'from', 'point-plus-sign'],
    ['from=&to=2026-11-25', 'from', 'point-format'],
    ['from=1899-01-01&to=2026-11-25', 'from', 'year-out-of-range'],
    ['from=2026-01-01@2026-02-30T00:00:00Z&to=2026-11-25', 'from', 'instant-without-day'],
    ['to=2026-11-25', 'from', 'required'],
    ['from=2026-01-01&from=2026-01-02&to=2026-11-25', 'from', 'given-twice'],
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
    expect(await diff(`${points}&schemes=nothing`)).toMatchObject({ status: 404 });
    expect(await diff(`${points}&providers=nobody`)).toMatchObject({ status: 404 });
  });
});

describe('a difference', () => {
  const diff = async (provider: string, from: string, to: string) => {
    const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    const { body } = await served.api.get(`/v1/diff?from=${from}&to=${to}&providers=${provider}&seen=${position}`);
    return body.items;
  };

  it('is "happened" if the event is dated after the earlier day, even if recorded later', async () => {
    const { provider, record } = await openDossier(served.api, 'Of October');
    await record(milestone('J0', '2026-03-05'));
    const september = await instantAfterAll(served);
    await record(milestone('J1', '2026-10-15'));
    const november = await instantAfterAll(served);
    expect(await diff(provider, `2026-09-01@${september}`, `2026-11-01@${november}`)).toMatchObject([
      {
        kind: 'happened',
        fields: ['status', 'stage'],
        because: [{ type: 'MilestoneReached', occurred: '2026-10-15' }],
      },
    ]);
  });

  it('is "learned" if an earlier J0 was recorded late', async () => {
    const { id, provider, record } = await openDossier(served.api, 'Of March');
    await record({ ...milestone('J0', '2026-01-10'), type: 'IntentDeclared', data: {} });
    const june = await instantAfterAll(served);
    const { body } = await record(milestone('J0', '2026-03-05'));
    const learned = {
      id,
      change: 'changed',
      kind: 'learned',
      fields: ['status', 'stage'],
      before: { status: 'announced', stage: null },
      after: { status: 'applied', stage: { milestone: 'J0', occurred: '2026-03-05' } },
      because: [
        { id: body.id, type: 'MilestoneReached', publisher: 'Of March', position: body.position, visible: 'to' },
      ],
    };
    expect(await diff(provider, `2026-04-01@${june}`, '2026-04-01')).toMatchObject([learned]);
    expect(await diff(provider, `2026-04-01@${june}`, '2026-08-01')).toMatchObject([learned]);
    expect(await diff(provider, '2026-02-01', '2026-04-01')).toMatchObject([{ ...learned, kind: 'happened' }]);
    expect(await diff(provider, `2026-02-01@${june}`, `2026-04-01@${june}`)).toEqual([]);
    expect(await diff(provider, `2026-02-01@${june}`, '2026-02-01')).toEqual([]);
  });

  it('is "learned" if an end was corrected, and explained by the correction only', async () => {
    const { provider, record } = await openDossier(served.api, 'Misread');
    const decided = await record(grant({ validUntil: '2026-12-29' }));
    const before = await instantAfterAll(served);
    const changes = { data: { validUntil: '2026-06-30' } };
    const correction = await record({
      type: 'EventCorrected',
      data: { event: decided.body.id, changes, reason: 'misread' },
    });
    const because = [{ id: correction.body.id, type: 'EventCorrected', occurred: null, visible: 'to' }];

    expect(await diff(provider, `2024-01-01@${before}`, '2024-01-01')).toMatchObject([
      {
        kind: 'learned',
        fields: ['grant'],
        before: { grant: { validUntil: '2026-12-29' } },
        after: { grant: { validUntil: '2026-06-30' } },
        because,
        more: 0,
      },
    ]);
    expect(await diff(provider, `2026-11-25@${before}`, '2026-11-25')).toMatchObject([
      { kind: 'learned', before: { status: 'granted' }, after: { status: 'expired' }, because },
    ]);
    const across = await diff(provider, `2024-01-01@${before}`, '2026-11-25');
    expect(across).toMatchObject([
      { kind: 'both', before: { status: 'granted' }, after: { status: 'expired' }, because },
    ]);
    expect(await diff(provider, '2026-11-25', `2024-01-01@${before}`)).toMatchObject([
      { kind: 'both', before: { status: 'expired' }, because: [{ ...because[0], visible: 'from' }] },
    ]);
    expect(await diff(provider, `2023-01-01@${before}`, '2023-01-01')).toEqual([]);
  });

  it('shows a retracted event as visible at the earlier point only', async () => {
    const { provider, record } = await openDossier(served.api, 'Mistaken');
    const reached = await record(milestone('J0', '2026-03-05'));
    const before = await instantAfterAll(served);
    const retraction = await record({ type: 'EventRetracted', data: { event: reached.body.id, reason: 'not so' } });
    expect(await diff(provider, `2026-11-25@${before}`, '2026-11-25')).toMatchObject([
      {
        kind: 'learned',
        because: [
          { id: reached.body.id, visible: 'from' },
          { id: retraction.body.id, type: 'EventRetracted', visible: 'to' },
        ],
      },
    ]);
  });

  it('is not explained by the correction of an event that is visible at neither point', async () => {
    const { provider, record } = await openDossier(served.api, 'Corrected ahead');
    await record(milestone('J0', '2026-01-10'));
    const { body } = await record(milestone('J1', '2026-10-15'));
    const before = await instantAfterAll(served);
    const changes = { occurred: '2026-10-16' };
    await record({ type: 'EventCorrected', data: { event: body.id, changes, reason: 'misread' } });
    const found = await diff(provider, `2026-01-01@${before}`, '2026-02-01');
    expect(found.map(({ because }: { because: object[] }) => because)).toEqual([
      [expect.objectContaining({ type: 'MilestoneReached', occurred: '2026-01-10' })],
    ]);
  });

  it('lists the last 20 events and counts the others', async () => {
    const { provider, record } = await openDossier(served.api, 'Talkative');
    for (let day = 10; day < 32; day++)
      await record({ ...milestone('J0', `2026-01-${day}`), type: 'StatementMade', data: { title: `of ${day}` } });
    await record(milestone('J0', '2026-02-01'));
    const [item] = await diff(provider, '2026-01-01', '2026-11-25');
    expect([item.because.length, item.more]).toEqual([20, 3]);
    expect(item.because.at(-1)).toMatchObject({ type: 'MilestoneReached', occurred: '2026-02-01' });
  });

  it('of a transferred service is found by either provider', async () => {
    const { provider, record } = await openDossier(served.api, 'Gives away');
    const { provider: to } = await openDossier(served.api, 'Takes over');
    await record(milestone('J0', '2026-01-10'));
    await record({ ...milestone('J0', '2026-05-01'), type: 'ServiceTransferred', data: { to } });
    const moved = {
      kind: 'happened',
      fields: ['provider'],
      provider: { id: to },
      before: { provider: { id: provider, name: 'Gives away' } },
      after: { provider: { id: to, name: 'Takes over' } },
      because: [{ type: 'ServiceTransferred', occurred: '2026-05-01' }],
    };
    for (const holder of [provider, 'takes-over'])
      expect(await diff(holder, '2026-04-01', '2026-06-01')).toMatchObject([moved]);
  });

  it('does not include renamed providers; each point shows its own name', async () => {
    const { provider, record } = await openDossier(served.api, 'Maiden');
    await record({ ...milestone('J0', '2026-01-10'), type: 'IntentDeclared', data: {} });
    const source = { kind: 'company', publisher: 'Married' };
    const renamed = { type: 'ProviderRenamed', occurred: '2026-05-01', source, data: { name: 'Married' } };
    expect(await served.api.post(`/v1/providers/${provider}/events`, renamed)).toMatchObject({ status: 201 });
    expect(await diff(provider, '2026-04-01', '2026-06-01')).toEqual([]);
    await record(milestone('J0', '2026-05-20'));
    expect(await diff(provider, '2026-04-01', '2026-06-01')).toMatchObject([
      {
        fields: ['status', 'stage'],
        provider: { name: 'Married' },
        before: { provider: { name: 'Maiden' } },
        after: { provider: { name: 'Married' } },
      },
    ]);
  });
});
