import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { boardExpected, boardInShort, daysExpected } from '#test/expected-board.js';
import { instantAfter } from '#test/instants.js';
import { grant, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

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
    const { body } = await served.api.post('/v1/dossiers', { provider: 'ovhcloud-and-google', scheme: 'secnumcloud' });
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
    ['sector=Sant%C3%A9%20Publique', ['acme']],
    ['sector=publique%20sante', []],
    ['sector=sant', []],
    ['sector=sante%20defence', []],
    ['sector=defence&asOf=2024-01-10', ['acme']],
    ['sector=defence&asOf=2024-01-09', []],
    ['technology=openshift', ['acme']],
    ['technology=red%20hat', ['acme']],
    ['party=openshift', []],
    ['level=eleve', ['acme']],
    ['level=elev', []],
    ['level=eleve&asOf=2023-12-27', []],
    ['level=eleve&asOf=2028-02-01', []],
    ['sector=defence&level=eleve&status=granted', ['acme']],
    ['sector=defence&level=low', []],
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

describe('the ledger of November 2026, without the rows and columns added since', () => {
  it('is imported with the same result as before', async () => {
    const other = await startApi();
    try {
      const file = await readFile(join(import.meta.dirname, '../imports/ledger-of-november.csv'));
      const send = () => other.api.post('/v1/imports', file, { 'content-type': 'text/csv' });
      const { body } = await send();
      expect(body).toMatchObject({ recorded: 48, providers: 9, dossiers: 11 });
      expect((await send()).body).toMatchObject({ recorded: 0, replayed: 48 });
      for (const day of daysExpected) {
        const list = await other.api.get(`/v1/dossiers?seen=${body.position}&asOf=${day}`);
        expect(boardInShort(list.body.items)).toEqual(boardExpected(day));
      }
      const bleu = (await other.api.get(`/v1/providers/bleu?asOf=2026-11-25`)).body;
      expect(bleu.authorizations.expected).toMatchObject([
        { occurred: null, fulfilledBy: [] },
        { occurred: null, fulfilledBy: [] },
      ]);
    } finally {
      await other.close();
    }
  });
});
