import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { serveApi, startApi, type TestApi } from '#test/api.js';
import { type Client } from '#test/client.js';
import { grant } from '#test/recording.js';
import { uuidOf } from '#event-store/encoding.js';
import { type ConsoleClient, consoleOf, sectionOf } from '#test/console.js';
import { fact, opened, providerFact, registered, uuid } from '#test/events.js';
import { statementsDuring } from '#test/statements.js';
import { until } from '#test/until.js';

/* oxlint-disable typescript/no-explicit-any -- answers are looked into as a client would: without our types */

let served: TestApi;
let other: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  served = await startApi();
  other = await serveApi(served.databaseUrl, {}, Clock.startingAt(new Date('2026-11-25T08:00:00Z')));
});
afterAll(async () => {
  await other.close();
  await served.close();
});

const source = { kind: 'company', publisher: 'The company' };
const declared = (dependsOn: string, occurred = '2025') => ({
  ...{ type: 'DependencyDeclared', occurred, source, data: { dependsOn } },
});
const ended = (dependsOn: string, occurred = '2026') => ({
  ...{ type: 'DependencyEnded', occurred, source, data: { dependsOn } },
});

interface Opened {
  id: string;
  name: string;
  record: (event: object, on?: Client, headers?: Record<string, string>) => ReturnType<Client['post']>;
}

async function serviceOf(name: string): Promise<Opened> {
  const provider = (await served.api.post('/v1/providers', { name })).body.id;
  const scope = { service: { name: 'IaaS', kinds: ['IaaS'] } };
  const { body } = await served.api.post('/v1/dossiers', { provider, scheme: 'secnumcloud', ...scope });
  return {
    ...{ id: body.id, name: `${name} / IaaS` },
    record: (event, on = served.api, headers = {}) => on.post(`/v1/dossiers/${body.id}/events`, event, headers),
  };
}

const accepted = async (answer: ReturnType<Client['post']>): Promise<any> => {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};

const circle = (field: string, ...path: Opened[]) => ({
  status: 422,
  body: {
    code: 'dependency-cycle',
    problems: [
      { field, code: 'dependency-cycle', params: { path: path.map(({ id: dossier, name }) => ({ dossier, name })) } },
    ],
  },
});

