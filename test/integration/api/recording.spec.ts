import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { grant, milestone, openDossier, instantAfter } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());

describe('the change feed', () => {
  it('is empty on an empty ledger', async () => {
    const { body, headers } = await served.api.get('/v1/events');
    expect(body).toEqual({ items: [] });
    expect(headers.get('jalon-position')).toBe('0');
    expect(headers.get('link')).toBeNull();
  });

  it('pages through all events once and in order', async () => {
    const { id, record } = await openDossier(served.api, 'Bleu');
    for (const code of ['J0', 'J1']) await record(milestone(code, '2025-11-17'));
    const read: { position: number; stream: string; type: string }[] = [];
    let next = '/v1/events?limit=3';
    for (let pages = 0; next !== '' && pages < 5; pages += 1) {
      const { body, headers } = await served.api.get(next);
      read.push(...body.items);
      expect(headers.get('jalon-position')).toBe(String(body.items.at(-1).position));
      next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(read.map(({ position, type }) => [position, type])).toEqual([
      [1, 'ProviderRegistered'],
      [2, 'DossierOpened'],
      [3, 'MilestoneReached'],
      [4, 'MilestoneReached'],
    ]);
    expect(read[2]).toMatchObject({
      stream: `dossier-${id}`,
      version: 2,
      occurred: '2025-11-17',
      source: { kind: 'company', publisher: 'Bleu' },
      data: { milestone: 'J0' },
      actor: 'key:admin',
    });
    expect((await served.api.get('/v1/events?limit=3')).headers.get('jalon-position')).toBe('3');
    expect((await served.api.get('/v1/events?after=3')).body.items).toMatchObject([{ position: 4 }]);
    expect((await served.api.get('/v1/events?after=4')).body.items).toEqual([]);
    expect((await served.api.get('/v1/events?after=900')).body.items).toEqual([]);
  });
});

describe('timelines', () => {
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
});

describe('a dossier of a service that another one has', () => {
  const open = (provider: string, name: string, headers = {}) =>
    served.api.post('/v1/dossiers', { provider, scheme: 'secnumcloud', service: { name } }, headers);
  const scope = (service: string, occurred = '2025-01-10') => ({
    type: 'ScopeDeclared',
    occurred,
    source: { kind: 'decision', publisher: 'ANSSI' },
    data: { service, serviceKinds: [] },
  });
  const refusedFor = (dossier: string, field: string) => ({
    status: 409,
    body: { code: 'already-exists', problems: [{ field, code: 'dossier-exists', params: { dossier } }] },
  });

  it('is refused with the address of that one, which was named later', async () => {
    const { provider, id, record } = await openDossier(served.api, 'Azur');
    const once = { 'idempotency-key': 'azur-vault' };
    const vault = (await open(provider, 'Vault', once)).body.id as string;
    expect((await record(scope('Azur cloud platform'))).status).toBe(201);
    const refused = await open(provider, 'AZUR Cloud Platform');
    expect(refused).toMatchObject(refusedFor(id, 'service'));
    expect(refused.headers.get('location')).toBe(`/v1/dossiers/${id}`);
    await served.api.post(`/v1/dossiers/${vault}/events`, scope('Safe'));
    expect(await open(provider, 'safe')).toMatchObject(refusedFor(vault, 'service'));
    expect(await open(provider, 'Vault', once)).toMatchObject({ body: { id: vault } });
    const other = await openDossier(served.api, 'Azur Two');
    expect((await open(other.provider, 'Safe')).status).toBe(201);
  });

  it('is refused when it is named or its name corrected, but not once more when that is on record', async () => {
    const { provider, id, record } = await openDossier(served.api, 'Celeste');
    const once = { 'idempotency-key': 'celeste-omega' };
    const omega = (await record(scope('Omega'), once)).body;
    const alpha = (await open(provider, 'Alpha')).body.id as string;
    expect(await record(scope('alpha'))).toMatchObject(refusedFor(alpha, 'data.service'));
    expect(await record(correct(omega.id, { data: { service: 'ALPHA' } }))).toMatchObject(
      refusedFor(alpha, 'data.changes.data.service'),
    );
    expect((await record(scope('alpha', '2024-01-10'))).status).toBe(201); // before it was called Omega
    await record(scope('Beta', '2026-01-10'));
    expect((await open(provider, 'Omega')).status).toBe(201);
    expect((await record(scope('Omega'), once)).body).toMatchObject({ id: omega.id });
    expect((await served.api.get(`/v1/dossiers/${id}`)).body.service.name).toBe('Beta');
  });

  it('is recorded once when it is opened and named at the same time', async () => {
    for (const name of ['One', 'Two', 'Three', 'Four']) {
      const { provider, record } = await openDossier(served.api, `Racing ${name}`);
      const both = await Promise.all([open(provider, name), record(scope(name))]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
  });
});

const correct = (event: string, changes: object) => ({
  type: 'EventCorrected',
  source: { kind: 'catalogue', publisher: 'ANSSI' },
  data: { event, changes, reason: 'misread' },
});

const retract = (event: string) => ({ type: 'EventRetracted', data: { event, reason: 'not so' } });

/** What becomes of wrong records: one by one over REST, on the dossier itself and on the list. */
describe('a correction', () => {
  /** A dossier of its own: each record answers its id, and the instant right after it. */
  const dossier = async (name: string) => {
    const { id, path, record } = await openDossier(served.api, name);
    let last = 0;
    return {
      path,
      position: () => last,
      record: async (event: object) => {
        const { status, body } = await record(event);
        if (status !== 201) throw new Error(JSON.stringify(body));
        last = body.position;
        return { id: body.id as string, after: await instantAfter(served, body.position) };
      },
      refused: async (event: object) => {
        const { status, body } = await record(event);
        return status < 400 ? JSON.stringify(event) : body.code;
      },
      /** As folded; the list has to say the same. */
      at: async (asOf: string, knownAt?: string) => {
        const query = `asOf=${asOf}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`;
        const { body: alone } = await served.api.get(`${path}?${query}`);
        const { body: list } = await served.api.get(`/v1/dossiers?seen=${last}&limit=200&${query}`);
        const listed = list.items.find((one: { id: string }) => one.id === id);
        if (listed) expect(listed).toEqual(alone);
        else expect(alone.status).toBe('unknown');
        return alone;
      },
      timeline: async (knownAt?: string) =>
        (await served.api.get(`${path}/events${knownAt === undefined ? '' : `?knownAt=${knownAt}`}`)).body.items,
    };
  };

  it('of a date moves the event for every asOf, but not for an earlier knownAt', async () => {
    const { record, at } = await dossier('Moved');
    const filed = await record(milestone('J0', '2025-04-17'));
    const listing = await record({
      type: 'RegisterObserved',
      occurred: '2025-05-20',
      source: { kind: 'list', publisher: 'ANSSI' },
      data: { register: 'in progress', listing: 'in-progress' },
    });
    await record(correct(filed.id, { occurred: '2025-06' }));
    const told = async (knownAt?: string) => {
      const days = ['2025-04-16', '2025-04-17', '2025-05-20', '2025-06-01'];
      return Promise.all(days.map(async (day) => (await at(day, knownAt)).status));
    };
    expect(await told()).toEqual(['unknown', 'unknown', 'in-progress', 'in-progress']);
    expect(await told(listing.after)).toEqual(['unknown', 'applied', 'in-progress', 'in-progress']);
    expect((await at('2025-06-01')).stage).toEqual({ milestone: 'J0', occurred: '2025-06', confirmed: false });
    expect((await at('2025-05-31')).stage).toBeNull();
  });

  it('is refused for a missing, foreign or retracted event, and for an invalid result', async () => {
    const mine = await dossier('Refusing');
    const other = await dossier('Of somebody else');
    const issued = await mine.record(grant({}));
    const foreign = await other.record(grant({}));
    const before = (await mine.timeline()).length as number;
    const nobody = '3f2b8c1e-5d4a-4b6f-9e7c-1a2b3c4d5e6f';
    expect(await mine.refused(correct(nobody, { occurred: '2024-01-01' }))).toBe('unknown-reference');
    expect(await mine.refused(correct(foreign.id, { occurred: '2024-01-01' }))).toBe('unknown-reference');
    expect(await mine.refused(retract(foreign.id))).toBe('unknown-reference');
    expect(await mine.refused(correct(issued.id, { data: { validFrom: '2027-01-01' } }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, { data: { milestone: 'J9' } }))).toBe('unknown-reference');
    expect(await mine.refused(correct(issued.id, { data: { colour: 'red' } }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, { occurred: null }))).toBe('amendment-invalid');
    expect(await mine.refused(correct(issued.id, {}))).toBe('invalid-body');
    expect((await mine.timeline()).length).toBe(before);
    const right = await mine.record(correct(issued.id, { data: { conditions: ['yearly audit'] } }));
    const nonsense = [{ data: { milestone: 'J9' } }, { data: { colour: 'red' } }, { occurred: null }];
    for (const changes of nonsense)
      expect(await mine.refused(correct(right.id, { data: { changes } }))).toMatch(
        /amendment-invalid|unknown-reference/,
      );
    expect((await mine.timeline()).length).toBe(before + 1);
    await mine.record(retract(issued.id));
    expect(await mine.refused(correct(issued.id, { occurred: '2024-01-01' }))).toBe('already-retracted');
    expect(await mine.refused(retract(issued.id))).toBe('already-retracted');
  });
});
