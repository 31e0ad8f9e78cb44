import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

describe('timelines', () => {
  const served = startedOnce(() => startApi());

  it('show events as recorded, and with corrections and retractions applied', async () => {
    const { path, record } = await openDossier(served.api, 'OVHcloud');
    const wrong = await record(milestone('J0', '2022-02-01'));
    const decided = await record(grant({ validUntil: '2026-12-28' }));
    await record({ type: 'EventRetracted', data: { event: wrong.body.id, reason: 'of another service' } });
    await record({
      type: 'EventCorrected',
      data: { event: decided.body.id, changes: { data: { validUntil: '2026-12-29' } }, reason: 'misread' },
    });
    const { status, body } = await served.api.get(`${path}/events`);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { version: 1, type: 'DossierOpened', occurred: null, source: null, current: null, retracted: false },
      {
        version: 2,
        type: 'MilestoneReached',
        occurred: '2022-02-01',
        data: { milestone: 'J0' },
        current: null,
        retracted: true,
      },
      {
        version: 3,
        type: 'GrantIssued',
        data: { decision: '2279', validUntil: '2026-12-28' },
        current: { occurred: '2023-12-28', data: { decision: '2279', validUntil: '2026-12-29' } },
        retracted: false,
      },
      { version: 4, type: 'EventRetracted', retracted: false },
      { version: 5, type: 'EventCorrected', data: { reason: 'misread' }, retracted: false },
    ]);
    expect(body.items[1]).toMatchObject({
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      id: wrong.body.id,
    });
  });

  it('of a provider are found by its slug, page by page', async () => {
    const { provider } = await openDossier(served.api, 'Cegedim.cloud');
    for (const name of ['Cegedim', 'CegNumCloud', 'Cegedim SA'])
      await served.api.post('/v1/providers/cegedim-cloud/events', { type: 'AliasAdded', data: { name } });
    const first = await served.api.get('/v1/providers/cegedim-cloud/events?limit=3');
    expect(first.body.items.map(({ version }: { version: number }) => version)).toEqual([1, 2, 3]);
    const link = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await served.api.get(link);
    expect(second.body.items).toMatchObject([{ version: 4, data: { name: 'Cegedim SA' } }]);
    expect(second.headers.get('link')).toBeNull();
    expect((await served.api.get(`/v1/providers/${provider}/events`)).body.items).toHaveLength(4);
  });

  it('end at knownAt', async () => {
    const { path } = await openDossier(served.api, 'Wimi');
    const [opened] = (await served.api.get(`${path}/events`)).body.items;
    expect((await served.api.get(`${path}/events?knownAt=${opened.recordedAt}`)).body.items).toHaveLength(1);
    expect(await served.api.get(`${path}/events?knownAt=2020-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
  });
});
