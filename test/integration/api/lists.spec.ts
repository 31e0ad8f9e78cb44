import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boardCheckpoint } from '#projections/board-projection.js';
import { startApi } from '#test/api.js';
import { milestone, openDossier, grant, instantAfter } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { pagesOf } from '#test/client.js';
import { type DossierView } from '#domain/dossier/standing.js';
import { realLedger } from '#test/board.js';
import { wholeDocument } from '../../fuzz/document.js';

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

  it('can be filtered by provider, expiry and flags', async () => {
    expect(await names('providers=bleu')).toEqual(['Bleu']);
    expect(await names('expiresBefore=2026-12-15')).toEqual(['3DS Outscale']);
    expect(await names('expiring=true')).toEqual(['3DS Outscale', 'OVHcloud']);
    expect(await names('stale=true&asOf=2026-09-01')).toEqual(['Bleu']);
    expect(await names('schemes=hds')).toEqual([]);
  });

  describe('a cursor', () => {
    const following = async (path: string): Promise<string> => {
      const { headers } = await served.api.get(path);
      return /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? 'no next page';
    };
    const cursorIn = (address: string) => new URL(address, 'http://jalon').searchParams.get('cursor');
    const foreign = { status: 400, body: { problems: [{ field: 'cursor', code: 'cursor-of-other-list' }] } };

    it('of another list is refused by every list', async () => {
      const { paths } = await wholeDocument(served.as());
      const lists = Object.entries(paths).filter(([, { get: read }]) =>
        read?.parameters?.some(({ name }) => name === 'cursor'),
      );
      expect(lists.length).toBeGreaterThan(15);
      const [dossiers, providers] = [await following('/v1/dossiers?limit=1'), await following('/v1/providers?limit=1')];
      for (const [list] of lists) {
        const path = list.replace('{id}', '00000000-0000-4000-8000-000000000000');
        const cursor = cursorIn(list === '/v1/dossiers' ? providers : dossiers);
        const needed = list === '/v1/diff' ? '&from=2020-01-01' : '';
        expect({ list, ...(await served.api.get(`${path}?cursor=${cursor}${needed}`)) }).toMatchObject(foreign);
      }
    });

    it.each([
      ['/v1/dossiers?', 'schemes=secnumcloud'],
      ['/v1/dossiers?', 'asOf=2025-01-01'],
      ['/v1/dossiers?schemes=secnumcloud', 'knownAt=2027-01-01T00:00:00Z'],
      ['/v1/providers?', 'name=o'],
      ['/v1/deadlines?', 'state=met'],
      ['/v1/diff?from=2020-01-01', 'status=granted'],
      ['/v1/providers/bleu/events?', 'knownAt=2027-01-01T00:00:00Z'],
      ['/v1/admin/activity?', 'act=recorded'],
    ])('of %s holds for its filters, any number of items and any language, not with %s', async (list, filter) => {
      const next = await following(`${list}&limit=1`);
      expect(await served.api.get(`${next}&${filter}`)).toMatchObject(foreign);
      const other = list.replace('?', `?limit=2&cursor=${cursorIn(next)}&`);
      expect(await served.api.get(other, { 'accept-language': 'fr' })).toMatchObject({ status: 200 });
    });

    it('of an earlier release is refused', async () => {
      const cursor = Buffer.from('["bleu","SecNumCloud","x"]').toString('base64url');
      expect(await served.api.get(`/v1/dossiers?cursor=${cursor}`)).toMatchObject(foreign);
      expect(await served.api.get(`/v1/events?cursor=${cursor}`)).toMatchObject({
        body: { problems: [{ field: 'cursor', code: 'unknown-field' }] },
      });
    });
  });

  it('wait for the latest write', async () => {
    const { id, record } = await openDossier(served.api, 'A newcomer');
    const { body } = await record(milestone('J0', '2026-11-24'));
    const found = await served.api.get(`/v1/dossiers?providers=a-newcomer&seen=${body.position}`);
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

  it('return a problem if the projection takes too long (long)', async () => {
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
});

describe('a question to the lists', () => {
  const served = startedOnce(() => startApi());
  let position: number;
  let imported: string;

  beforeAll(async () => {
    position = (await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' })).body.position;
    imported = await instantAfter(served, position);
  });

  const dossiers = async (query: string): Promise<string[]> => {
    const { status, body } = await served.api.get(`/v1/dossiers?seen=${position}&limit=200&${query}`);
    expect(status).toBe(200);
    return [...new Set<string>(body.items.map(({ provider }: DossierView) => provider.slug))];
  };

  const providers = async (query: string): Promise<string[]> => {
    const { status, body } = await served.api.get(`/v1/providers?seen=${position}&limit=200&${query}`);
    expect(status).toBe(200);
    return body.items.map(({ slug }: { slug: string }) => slug);
  };

  const recordOn = async (path: string, event: object): Promise<void> => {
    const answer = await served.api.post(`${path}/events`, event);
    expect(answer.status).toBe(201);
    position = answer.body.position;
  };

  const declared = (occurred: string, data: object) => ({
    type: 'OwnershipDeclared',
    occurred,
    source: { kind: 'company', publisher: 'Acme' },
    data,
  });

  describe('who rests on Microsoft or Google', () => {
    it('is a question to the list of dossiers', async () => {
      expect(await dossiers('technology=microsoft')).toEqual(['bleu']);
      expect(await dossiers('technology=Microsoft&owner=orange')).toEqual(['bleu']);
      expect(await dossiers('technology=Microsoft&owner=Docaposte')).toEqual([]);
      expect(await dossiers('technology=google')).toEqual([]);
    });

    it('is a question to the list of providers, which includes those without a dossier', async () => {
      expect(await providers('technology=google')).toEqual(['ovhcloud-and-google']);
      expect(await providers('party=google')).toEqual(['ovhcloud', 'ovhcloud-and-google']);
      expect(await providers('party=Capgemini&technology=MICROSOFT')).toEqual(['bleu']);
      expect(await providers('name=ovh&party=google&asOf=2020-10-31')).toEqual([]);
    });

    it('lists a dossier of the offer on Google once there is one', async () => {
      const { body } = await served.api.post('/v1/dossiers', {
        provider: 'ovhcloud-and-google',
        scheme: 'secnumcloud',
      });
      const { body: recorded } = await served.api.post(`/v1/dossiers/${body.id}/events`, {
        type: 'IntentDeclared',
        occurred: '2021-06',
        source: { kind: 'press', publisher: 'Le Monde' },
        data: {},
      });
      position = recorded.position;
      expect(await dossiers('technology=google')).toEqual(['ovhcloud-and-google']);
      expect(await dossiers('technology=google&asOf=2021-05-31')).toEqual([]);
      expect(await dossiers(`technology=google&knownAt=${imported}`)).toEqual([]);
    });
  });

  describe('a name in a filter', () => {
    beforeAll(async () => {
      const acme = await openDossier(served.api, 'Acme');
      await recordOn(acme.path, grant({ level: 'Élevé', referential: '3.2', validUntil: '2028-01-01' }));
      await recordOn(`/v1/providers/${acme.provider}`, {
        type: 'AnnouncementMade',
        occurred: '2024-01-10',
        source: { kind: 'company', publisher: 'Acme' },
        data: { title: 'A cloud', sectors: ['Santé publique', 'Defence'], technology: ['Red Hat OpenShift'] },
      });
    });

    it.each([
      ['sector=sante', ['acme']],
      ['sector=publique%20sante', []],
      ['sector=sante%20defence', []],
      ['sector=defence&asOf=2024-01-10', ['acme']],
      ['sector=defence&asOf=2024-01-09', []],
      ['technology=openshift', ['acme']],
      ['party=openshift', []],
      ['level=eleve', ['acme']],
      ['level=eleve&asOf=2023-12-27', []],
      ['level=eleve&asOf=2028-02-01', []],
      ['sector=defence&level=eleve&status=granted', ['acme']],
    ])('%s matches %j', async (query, found) => {
      expect(await dossiers(query)).toEqual(found);
    });
  });

  describe('owners', () => {
    it('are those of the declaration in force on the day, as known then; technology remains until another is named', async () => {
      const { provider } = await openDossier(served.api, 'Sold');
      await recordOn(
        `/v1/providers/${provider}`,
        declared('2022-01-01', { holders: [{ name: 'First Holding SA', share: 60 }], technology: ['VMware'] }),
      );
      const between = await instantAfter(served, position);
      await recordOn(`/v1/providers/${provider}`, declared('2024-06-30', { holders: [{ name: 'Second Holding' }] }));
      const query = async (filter: string) => (await dossiers(filter)).concat(await providers(filter));
      expect(await query('owner=first%20holding&asOf=2021-12-31')).toEqual([]);
      expect(await providers('owner=first%20holding&asOf=2024-06-29')).toEqual(['sold']);
      expect(await providers('owner=first%20holding&asOf=2024-06-30')).toEqual([]);
      expect(await providers('owner=second&asOf=2024-06-30')).toEqual(['sold']);
      expect(await providers(`owner=second&asOf=2024-06-30&knownAt=${between}`)).toEqual([]);
      expect(await providers(`owner=first&asOf=2024-06-30&knownAt=${between}`)).toEqual(['sold']);
      expect(await dossiers('owner=second')).toEqual(['sold']);
      expect(await dossiers(`owner=first&knownAt=${between}`)).toEqual(['sold']);
      expect(await query(`owner=first&knownAt=${imported}`)).toEqual([]);
      expect(await dossiers('technology=vmware')).toEqual(['sold']);
      await recordOn(
        `/v1/providers/${provider}`,
        declared('2025-01-01', { holders: [{ name: 'Second Holding' }], technology: [] }),
      );
      expect(await dossiers('technology=vmware')).toEqual([]);
    });
  });

  describe('facts of a dossier', () => {
    const listed = async (query: string): Promise<DossierView[]> => {
      const point = `knownAt=${imported}&asOf=2026-11-25`;
      return (await served.api.get(`/v1/dossiers?seen=${position}&${point}&${query}`)).body.items;
    };
    const having = async (isFound: (dossier: DossierView) => boolean): Promise<DossierView[]> => {
      const found = (await listed('')).filter(isFound);
      expect(found.length).toBeGreaterThan(0);
      return found;
    };

    it('filter by type of service, version and label, whole values only', async () => {
      expect(await listed('serviceKind=saas')).toEqual(
        await having(({ service }) => service?.kinds.includes('SaaS') ?? false),
      );
      expect(await listed('referential=3.2')).toEqual(
        await having(({ grants }) => grants.some((one) => one.state === 'in-force' && one.referential === '3.2')),
      );
      expect(await listed('label=Cloud%20de%20confiance')).toEqual(
        await having(({ labels }) => labels.includes('cloud-de-confiance')),
      );
      for (const nothing of ['label=unheard-of', 'level=9', 'referential=3', 'serviceKind=aas'])
        expect(await listed(nothing)).toEqual([]);
      expect(await dossiers(`label=cloud-de-confiance&asOf=2021-05-01&knownAt=${imported}`)).toEqual([]);
    });

    it('keep their filters from page to page, and in CSV', async () => {
      const whole = (await served.api.get(`/v1/dossiers?seen=${position}&serviceKind=IaaS`)).body.items;
      expect(whole.length).toBeGreaterThan(4);
      const pages = await pagesOf(served.api, `/v1/dossiers?seen=${position}&serviceKind=IaaS&limit=3`);
      expect(pages.flat()).toEqual(whole);
      const csv = await served.api.get(`/v1/dossiers?seen=${position}&technology=microsoft`, { accept: 'text/csv' });
      expect(String(csv.body).trimEnd().split('\r\n')).toHaveLength(2);
    });

    it('are refused where they can match nothing', async () => {
      for (const [list, field] of [
        ['dossiers', 'technology'],
        ['dossiers', 'label'],
        ['providers', 'party'],
      ]) {
        const { status, body } = await served.api.get(`/v1/${list}?${field}=%2B`);
        expect([status, body.problems]).toMatchObject([400, [{ field, code: 'name-without-letters' }]]);
      }
      expect((await served.api.get('/v1/providers?level=low')).status).toBe(400);
    });
  });
});