describe('a circle of dependencies', () => {
  it('is refused with its path, and nothing is recorded', async () => {
    const [a, b, c] = [await serviceOf('Alpha'), await serviceOf('Beta'), await serviceOf('Gamma')];
    await accepted(a.record(declared(b.id)));
    await accepted(b.record(declared(c.id)));
    const answer = await c.record(declared(a.id));
    expect(answer).toMatchObject(circle('data.dependsOn', c, a, b, c));
    expect(answer.body.problems[0].reason).toBe(
      'The services would depend on each other in a circle: Gamma / IaaS → Alpha / IaaS → Beta / IaaS → Gamma / IaaS',
    );
    const french = await c.record(declared(a.id), served.api, { 'accept-language': 'fr' });
    expect(french.body.problems[0].reason).toMatch(/^Les services dépendraient les uns des autres en boucle\s: Gamma/);
    expect((await served.api.get(`/v1/dossiers/${c.id}`)).body).toMatchObject({ version: 1, dependsOn: [] });
    const dry = await served.api.post(`/v1/dossiers/${c.id}/events?preview=true`, declared(a.id));
    expect(dry).toMatchObject(circle('data.dependsOn', c, a, b, c));
  });

  it('is not one over a dependency that has ended', async () => {
    const [a, b] = [await serviceOf('Delta'), await serviceOf('Epsilon')];
    const id = '0c5e0d7a-1111-4222-8333-444455556666';
    const key = { 'idempotency-key': id };
    const { position } = await accepted(a.record(declared(b.id), served.api, key));
    const end = await accepted(a.record(ended(b.id)));
    await accepted(b.record(declared(a.id)));
    const retraction = { type: 'EventRetracted', data: { event: end.id, reason: 'still running' } };
    expect(await a.record(retraction)).toMatchObject(circle('data.event', a, b, a));
    expect(await a.record(declared(b.id), served.api, key)).toMatchObject({ status: 201, body: { position } });
  });

  it('is not closed by two requests at the same time, whichever process they reach', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ring = await Promise.all([`Ring ${round} a`, `Ring ${round} b`, `Ring ${round} c`].map(serviceOf));
      const answers = await Promise.all(
        ring.map((one, index) =>
          one.record(declared(ring[(index + 1) % ring.length]?.id ?? ''), index % 2 === 0 ? served.api : other.api),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
      expect(answers.find(({ status }) => status === 422)?.body.code).toBe('dependency-cycle');
    }
  });

  it('is refused at the row of an import that closes it', async () => {
    const a = await serviceOf('Iota');
    const file = [
      'provider,service,scheme,type,occurred,source_kind,source_publisher,depends_on',
      'Kappa,IaaS,secnumcloud,DependencyDeclared,2025,company,Kappa,Lambda / IaaS',
      'Lambda,IaaS,secnumcloud,DependencyDeclared,2025,company,Lambda,Iota / IaaS',
      'Iota,IaaS,secnumcloud,DependencyDeclared,2025,company,Iota,Kappa / IaaS',
    ].join('\n');
    let kappa = '';
    for (const path of ['/v1/imports', '/v1/imports?preview=true']) {
      const { body } = await served.api.post(path, file, { 'content-type': 'text/csv' });
      const [problem, ...more] = body.problems;
      expect(more).toEqual([]);
      expect(problem).toMatchObject({ row: 4, field: 'depends_on', code: 'dependency-cycle' });
      kappa = problem.params.path[1].dossier;
      expect(problem.params.path.map(({ name }: { name: string }) => name)).toEqual(
        ['Iota', 'Kappa', 'Lambda', 'Iota'].map((name) => `${name} / IaaS`),
      );
    }
    const without = file.split('\n').slice(0, 3).join('\n');
    expect((await served.api.post('/v1/imports', without, { 'content-type': 'text/csv' })).status).toBe(200);
    expect((await a.record(declared(kappa))).body.code).toBe('dependency-cycle');
  });

  it('that is on record already is evaluated, and can be ended', async () => {
    const [a, b] = [await serviceOf('Mu'), await serviceOf('Nu')];
    await accepted(a.record(grant({})));
    await accepted(b.record(declared(a.id)));
    const unchecked = { id: '0c5e0d7a-2222-4222-8333-444455556666', event: declared(b.id) as LedgerEvent };
    const events = new EventStore(served.db, codec);
    const append = { stream: dossierStream(a.id), expected: 'any' as const, events: [unchecked] };
    await events.append([append], { actor: 'test' });
    expect(await toldOf(a)).toEqual([['depends-on-never-granted', { service: 'Nu / IaaS', status: 'unknown' }]]);
    expect(await toldOf(b, '?asOf=2027-01-15')).toEqual([
      ['depends-on-ended-grant', { service: 'Mu / IaaS', status: 'expired' }],
    ]);
    await accepted(b.record(ended(a.id)));
    expect(await toldOf(b, '?asOf=2027-01-15')).toEqual([]);
  });
});

const told = ({ warnings }: { warnings: { code: string; params: object }[] }) =>
  warnings.filter(({ code }) => code.startsWith('depends-on-')).map(({ code, params }) => [code, params]);
const toldOf = async ({ id }: Opened, query = '') => told((await served.api.get(`/v1/dossiers/${id}${query}`)).body);

