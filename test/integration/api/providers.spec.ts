import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import type { Answered } from '#test/client.js';
import { realLedger } from '#test/board.js';
import { grant, milestone } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

/* oxlint-disable typescript/no-explicit-any -- answers are looked into as a client would: without our types */

const press = { kind: 'press', publisher: 'A newspaper' };
const company = { kind: 'company', publisher: 'The company' };

const served = startedOnce(() => startApi());
let position = 0;

async function post(path: string, body: object): Promise<Answered> {
  const answer = await served.api.post(path, body);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  position = Number(answer.headers.get('jalon-position'));
  return answer;
}

/** Reads once the board has everything that was recorded. */
const read = (path: string, query = '') => served.api.get(`/v1/${path}?seen=${position}${query}`);
const page = async (provider: string, query = ''): Promise<any> => (await read(`providers/${provider}`, query)).body;
const register = async (name: string): Promise<string> => (await post('/v1/providers', { name })).body.id as string;
const record = (on: string, type: string, event: object = {}) =>
  post(`/v1/${on}/events`, { type, source: company, data: {}, ...event });
const openFor = async (provider: string, service?: string): Promise<string> => {
  const scope = service === undefined ? {} : { service: { name: service, kinds: ['IaaS'] } };
  return (await post('/v1/dossiers', { provider, scheme: 'secnumcloud', ...scope })).body.id as string;
};
const instantOf = async (): Promise<string> => {
  const { body } = await served.api.get(`/v1/events?after=${position - 1}`);
  return body.items[0].recordedAt as string;
};
const idsIn = (items: { id: string }[]): string[] => items.map(({ id }) => id);

describe('a dated rename', () => {
  let before: string;
  let rename: string;
  let dossier: string;
  beforeAll(async () => {
    const id = await register('Hexatrust Cloud');
    dossier = await openFor(id, 'Vault');
    await record(`dossiers/${dossier}`, 'MilestoneReached', { occurred: '2018', data: { milestone: 'J0' } });
    before = await instantOf();
    rename = (await record(`providers/${id}`, 'ProviderRenamed', { occurred: '2019-10-09', data: { name: 'Hexa' } }))
      .body.id;
  });

  it("applies from its date on, on the provider's page and in lists", async () => {
    const named = async (asOf: string) => [
      (await page('hexatrust-cloud', `&asOf=${asOf}`)).name,
      (await served.api.get(`/v1/dossiers/${dossier}?asOf=${asOf}`)).body.provider.name,
      (await read('dossiers', `&asOf=${asOf}&providers=hexatrust-cloud`)).body.items[0].provider.name,
      (await read('providers', `&asOf=${asOf}&name=hexa`)).body.items[0].name,
    ];
    expect(await named('2019-10-08')).toEqual(Array(4).fill('Hexatrust Cloud'));
    expect(await named('2019-10-09')).toEqual(Array(4).fill('Hexa'));
  });

  it('is not known before it was recorded', async () => {
    const { name, names, aliases } = await page('hexatrust-cloud', `&knownAt=${before}`);
    expect({ name, aliases }).toEqual({ name: 'Hexatrust Cloud', aliases: [] });
    expect(names.map((one: any) => [one.name, one.since, one.until])).toEqual([['Hexatrust Cloud', null, null]]);
  });

  it('keeps all names searchable, with their periods', async () => {
    const { body, headers } = await read('providers/hexa');
    expect(body).toMatchObject({ slug: 'hexatrust-cloud', name: 'Hexa', aliases: ['Hexatrust Cloud'] });
    expect(headers.get('content-location')).toBe('/v1/providers/hexatrust-cloud');
    expect((await read('providers/hexatrust-cloud')).headers.get('content-location')).toBeNull();
    expect(body.names.map((one: any) => [one.name, one.since, one.until])).toEqual([
      ['Hexa', '2019-10-09', null],
      ['Hexatrust Cloud', null, '2019-10-08'],
    ]);
  });

  it('applies from its corrected date', async () => {
    const changes = { occurred: '2020-03-01', data: { name: 'Hexa SAS' } };
    await record('providers/hexa', 'EventCorrected', { data: { event: rename, changes, reason: 'the register says' } });
    const named = async (asOf: string) => (await page('hexatrust-cloud', `&asOf=${asOf}`)).name;
    expect(await named('2019-12-31')).toBe('Hexatrust Cloud');
    expect(await named('2020-03-01')).toBe('Hexa SAS');
    expect((await read('providers/hexa-sas')).status).toBe(200);
    expect((await read('providers/hexa')).status).toBe(404);
  });
});

