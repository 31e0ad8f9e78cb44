import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { instantAfterAll } from '#test/instants.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

describe('events recorded late', () => {
  const served = startedOnce(() => startApi());

  const listed = async (id: string, query: string) => {
    const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    const { body } = await served.api.get(`/v1/dossiers?${query}&seen=${position}`);
    return body.items.find((dossier: { id: string }) => dossier.id === id);
  };

  it('a J0 of March recorded after a J3 of June changes past statuses but not the current one', async () => {
    const { id, record, read } = await openDossier(served.api, 'NumSpot');
    await record(milestone('J3', '2026-06-10'));
    const before = await instantAfterAll(served);
    const now = (await read()).body;
    expect((await read('?asOf=2026-04-01')).body).toMatchObject({ status: 'unknown', stage: null });

    expect(await record(milestone('J0', '2026-03-05'))).toMatchObject({ status: 201, body: { status: 'granted' } });

    expect((await read('?asOf=2026-04-01')).body).toMatchObject({ status: 'applied', stage: { milestone: 'J0' } });
    const [j3] = now.milestones;
    const j0 = expect.objectContaining({ milestone: 'J0', occurred: '2026-03-05' });
    expect((await read()).body).toEqual({ ...now, milestones: [j0, j3], version: 3 });
    expect((await read(`?asOf=2026-04-01&knownAt=${before}`)).body).toMatchObject({ status: 'unknown', version: 2 });
    expect(await listed(id, 'asOf=2026-04-01')).toMatchObject({ status: 'applied' });
    expect(await listed(id, `asOf=2026-04-01&knownAt=${before}`)).toBeUndefined();
    expect(await listed(id, `asOf=2026-06-10&knownAt=${before}`)).toMatchObject({ status: 'granted' });
  });

  it('a corrected end of validity applies to every asOf and to no earlier knownAt', async () => {
    const { id, record, read } = await openDossier(served.api, 'OVHcloud');
    const decided = await record(grant({ validUntil: '2026-12-29' }));
    const before = await instantAfterAll(served);
    const correction = {
      type: 'EventCorrected',
      data: { event: decided.body.id, changes: { data: { validUntil: '2024-12-29' } }, reason: 'misread' },
    };
    expect(await record(correction)).toMatchObject({ status: 201, body: { status: 'expired' } });

    for (const [asOf, corrected, recorded] of [
      ['2024-01-01', 'granted', 'granted'],
      ['2024-12-30', 'expired', 'granted'],
      ['2026-11-25', 'expired', 'granted'],
      ['2026-12-30', 'expired', 'expired'],
    ] as const) {
      const end = (body: { grants: { validUntil: string }[] }) => body.grants[0]?.validUntil;
      const now = (await read(`?asOf=${asOf}`)).body;
      const then = (await read(`?asOf=${asOf}&knownAt=${before}`)).body;
      expect([asOf, now.status, end(now)]).toEqual([asOf, corrected, '2024-12-29']);
      expect([asOf, then.status, end(then)]).toEqual([asOf, recorded, '2026-12-29']);
      expect(await listed(id, `asOf=${asOf}`)).toMatchObject({ status: corrected });
      expect(await listed(id, `asOf=${asOf}&knownAt=${before}`)).toMatchObject({ status: recorded });
    }
  });

  it('a dossier does not exist before it was recorded', async () => {
    const { path, record } = await openDossier(served.api, 'Bleu');
    await record(milestone('J0', '2025-04-17'));
    expect(await served.api.get(`${path}?knownAt=2020-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
    expect((await served.api.get('/v1/dossiers?knownAt=2020-01-01T00:00:00Z')).body).toEqual({ items: [] });
    expect((await served.api.get('/v1/providers?knownAt=2020-01-01T00:00:00Z')).body).toEqual({ items: [] });
  });
});
