import { beforeAll, describe, expect, it, afterAll } from '@jest/globals';
import { startApi, serveApi } from '#test/api.js';
import { type Answered, type Client } from '#test/client.js';
import { grant, milestone } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

/* oxlint-disable typescript/no-explicit-any -- answers are looked into as a client would: without our types */

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

  it('can be an identifier, by which the provider is found, searched and shown', async () => {
    const alias = (name: string) => ({ type: 'AliasAdded', data: { name, identifierKind: 'vat' } });
    const refused = await served.api.post('/v1/providers/hexa/events', alias('FR 23 424 761 419'));
    expect(refused.body.problems).toMatchObject([{ field: 'data.name', code: 'identifier-invalid' }]);
    await post('/v1/providers/hexa/events', alias('FR 22 424 761 419'));
    const { body } = await read('providers/hexa');
    expect(body).toMatchObject({
      identifiers: [{ kind: 'vat', value: 'FR22424761419' }],
      aliases: ['Hexatrust Cloud'],
    });
    expect((await read('providers', '&name=FR22424761419')).body.items).toMatchObject([{ slug: 'hexatrust-cloud' }]);
    const { kinds } = (await read('search', '&q=FR22424761419')).body;
    expect(kinds[0]).toMatchObject({ kind: 'provider', items: [{ provider: { slug: 'hexatrust-cloud' } }] });
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
    const data = { name: 'Gemini' };
    await record(`providers/${await register('Twin One')}`, 'AliasAdded', { data });
    await record(`providers/${await register('Twin Two')}`, 'ProviderRenamed', { occurred: '2026-01-01', data });
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

describe('providers, while no worker follows the ledger', () => {
  let database: TestDatabase;
  let one: Client;
  let other: Client;
  const stops: (() => Promise<void>)[] = [];

  const serve = async (): Promise<Client> => {
    const { api, close } = await serveApi(database.appUrl);
    stops.push(close);
    return api;
  };
  beforeAll(async () => {
    database = await freshDatabase();
    [one, other] = [await serve(), await serve()];
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await database.close();
  });

  const register = (api: Client, name: string, slug?: string) => api.post('/v1/providers', { name, slug });
  const said = ({ status, body }: Awaited<ReturnType<typeof register>>) => [status, body.code];

  it('are refused under a name that is an alias or a former name of another, in whichever process', async () => {
    const { id } = (await register(one, 'Outscale')).body;
    const record = (event: object) => other.post(`/v1/providers/${id}/events`, event);
    await record({ type: 'AliasAdded', data: { name: '3DS Outscale' } });
    await record({ type: 'ProviderRenamed', data: { name: 'Dassault Cloud' } });
    for (const name of ['3ds outscale', 'Dassault Cloud']) {
      expect(said(await register(one, name))).toEqual([409, 'already-exists']);
      expect(said(await register(other, name))).toEqual([409, 'already-exists']);
    }
    expect(said(await register(one, 'Outscale'))).toEqual([409, 'already-exists']);
  });

  it('are given another slug if that of their name is taken or empty, and refused under the slug of another', async () => {
    await register(one, 'NumSpot', 'spot');
    expect((await register(other, 'Spot')).body.slug).toMatch(/^spot-[0-9a-f]{8}$/);
    expect((await register(other, '株式会社')).body.slug).toMatch(/^provider-[0-9a-f]{8}$/);
    expect(said(await register(other, 'Something else', 'spot'))).toEqual([409, 'already-exists']);
  });

  it('are registered once when two processes are asked for one slug at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `Racer ${index}`);
    const answers = await Promise.all(names.map((name, index) => register(index % 2 ? one : other, name, 'racer')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('are found again by a repeated request, though the name has been given to another since', async () => {
    const repeat = () => one.post('/v1/providers', { name: 'Clever' }, { 'idempotency-key': 'clever' });
    const first = await repeat();
    const { id } = (await register(one, 'Cloud')).body;
    await one.post(`/v1/providers/${id}/events`, { type: 'ProviderRenamed', data: { name: 'Clever' } });
    const second = await repeat();
    expect([first.status, second.status, second.body.id]).toEqual([201, expect.any(Number), first.body.id]);
  });
});