describe('the warnings about dependencies', () => {
  let [top, middle, low]: Opened[] = [];
  let before: string;
  let position: number;
  const lasting = grant({ decision: '31', validUntil: '2028-06-30' }, { occurred: '2025-07-01' });
  beforeAll(async () => {
    [top, middle, low] = [await serviceOf('Top'), await serviceOf('Middle'), await serviceOf('Low')];
    await accepted(top.record(lasting));
    await accepted(middle.record(lasting));
    await accepted(top.record(declared(middle.id)));
    const { position: last } = await accepted(middle.record(declared(low.id, '2026-03-01')));
    before = (await served.api.get(`/v1/events?after=${last - 1}`)).body.items[0].recordedAt;
    ({ position } = await accepted(low.record(grant({}))));
    await until(async () => (await served.api.get(`/v1/dossiers?seen=${position}`)).status === 200);
  });

  /** By the single dossier, the list and the page of its provider, which agree. */
  const everywhere = async (dossier: Opened, query: string) => {
    const single = await toldOf(dossier, `?${query}`);
    const list = (await served.api.get(`/v1/dossiers?seen=${position}&limit=200&${query}`)).body.items;
    expect(told(list.find(({ id }: { id: string }) => id === dossier.id))).toEqual(single);
    const provider = dossier.name.split(' / ')[0]?.toLowerCase() ?? '';
    const { body } = await served.api.get(`/v1/providers/${provider}?seen=${position}&${query}`);
    expect(body.dossiers.map(told)).toEqual([single]);
    return single;
  };

  it('travel from the end of the chain to the top, as of the day', async () => {
    const ending = { service: 'Low / IaaS', ends: '2026-12-29' };
    const over = { service: 'Low / IaaS', status: 'expired' };
    const through = ['Middle / IaaS'];
    expect(await everywhere(middle!, 'asOf=2026-11-25')).toEqual([['depends-on-expiring-grant', ending]]);
    expect(await everywhere(top!, 'asOf=2026-11-25')).toEqual([['depends-on-expiring-grant', { ...ending, through }]]);
    expect(await everywhere(middle!, 'asOf=2027-01-15')).toEqual([['depends-on-ended-grant', over]]);
    expect(await everywhere(top!, 'asOf=2027-01-15')).toEqual([['depends-on-ended-grant', { ...over, through }]]);
    expect(await everywhere(top!, 'asOf=2026-04-01')).toEqual([]);
    expect(await everywhere(low!, 'asOf=2027-01-15')).toEqual([]);
    const { body } = await served.api.get(`/v1/dossiers/${top!.id}?asOf=2027-01-15`);
    expect(body.warnings.at(-1).text).toBe(
      'depends on Low / IaaS (through Middle / IaaS), whose grant is no longer in force',
    );
  });

  it('name what was never granted, as known at the time, and only while the dependent has a grant itself', async () => {
    const never = { service: 'Low / IaaS', status: 'unknown' };
    const known = `asOf=2026-11-25&knownAt=${before}`;
    expect(await everywhere(middle!, known)).toEqual([['depends-on-never-granted', never]]);
    expect(await everywhere(top!, known)).toEqual([
      ['depends-on-never-granted', { ...never, through: ['Middle / IaaS'] }],
    ]);
    // Before the first event of the dependency, and before the grants of the dependents.
    expect(await everywhere(top!, 'asOf=2025-06-30')).toEqual([]);
  });
});