describe('a name', () => {
  it('shared by two providers is not resolved, and the problem lists both', async () => {
    for (const name of ['Twin One', 'Twin Two'])
      await record(`providers/${await register(name)}`, 'AliasAdded', { data: { name: 'Gemini' } });
    const { status, body } = await read('providers/gemini');
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'name-ambiguous' });
    expect(JSON.stringify(body)).toContain('twin-one, twin-two');
  });

  it('is found by the beginning of any word, ignoring case and accents', async () => {
    await record(`providers/${await register('Société Générale Cloud')}`, 'AliasAdded', { data: { name: 'SocGen' } });
    const found = async (name: string) =>
      (await read('providers', `&name=${encodeURIComponent(name)}`)).body.items.map(({ slug }: any) => slug);
    expect(await found('GENERALE')).toEqual(['societe-generale-cloud']);
    expect(await found('socgen')).toEqual(['societe-generale-cloud']);
    expect(await found('enerale')).toEqual([]);
    expect(await found('%')).toEqual([]);
  });
});

describe('a transferred service', () => {
  let dossier: string;
  let before: string;
  let seller: string;
  let buyer: string;
  let transfer: string;
  beforeAll(async () => {
    [seller, buyer] = [await register('Seller'), await register('Buyer')];
    dossier = await openFor(seller, 'Compute');
    await post(
      `/v1/dossiers/${dossier}/events`,
      grant({ decision: '77', validUntil: '2027-01-31' }, { occurred: '2024-02-01' }),
    );
    before = await instantOf();
    const event = { occurred: '2025-07-01', data: { to: buyer, title: 'Compute goes to Buyer' } };
    transfer = (await record(`dossiers/${dossier}`, 'ServiceTransferred', event)).body.id;
  });

  const holders = async (query: string) => ({
    alone: (await served.api.get(`/v1/dossiers/${dossier}?${query}`)).body.provider.slug,
    listed: (await read('dossiers', `&${query}`)).body.items.find(({ id }: any) => id === dossier).provider.slug,
    ofSeller: idsIn((await read('dossiers', `&providers=seller&${query}`)).body.items).includes(dossier),
    ofBuyer: idsIn((await read('dossiers', `&providers=buyer&${query}`)).body.items).includes(dossier),
    sellersPage: idsIn((await page('seller', `&${query}`)).dossiers).includes(dossier),
    buyersPage: idsIn((await page('buyer', `&${query}`)).dossiers).includes(dossier),
  });
  const withSeller = {
    alone: 'seller',
    listed: 'seller',
    ofSeller: true,
    ofBuyer: false,
    sellersPage: true,
    buyersPage: false,
  };
  const withBuyer = {
    alone: 'buyer',
    listed: 'buyer',
    ofSeller: false,
    ofBuyer: true,
    sellersPage: false,
    buyersPage: true,
  };

  it('is listed under the previous provider until the day before, and under the new one from that day on', async () => {
    expect(await holders('asOf=2025-06-30')).toEqual(withSeller);
    expect(await holders('asOf=2025-07-01')).toEqual(withBuyer);
    expect(await holders('')).toEqual(withBuyer);
  });

  it('remains with the previous provider at every knownAt before the recording', async () => {
    expect(await holders(`asOf=2026-11-25&knownAt=${before}`)).toEqual(withSeller);
  });

  it('keeps its deadlines under the new provider', async () => {
    const { body } = await read('deadlines', '&providers=buyer');
    expect(body.items.filter(({ kind }: any) => kind === 'grant-end')).toMatchObject([
      { dossier: { id: dossier, provider: { slug: 'buyer' } } },
    ]);
    expect((await read('deadlines', '&providers=seller')).body.items).toEqual([]);
  });

  it('is shown on the pages of both providers', async () => {
    const [old, present] = [await page('seller'), await page('buyer')];
    const move = { dossier: { id: dossier, service: 'Compute' }, occurred: '2025-07-01', event: transfer };
    expect(old.transferred).toMatchObject({ away: [{ ...move, provider: { slug: 'buyer' } }], received: [] });
    expect(present.transferred).toMatchObject({ away: [], received: [{ ...move, provider: { slug: 'seller' } }] });
    const told = ({ story }: any) => story.map(({ type, day }: any) => [type, day]);
    expect(told(old)).toContainEqual(['ServiceTransferred', '2025-07-01']);
    expect(told(present)).toContainEqual(['GrantIssued', '2024-02-01']);
    const says = present.story.find(({ event }: any) => event === transfer).says;
    expect(says).toBe('transferred from Seller to Buyer');
  });

  it('no longer adds to the story of the previous provider', async () => {
    await post(`/v1/dossiers/${dossier}/events`, milestone('J1', '2026-05-01', { source: company }));
    const types = async (provider: string) => (await page(provider)).story.map(({ type }: any) => type);
    expect(await types('seller')).not.toContain('MilestoneReached');
    expect(await types('buyer')).toContain('MilestoneReached');
  });

  it('keeps its timeline as recorded', async () => {
    const { body } = await served.api.get(`/v1/dossiers/${dossier}/events`);
    expect(body.items.find(({ id }: any) => id === transfer)).toMatchObject({
      type: 'ServiceTransferred',
      occurred: '2025-07-01',
      data: { to: buyer },
      retracted: false,
    });
  });

  it('cannot be transferred to its current holder or to an unknown provider, even by a correction', async () => {
    const refused = async (event: object) => {
      const { status, body } = await served.api.post(`/v1/dossiers/${dossier}/events`, { source: company, ...event });
      return [status, body.code, body.problems?.[0]?.field];
    };
    const to = (id: string, occurred = '2026-01-01') => ({ type: 'ServiceTransferred', occurred, data: { to: id } });
    const nobody = '00000000-0000-4000-8000-000000000123';
    expect(await refused(to(seller, '2025-01-01'))).toEqual([422, 'transfer-to-holder', 'data.to']);
    expect(await refused(to(nobody))).toEqual([404, 'not-found', 'data.to']);
    const corrected = (data: object) => ({
      type: 'EventCorrected',
      source: undefined,
      data: { event: transfer, changes: { data }, reason: 'r' },
    });
    expect(await refused(corrected({ to: nobody }))).toEqual([404, 'not-found', 'data.changes.data.to']);
    expect(await refused(corrected({ to: seller }))).toEqual([422, 'transfer-to-holder', 'data.changes.data.to']);
  });

  it('is shown on both pages without other dated events, and cannot be imported from CSV', async () => {
    const silent = await openFor(seller, 'Silent');
    await record(`dossiers/${silent}`, 'ServiceTransferred', { occurred: '2026-02', data: { to: buyer } });
    expect((await page('seller')).transferred.away.map((one: any) => one.dossier.service)).toContain('Silent');
    expect(idsIn((await page('buyer')).dossiers)).toContain(silent);
    const csv =
      'provider,service,scheme,type,occurred,source_kind,source_publisher\nSeller,Silent,secnumcloud,ServiceTransferred,2026,press,x';
    const answer = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(answer).toMatchObject({ status: 422, body: { problems: [{ row: 2, field: 'type' }] } });
    expect(answer.body.problems[0].reason).toMatch(/^ServiceTransferred cannot be imported/);
  });

  it('returns to the previous provider once the transfer is retracted', async () => {
    const known = await instantOf();
    await record(`dossiers/${dossier}`, 'EventRetracted', {
      source: undefined,
      data: { event: transfer, reason: 'it was called off' },
    });
    expect(await holders('asOf=2026-11-25')).toEqual(withSeller);
    const { received } = (await page('buyer')).transferred;
    expect(received.map((one: any) => one.dossier.id)).not.toContain(dossier);
    expect(await holders(`asOf=2026-11-25&knownAt=${known}`)).toEqual(withBuyer);
  });
});

