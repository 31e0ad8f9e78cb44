import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boardCheckpoint } from '#projections/board-projection.js';
import { startApi } from '#test/api.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

interface Dossier {
  id: string;
  provider: { name: string; slug: string };
  status: string;
}

describe('lists', () => {
  const served = startedOnce(() => startApi());
  let imported: number;
  beforeAll(async () => {
    const file = await readFile(join(import.meta.dirname, '../../../samples/ledger.csv'));
    const answer = await served.api.post('/v1/imports', file, { 'content-type': 'text/csv' });
    expect(answer).toMatchObject({ status: 200, body: { providers: 10, dossiers: 11, replayed: 0 } });
    imported = answer.body.position;
    expect(answer.headers.get('jalon-position')).toBe(String(imported));
  });

  /** Does something while the projection cannot move on. */
  const held = (act: () => Promise<void>): Promise<void> =>
    served.db.transaction().execute(async (tx) => {
      const { name } = boardCheckpoint;
      await tx.selectFrom('checkpoint').select('name').where('name', '=', name).forUpdate().execute();
      await act();
    });

  const list = async (query: string) => served.api.get(`/v1/dossiers?seen=${imported}&${query}`);
  const names = async (query: string) => (await list(query)).body.items.map(({ provider }: Dossier) => provider.name);

  it('name who held SecNumCloud on 27 May 2021', async () => {
    const { body } = await list('asOf=2021-05-27&scheme=secnumcloud&status=granted');
    expect(
      body.items.map(({ provider, confirmed }: Dossier & { confirmed: boolean }) => [provider.name, confirmed]),
    ).toEqual([
      ['3DS Outscale', false],
      ['Oodrive', false],
      ['OVHcloud', false],
    ]);
  });

  it('can be filtered by provider, expiry and flags', async () => {
    expect(await names('provider=bleu')).toEqual(['Bleu']);
    expect(await names('expiresBefore=2026-12-15')).toEqual(['3DS Outscale']);
    expect(await names('expiring=true')).toEqual(['3DS Outscale', 'OVHcloud']);
    expect(await names('stale=true&asOf=2026-09-01')).toEqual(['Bleu']);
    expect(await names('scheme=hds')).toEqual([]);
  });

  it('continue on the next page', async () => {
    const whole = (await list('')).body.items as Dossier[];
    expect(whole).toHaveLength(11);
    const pages = await pagesOf(served.api, `/v1/dossiers?seen=${imported}&limit=4`);
    expect(pages.flat()).toEqual(whole);
  });

  it('show a dossier with the same content as its own page', async () => {
    for (const asOf of ['2021-05-31', '2025-12-01', '2026-11-25', '2026-12-30'])
      for (const listed of (await list(`asOf=${asOf}`)).body.items as Dossier[])
        expect((await served.api.get(`/v1/dossiers/${listed.id}?asOf=${asOf}`)).body).toEqual(listed);
  });

  it('show providers with the status of their dossiers', async () => {
    const { body } = await served.api.get(`/v1/providers?seen=${imported}`);
    expect(body.items).toHaveLength(10);
    const one = await served.api.get(`/v1/providers/ovhcloud?seen=${imported}`);
    expect(one.body).toMatchObject({ slug: 'ovhcloud', name: 'OVHcloud', asOf: '2026-11-25' });
    expect(one.body.dossiers.map(({ service }: { service: { name: string } }) => service.name).sort()).toEqual([
      'Bare Metal Pod',
      'Hosted Private Cloud powered by VMware',
      'SNC Cloud Platform',
    ]);
  });

  it('name the deadlines of the next 180 days, soonest first, and the missed ones', async () => {
    const due = (await served.api.get(`/v1/deadlines?seen=${imported}`)).body.items;
    const ends = due.filter(({ kind }: { kind: string }) => /end$/.test(kind));
    expect(
      ends.map((one: { dossier: Dossier; kind: string; due: string; daysLeft: number }) => [
        one.dossier.provider.name,
        one.kind,
        one.due,
        one.daysLeft,
      ]),
    ).toEqual([
      ['3DS Outscale', 'grant-end', '2026-11-30', 5],
      ['NumSpot', 'dependency-end', '2026-11-30', 5],
      ['OVHcloud', 'grant-end', '2026-12-29', 34],
    ]);
    const renewals = due.filter(({ kind }: { kind: string }) => kind === 'renewal-window');
    expect(renewals.map((one: Record<string, unknown>) => [one['due'], one['lapses'], one['state']])).toContainEqual(
      ['2025-06-08', '2026-11-30', 'open'], // of 3DS Outscale: late, and possible until the grant ends
    );
    const missed = (await served.api.get(`/v1/deadlines?seen=${imported}&state=missed&provider=bleu`)).body.items;
    expect(missed.map(({ kind, due: day }: { kind: string; due: string }) => [kind, day])).toEqual(
      expect.arrayContaining([
        ['target', '2025'],
        ['target', '2026-H1'],
      ]),
    );
  });

  it('wait for the latest write', async () => {
    const { id, record } = await openDossier(served.api, 'A newcomer');
    const { body } = await record(milestone('J0', '2026-11-24'));
    const found = await served.api.get(`/v1/dossiers?provider=a-newcomer&seen=${body.position}`);
    expect(found.body.items).toMatchObject([{ id, status: 'applied', version: 2 }]);
    expect(Number(found.headers.get('jalon-position'))).toBeGreaterThanOrEqual(body.position);
  });

  it('do not wait for a position that has not been recorded', async () => {
    const head = Number((await served.api.get('/v1/schemes')).headers.get('jalon-position'));
    const params = { position: head + 1, head };
    expect(await served.api.get(`/v1/dossiers?seen=${head + 1}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', problems: [{ field: 'seen', code: 'position-beyond-head', params }] },
    });
  });

  it('return a problem if the projection takes too long', async () => {
    const { record } = await openDossier(served.api, 'Late on the board');
    await held(async () => {
      const { body } = await record(milestone('J0', '2026-11-24'));
      const late = await served.api.get(`/v1/dossiers?seen=${body.position}`);
      expect(late).toMatchObject({ status: 503, body: { code: 'not-seen-yet' } });
      expect(late.headers.get('retry-after')).toBe('1');
    });
  });

  it('a single provider reflects the position of the projection', async () => {
    const { record, provider } = await openDossier(served.api, 'Ahead of the board');
    await held(async () => {
      const { body } = await record(milestone('J0', '2026-11-24'));
      const { headers } = await served.api.get(`/v1/providers/${provider}`);
      expect(Number(headers.get('jalon-position'))).toBeLessThan(body.position);
    });
  });

  it('importing the file again records nothing', async () => {
    const file = await readFile(join(import.meta.dirname, '../../../samples/ledger.csv'));
    const head = (await served.api.get('/v1/schemes')).headers.get('jalon-position');
    const again = await served.api.post('/v1/imports', file, { 'content-type': 'text/csv; charset=utf-8' });
    expect(again).toMatchObject({ status: 200, body: { recorded: 0, providers: 0, dossiers: 0 } });
    expect((await served.api.get('/v1/schemes')).headers.get('jalon-position')).toBe(head);
  });
});
