import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { codec, dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { serveApi, startApi, type TestApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { grant } from '#test/recording.js';

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

async function opened(name: string): Promise<Opened> {
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
    const [a, b, c] = [await opened('Alpha'), await opened('Beta'), await opened('Gamma')];
    await accepted(a.record(declared(b.id)));
    await accepted(b.record(declared(c.id)));
    const answer = await c.record(declared(a.id));
    expect(answer).toMatchObject(circle('data.dependsOn', c, a, b, c));
    expect(answer.body.problems[0].reason).toBe(
      'the services would depend on each other in a circle: Gamma / IaaS → Alpha / IaaS → Beta / IaaS → Gamma / IaaS',
    );
    const french = await c.record(declared(a.id), served.api, { 'accept-language': 'fr' });
    expect(french.body.problems[0].reason).toMatch(/^les services dépendraient les uns des autres en boucle\s: Gamma/);
    expect((await served.api.get(`/v1/dossiers/${c.id}`)).body).toMatchObject({ version: 1, dependsOn: [] });
    const dry = await served.api.post(`/v1/dossiers/${c.id}/events?preview=true`, declared(a.id));
    expect(dry).toMatchObject(circle('data.dependsOn', c, a, b, c));
  });

  it('is not one over a dependency that has ended', async () => {
    const [a, b] = [await opened('Delta'), await opened('Epsilon')];
    const id = '0c5e0d7a-1111-4222-8333-444455556666';
    const key = { 'idempotency-key': id };
    const { position } = await accepted(a.record(declared(b.id), served.api, key));
    const end = await accepted(a.record(ended(b.id)));
    await accepted(b.record(declared(a.id)));
    const retraction = { type: 'EventRetracted', data: { event: end.id, reason: 'still running' } };
    expect(await a.record(retraction)).toMatchObject(circle('data.event', a, b, a));
    expect(await a.record(declared(b.id), served.api, key)).toMatchObject({ status: 201, body: { position } });
  });

  it('is refused where a correction would close it', async () => {
    const [a, b, c] = [await opened('Zeta'), await opened('Eta'), await opened('Theta')];
    const { id } = await accepted(a.record(declared(c.id)));
    await accepted(b.record(declared(a.id)));
    const changes = { data: { dependsOn: b.id } };
    const correction = { type: 'EventCorrected', data: { event: id, changes, reason: 'misread' } };
    expect(await a.record(correction)).toMatchObject(circle('data.changes.data.dependsOn', a, b, a));
  });

  it('is not closed by two requests at the same time, whichever process they reach', async () => {
    for (let round = 0; round < 8; round += 1) {
      const ring = await Promise.all([`Ring ${round} a`, `Ring ${round} b`, `Ring ${round} c`].map(opened));
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
    const a = await opened('Iota');
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
    const [a, b] = [await opened('Mu'), await opened('Nu')];
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
    [top, middle, low] = [await opened('Top'), await opened('Middle'), await opened('Low')];
    await accepted(top.record(lasting));
    await accepted(middle.record(lasting));
    await accepted(top.record(declared(middle.id)));
    const { position: last } = await accepted(middle.record(declared(low.id, '2026-03-01')));
    before = (await served.api.get(`/v1/events?after=${last - 1}`)).body.items[0].recordedAt;
    ({ position } = await accepted(low.record(grant({}))));
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

  it('do not reach beyond a dependency that had not been declared by then', async () => {
    expect(await everywhere(top!, 'asOf=2026-02-28')).toEqual([]);
    expect(await everywhere(middle!, 'asOf=2026-02-28')).toEqual([]);
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

  it('are in the CSV list', async () => {
    const answer = await served.api.get(`/v1/dossiers?seen=${position}&asOf=2027-01-15&providers=top`, {
      accept: 'text/csv',
    });
    expect(answer.body).toContain('depends-on-ended-grant');
  });
});