describe('a dependency', () => {
  it('cannot be corrected to an unknown dossier', async () => {
    const [base, upper] = [await openFor(await register('Base')), await openFor(await register('Upper'))];
    const event = { occurred: '2025', data: { dependsOn: base } };
    const { body } = await record(`dossiers/${upper}`, 'DependencyDeclared', event);
    const nothing = '00000000-0000-4000-8000-000000000124';
    const answer = await served.api.post(`/v1/dossiers/${upper}/events`, {
      type: 'EventCorrected',
      data: { event: body.id, changes: { data: { dependsOn: nothing } }, reason: 'misread' },
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(answer.body.problems[0].field).toBe('data.changes.data.dependsOn');
  });

  it('is shown on both pages with the status of the other dossier on that day', async () => {
    const [base] = (await page('base')).dossiers;
    const [upper] = (await page('upper')).dossiers;
    expect(base.dependents).toMatchObject([{ id: upper.id, provider: { name: 'Upper' }, status: 'unknown' }]);
    expect(upper.buildsOn).toMatchObject([{ id: base.id, provider: { name: 'Base' }, service: null }]);
    expect((await page('base', '&asOf=2024-12-31')).dossiers[0].dependents).toEqual([]);
  });
});

describe('properties that change over time', () => {
  it('include the scope of a service', async () => {
    const dossier = await openFor(await register('Scoped'));
    const scope = (occurred: string, service: string, serviceKinds: string[]) =>
      record(`dossiers/${dossier}`, 'ScopeDeclared', { occurred, data: { service, serviceKinds } });
    await scope('2024-03', 'Platform', ['IaaS']);
    await scope('2025-06', 'Platform Plus', ['IaaS', 'PaaS']);
    const service = async (asOf: string) => (await page('scoped', `&asOf=${asOf}`)).dossiers[0].service;
    expect(await service('2024-02-29')).toBeNull();
    expect(await service('2024-03-01')).toEqual({ name: 'Platform', kinds: ['IaaS'] });
    expect(await service('2025-05-31')).toEqual({ name: 'Platform', kinds: ['IaaS'] });
    expect(await service('2025-06-01')).toEqual({ name: 'Platform Plus', kinds: ['IaaS', 'PaaS'] });
  });

  it('include owners and technology', async () => {
    const id = await register('Owned');
    const owned = (occurred: string, name: string, technology: string[]) =>
      record(`providers/${id}`, 'OwnershipDeclared', {
        occurred,
        data: { holders: [{ name, share: 100 }], technology },
      });
    await owned('2024', 'Second', ['OpenStack']);
    await owned('2021-05', 'First', ['VMware']);
    const ownership = async (asOf: string) => (await page('owned', `&asOf=${asOf}`)).ownership;
    expect(await ownership('2021-04-30')).toBeNull();
    expect(await ownership('2023-12-31')).toMatchObject({ holders: [{ name: 'First' }], technology: ['VMware'] });
    expect(await ownership('2024-01-01')).toMatchObject({ holders: [{ name: 'Second' }], technology: ['OpenStack'] });
    expect((await page('owned')).ownershipHistory.map(({ occurred, until }: any) => [occurred, until])).toEqual([
      ['2024', null],
      ['2021-05', '2023-12-31'],
    ]);
  });

  it('include authorizations: expected, even without a date, until obtained', async () => {
    const id = await register('Cleared');
    const { body } = await record(`providers/${id}`, 'AuthorizationExpected', { data: { title: 'Merger clearance' } });
    await record(`providers/${id}`, 'AuthorizationObtained', { occurred: '2023', data: { title: 'merger clearance' } });
    const titles = (items: any[]) => items.map(({ title }) => title);
    const before = (await page('cleared', '&asOf=2022-12-31')).authorizations;
    expect([titles(before.expected), titles(before.obtained)]).toEqual([['Merger clearance'], []]);
    const after = (await page('cleared', '&asOf=2023-01-01')).authorizations;
    expect(titles(after.expected)).toEqual([]);
    expect(after.obtained).toMatchObject([{ title: 'merger clearance', fulfils: [body.id] }]);
    expect(titles(after.fulfilled)).toEqual(['Merger clearance']);
  });
});

describe('contradictory events about a provider', () => {
  it('are shown with both sides once both are on record', async () => {
    const id = await register('Conflicted');
    await record(`providers/${id}`, 'CompanyCreated', { occurred: '2024-01', source: press });
    const before = await instantOf();
    await record(`providers/${id}`, 'CompanyCreated', { occurred: '2022' });
    expect((await page('conflicted', `&knownAt=${before}`)).warnings).toEqual([]);
    expect((await page('conflicted')).warnings).toMatchObject([
      {
        code: 'days-differ',
        kind: 'conflict',
        sides: [
          { occurred: '2022', source: company },
          { occurred: '2024-01', source: press },
        ],
      },
    ]);
  });

  it('are recorded and flagged: shares above 100%, and future dates', async () => {
    const id = await register('Implausible');
    const holders = [
      { name: 'A', share: 61 },
      { name: 'B', share: 40 },
    ];
    await record(`providers/${id}`, 'OwnershipDeclared', { occurred: '2024', data: { holders } });
    await record(`providers/${id}`, 'ServiceLaunched', { occurred: '2199-01-01' });
    expect((await page('implausible')).warnings.map(({ code, kind }: any) => [code, kind])).toEqual([
      ['shares-above-whole', 'implausible'],
      ['in-the-future', 'implausible'],
    ]);
  });
});

describe("Bleu's page of the real ledger", () => {
  beforeAll(async () => {
    const { status, body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    expect(status).toBe(200);
    position = body.position;
  });

  const may2021 = '&asOf=2021-05-31';

  it('shows a plan in May 2021, and no company before January 2024', async () => {
    const then = await page('bleu', may2021);
    expect(then.announcements.map(({ occurred }: any) => occurred)).toEqual(['2021-05-27', '2021-05-27']);
    expect([then.created, then.launches]).toEqual([[], []]);
    expect((await page('bleu', '&asOf=2023-12-31')).created).toEqual([]);
    expect((await page('bleu', '&asOf=2024-01-31')).created).toMatchObject([{ occurred: '2024-01' }]);
  });

  it("shows ANSSI's validation as a claim of the company, without effect on the status", async () => {
    const { validations, dossiers } = await page('bleu', may2021);
    expect(validations).toMatchObject([{ authority: 'ANSSI', confirmed: false, source: { kind: 'company' } }]);
    expect(dossiers).toMatchObject([{ status: 'announced', confirmed: false, stage: null, grants: [], labels: [] }]);
  });

  it('has two undated expectations that are still open; merger clearance fulfils neither', async () => {
    for (const query of [may2021, '']) {
      const { expected } = (await page('bleu', query)).authorizations;
      expect(expected.map(({ title, occurred }: any) => [title, occurred])).toEqual([
        ['Agreements between the parties to be finalised', null],
        ['Prior authorizations to be obtained', null],
      ]);
    }
    const { obtained } = (await page('bleu')).authorizations;
    expect(obtained).toMatchObject([{ authority: 'European Commission', occurred: '2023', fulfils: [] }]);
  });

  it('shows owners and technology without shares', async () => {
    const { ownership } = await page('bleu', may2021);
    expect(ownership).toMatchObject({
      holders: [{ name: 'Capgemini' }, { name: 'Orange' }],
      technology: ['Microsoft'],
    });
    expect(ownership.holders.some((holder: object) => 'share' in holder)).toBe(false);
  });

  it('attributes opinions to their speakers, and keeps the precision of months', async () => {
    const { statements, story } = await page('bleu', may2021);
    expect(statements.map(({ speaker, occurred }: any) => [speaker, occurred])).toEqual([
      ['Guillaume Poupard, ANSSI', '2021-05'],
      ['InterHop', '2021-05'],
      ['Capgemini, Orange and Microsoft', '2021-05'],
      ['Capgemini, Orange and Microsoft', '2021-05'],
      ['Guillaume Poupard, ANSSI', '2021-05'],
      ['press article of May 2021', '2021-05'],
    ]);
    const told = story.filter(({ type }: any) => type === 'StatementMade');
    expect(told.map(({ day, precision }: any) => [day, precision])).toEqual(
      Array.from({ length: 6 }, () => ['2021-05-01', 'month']),
    );
  });

  it('lists all events of provider and dossier by date, undated ones first', async () => {
    const { story, storyLeftOut } = await page('bleu');
    const days = story.map(({ day }: any) => day ?? '');
    expect(days).toEqual([...days].sort());
    expect(storyLeftOut).toBe(0);
    expect(new Set(story.map(({ about }: any) => about.kind))).toEqual(new Set(['provider', 'dossier']));
    expect(story.at(-1)).toMatchObject({ type: 'RegisterObserved', day: '2026-09-26', confirmed: true });
    expect(story.filter(({ type }: any) => type === 'MilestoneReached').map(({ says }: any) => says)).toHaveLength(2);
  });

  it('does not exist before it was recorded', async () => {
    expect((await read('providers/bleu', '&knownAt=2020-01-01T00:00:00Z')).status).toBe(404);
  });
});