describe('dependents', () => {
  const owner = (hub: string) => uuidOf('hub provider', hub);
  const holder = (nth: number) => uuidOf('holder', String(nth));
  const dependent = (hub: string, nth: number) => uuidOf('dependent', hub, String(nth));

  let officer: ConsoleClient;
  let events: EventStore<LedgerEvent>;
  let count = 0;

  beforeAll(async () => {
    events = new EventStore(served.db, codec);
    officer = consoleOf(served);
    await officer.signIn();
    for (const nth of [0, 1, 2]) await record(providerStream(holder(nth)), registered(`Holder ${nth}`));
  });

  async function record(stream: string, ...some: LedgerEvent[]): Promise<number> {
    const identified = some.map((event) => ({ id: uuid(++count), event }));
    const { recorded } = await events.append([{ stream, expected: 'any', events: identified }], { actor: 't' });
    return recorded.at(-1)!.position;
  }

  /** A provider with one dossier, on which others depend: some differ in status, some in name, and for some it has ended. */
  async function hub(name: string, dependents: number): Promise<number> {
    const dossier = uuidOf('hub dossier', name);
    await record(providerStream(owner(name)), registered(name));
    await record(dossierStream(dossier), opened({ provider: owner(name), service: 'Base' }));
    let position = 0;
    for (let nth = 0; nth < dependents; nth++) {
      const valid = { decision: '7', validFrom: '2025-01-01', validUntil: '2027-01-31' };
      position = await record(
        dossierStream(dependent(name, nth)),
        opened({ provider: holder(nth % 3), service: `Service ${nth}` }),
        fact('DependencyDeclared', `2024-0${1 + (nth % 3)}-01`, { dependsOn: dossier }, 'company'),
        ...(nth % 2 === 0 ? [fact('GrantIssued', '2025-01-01', valid)] : []),
        ...(nth % 4 === 1 ? [fact('ScopeDeclared', '2025-06-01', { service: `New ${nth}`, serviceKinds: [] })] : []),
        ...(nth % 5 === 2 ? [fact('DependencyEnded', '2026-03-01', { dependsOn: dossier }, 'company')] : []),
      );
    }
    return position;
  }

  const slugOf = (name: string): string => `/v1/providers/${name.toLowerCase()}`;

  /** Of two times: what is cached for a second is read again in one of them at most. */
  const fewestStatements = async (work: () => Promise<unknown>): Promise<number> =>
    Math.min(await statementsDuring(work), await statementsDuring(work));

  describe('a provider that others depend on', () => {
    it('is read with as many statements for thirty dependents as for three (long)', async () => {
      await hub('Few', 3);
      const position = await hub('Many', 30);
      for (const at of ['', '&asOf=2025-02-01', `&asOf=2025-02-01&knownAt=${new Date().toISOString()}`])
        for (const page of [slugOf, (name: string) => `/providers/${name.toLowerCase()}`]) {
          const read = async (name: string): Promise<void> => {
            const path = `${page(name)}?seen=${position}${at}`;
            const { status } = page === slugOf ? await served.api.get(path) : await officer.get(path);
            expect(status).toBe(200);
          };
          await read('Few'); // the key is cached, and the list is up to date
          const few = await fewestStatements(() => read('Few'));
          const many = await fewestStatements(() => read('Many'));
          expect({ page: page('Many'), many }).toEqual({ page: page('Many'), many: few });
        }
    });

    it('lists each of them as its own address tells of it, at any two times (long)', async () => {
      const before = await hub('Told', 12);
      const { recordedAt } = (await events.readAll({ after: before - 1, limit: 1 }))[0]!;
      await served.db.selectNoFrom((eb) => eb.fn('pg_sleep', [eb.val(0.005)]).as('slept')).execute();
      await record(providerStream(holder(1)), providerFact('ProviderRenamed', '2026-01-01', { name: 'Newly Named' }));
      const withdrawn = fact('GrantWithdrawn', '2026-02-01', { decision: '7' });
      const seen = await record(dossierStream(dependent('Told', 0)), withdrawn);
      for (const asOf of ['2023-12-31', '2024-02-15', '2025-06-02', '2026-03-01', '2026-11-25'])
        for (const knownAt of ['', `&knownAt=${recordedAt.toISOString()}`]) {
          const { body } = await served.api.get(`${slugOf('Told')}?asOf=${asOf}&seen=${seen}${knownAt}`);
          const told: any[] = [];
          for (let nth = 0; nth < 12; nth++) {
            const { body: own } = await served.api.get(`/v1/dossiers/${dependent('Told', nth)}?asOf=${asOf}${knownAt}`);
            if (own.dependsOn.length === 0) continue;
            const { id, provider, service, scheme, status, confirmed, expiring } = own;
            told.push({ id, provider, service: service?.name ?? null, scheme, status, confirmed, expiring });
          }
          expect({ asOf, knownAt, dependents: body.dossiers[0].dependents }).toEqual({
            asOf,
            knownAt,
            dependents: told,
          });
        }
      const { html } = await officer.get('/providers/told');
      expect(sectionOf(html, 'dependents')).toContain('Newly Named, Service 4');
    });
  });
});
