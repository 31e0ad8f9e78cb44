import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scheme } from '#domain/scheme/scheme.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { startApi, type TestApi } from '#test/api.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { inventedScheme } from '#test/invented-scheme.js';

const source = { kind: 'decision', publisher: 'Harbour office' };
const noon = { asOf: '2026-11-25' };

let served: TestApi;
beforeAll(async () => {
  served = await startApi();
});
afterAll(() => served.close());

const get = (path: string) => served.api.get(path);
const publish = (scheme: object, headers?: Record<string, string>) => served.api.post('/v1/schemes', scheme, headers);

/** The instant just before something was recorded. */
async function before(position: number): Promise<string> {
  const { body } = await get(`/v1/events?after=${position - 1}&limit=1`);
  return new Date(Date.parse(body.items[0].recordedAt) - 1).toISOString();
}

describe('a new scheme', () => {
  let publishedAt: number;
  let dossier: { id: string; path: string };

  it('is not found before its publication', async () => {
    expect(await get('/v1/schemes/harbour-seal')).toMatchObject({ status: 404 });
    expect(await get('/v1/dossiers?scheme=harbour-seal')).toMatchObject({ status: 404 });
  });

  it('is published as data and returned unchanged', async () => {
    const published = await publish(inventedScheme());
    expect(published).toMatchObject({ status: 201, body: { version: 1 } });
    expect(published.headers.get('location')).toBe('/v1/schemes/harbour-seal');
    publishedAt = published.body.position;
    const read = await get('/v1/schemes/harbour-seal');
    expect(read.body).toEqual({ ...inventedScheme(), version: 1, warnings: [] });
    expect(read.headers.get('etag')).toMatch(/^"1\./);
    const again = await served.api.get('/v1/schemes/harbour-seal', { 'if-none-match': read.headers.get('etag')! });
    expect(again.status).toBe(304);
  });

  it('appears in the list and has a timeline', async () => {
    const { body } = await get('/v1/schemes');
    expect(body.items).toContainEqual({ ...inventedScheme(), version: 1, warnings: [] });
    expect((await get('/v1/schemes/harbour-seal/events')).body.items).toMatchObject([
      { type: 'SchemePublished', position: publishedAt, version: 1, data: { scheme: { slug: 'harbour-seal' } } },
    ]);
    expect((await get('/v1/schemes/hds/events')).body.items).toEqual([]);
    expect((await get('/v1/schemes/gold/events')).status).toBe(404);
  });

  it('can be used by a dossier, with its own milestones and statuses', async () => {
    const { provider } = await openDossier(served.api, 'Canal Cloud Bleu');
    const opened = await served.api.post('/v1/dossiers', {
      provider,
      scheme: 'harbour-seal',
      service: { name: 'Lock' },
    });
    expect(opened.status).toBe(201);
    dossier = { id: opened.body.id, path: `/v1/dossiers/${opened.body.id}` };
    const record = async (event: object) => (await served.api.post(`${dossier.path}/events`, event)).body;
    expect(await record(milestone('J0', '2025-01-10'))).toMatchObject({ code: 'unknown-reference' });
    expect(await record(milestone('moored', '2025-08-01'))).toMatchObject({ status: 'applied' });
    expect(await record(milestone('boarded', '2025-10-01'))).toMatchObject({ status: 'in-progress' });
    const sealed = grant(
      { decision: 'S-1', validFrom: '2025-12-24', validUntil: '2026-12-24', referential: 'B', level: 'inner' },
      { occurred: '2025-12-24', source },
    );
    expect(await record(sealed)).toMatchObject({ status: 'granted' });
  });

  it('determines status, label, warning window and deadlines', async () => {
    const { body } = await get(`${dossier.path}?asOf=2026-11-25`);
    expect(body).toMatchObject({ status: 'granted', confirmed: true, expiring: true, labels: ['dry-cloud'] });
    expect((await get(`${dossier.path}?asOf=2026-10-01`)).body).toMatchObject({ status: 'granted', expiring: false });
    expect((await get(`${dossier.path}?asOf=2026-12-25`)).body).toMatchObject({ status: 'expired', labels: [] });
    const head = (await get('/v1/schemes')).headers.get('jalon-position')!;
    const due = await get(`/v1/deadlines?scheme=harbour-seal&seen=${head}`);
    expect(due.body.items).toMatchObject([
      { kind: 'renewal-window', due: '2026-09-25', lapses: '2026-12-24', daysLeft: -61 },
      { kind: 'grant-end', due: '2026-12-24', opens: '2026-10-25', daysLeft: 29 },
    ]);
    const listed = await get(`/v1/dossiers?scheme=harbour-seal&seen=${head}`);
    expect(listed.body.items).toMatchObject([{ id: dossier.id, status: 'granted', labels: ['dry-cloud'] }]);
  });

  it('is not found at an earlier knownAt', async () => {
    const knownAt = await before(publishedAt);
    expect(await get(`/v1/schemes/harbour-seal?knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/schemes/harbour-seal/events?knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/dossiers?scheme=harbour-seal&knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/deadlines?scheme=harbour-seal&knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    const { body } = await get(`/v1/schemes?knownAt=${knownAt}`);
    expect(body.items.map(({ slug }: Scheme) => slug)).not.toContain('harbour-seal');
  });

  it('is accepted by imports and filters of subscriptions', async () => {
    const csv = [
      'provider,service,scheme,type,occurred,source_kind,source_publisher,milestone',
      'Canal Cloud,Barge,harbour-seal,MilestoneReached,2026-02-01,company,Canal Cloud,moored',
    ].join('\n');
    const imported = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(imported).toMatchObject({ status: 200, body: { recorded: 1, dossiers: 1 } });
    const subscription = { channel: 'email', address: 'officer@example.org', filter: { schemes: ['harbour-seal'] } };
    expect(await served.api.post('/v1/subscriptions', subscription)).toMatchObject({ status: 201 });
  });
});

describe('statements about schemes', () => {
  it('show both sides if sources disagree: version 3.1 dates from 2018, misprinted as 2016', async () => {
    const { body } = await get('/v1/schemes/secnumcloud');
    expect(body.warnings).toMatchObject([
      {
        code: 'published-differs',
        kind: 'conflict',
        referential: '3.1',
        sides: [{ says: '2018-06-11' }, { says: '2016' }],
      },
    ]);
  });

  it('have an example in docs/schemes.md that is accepted unchanged', async () => {
    const docs = await readFile(join(import.meta.dirname, '../../../docs/schemes.md'), 'utf8');
    const example = JSON.parse(/ -d '(\{.*?\n {2}\})'/s.exec(docs)![1]!) as Scheme;
    expect(await publish({ ...example, slug: 'as-documented' })).toMatchObject({ status: 201, body: { version: 1 } });
  });
});

describe('a new version of a scheme', () => {
  const wider: Scheme = {
    ...secnumcloud,
    warningDays: 365,
    milestones: secnumcloud.milestones.map((one) => (one.code === 'J0' ? { ...one, gives: 'in-progress' } : one)),
  };

  it('changes current results, but none for an earlier knownAt', async () => {
    const [applying, granted] = [await openDossier(served.api, 'Applying'), await openDossier(served.api, 'Granted')];
    await applying.record(milestone('J0', '2026-09-01'));
    await granted.record(
      grant(
        { decision: '1', validFrom: '2024-09-01', validUntil: '2027-09-01', referential: '3.2' },
        { occurred: '2024-09-01' },
      ),
    );
    const asked = [`${applying.path}?asOf=2026-11-25`, `${granted.path}?asOf=2026-11-25`];
    const answered = async (knownAt = '') => {
      const both = await Promise.all(asked.map((path) => get(`${path}${knownAt}`)));
      return both.map(({ body: { knownAt: _, ...body } }) => body);
    };
    const earlier = await answered();
    expect(earlier).toMatchObject([{ status: 'applied' }, { status: 'granted', expiring: false }]);
    const published = await publish(wider);
    expect(published.body).toMatchObject({ version: 1 });
    expect(await answered()).toMatchObject([{ status: 'in-progress' }, { status: 'granted', expiring: true }]);
    const knownAt = await before(published.body.position);
    expect(await answered(`&knownAt=${knownAt}`)).toEqual(earlier);
    const scheme = await get(`/v1/schemes/secnumcloud?knownAt=${knownAt}`);
    expect(scheme.body).toMatchObject({ version: 0, warningDays: secnumcloud.warningDays });
    expect((await get('/v1/schemes/secnumcloud')).body).toMatchObject({ version: 1, warningDays: 365 });

    const seen = `&seen=${published.body.position}&scheme=secnumcloud&asOf=${noon.asOf}`;
    const listed = async (query: string) => {
      const { body } = await get(`/v1/dossiers?${query}${seen}`);
      const mine = body.items.filter(({ id }: { id: string }) => [applying.id, granted.id].includes(id));
      return mine.map(({ status, expiring }: { status: string; expiring: boolean }) => [status, expiring]);
    };
    expect(await listed('')).toEqual([
      ['in-progress', false],
      ['granted', true],
    ]);
    expect(await listed(`knownAt=${knownAt}`)).toEqual([
      ['applied', false],
      ['granted', false],
    ]);
    const due = await get(`/v1/deadlines?within=365&provider=${granted.provider}${seen}`);
    expect(due.body.items).toMatchObject([
      { kind: 'renewal-window', due: '2026-03-10', lapses: '2027-09-01' },
      { kind: 'grant-end', due: '2027-09-01', opens: '2026-09-01' },
    ]);
    const dueBefore = await get(
      `/v1/deadlines?within=365&provider=${granted.provider}${seen}&knownAt=${knownAt}&kind=grant-end`,
    );
    expect(dueBefore.body.items).toMatchObject([{ opens: '2027-03-05' }]);
  });

  it('is refused if identical, without a previous milestone, or based on a stale version', async () => {
    const unchanged = await publish(wider);
    expect(unchanged).toMatchObject({ status: 409, body: { code: 'unchanged' } });
    const milestones = wider.milestones.slice(1).map(({ after: _, ...one }) => one);
    const dropped = await publish({ ...wider, milestones });
    expect(dropped).toMatchObject({
      status: 422,
      body: { code: 'milestone-dropped', problems: [{ field: 'milestones' }] },
    });
    const stale = await publish({ ...wider, warningDays: 30 }, { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412 });
  });

  it('is recorded once per idempotency key', async () => {
    const [scheme, headers] = [inventedScheme({ warningDays: 61 }), { 'idempotency-key': 'seal-2', 'if-match': '"1"' }];
    const first = await publish(scheme, headers);
    const second = await publish(scheme, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await publish(inventedScheme({ warningDays: 62 }), headers)).status).toBe(422);
  });

  it('requires an admin key', async () => {
    const officer = served.as(await served.keyWith('read', 'record'));
    expect((await officer.post('/v1/schemes', inventedScheme({ slug: 'mine' }))).status).toBe(403);
    expect((await served.as().post('/v1/schemes', inventedScheme({ slug: 'mine' }))).status).toBe(401);
  });
});

describe('invalid scheme data', () => {
  const seal = inventedScheme({ slug: 'nonsense' });
  const [moored, boarded, sealed] = seal.milestones as [Stage, Stage, Stage];
  type Stage = Scheme['milestones'][number];
  const [a, b] = seal.referentials as [Version, Version];
  type Version = Scheme['referentials'][number];
  const rule = seal.labels[0]!;

  it.each<[string, object, string]>([
    ['a cycle of stages', { milestones: [{ ...moored, after: ['sealed'] }, boarded, sealed] }, 'milestones.0.after'],
    ['a stage after itself', { milestones: [{ ...moored, after: ['moored'] }, boarded, sealed] }, 'milestones.0.after'],
    ['an unknown stage', { milestones: [moored, { ...boarded, after: ['J0'] }, sealed] }, 'milestones.1.after.0'],
    ['a stage twice', { milestones: [moored, moored, boarded, sealed] }, 'milestones.1.code'],
    ['no outcome', { milestones: [moored, boarded] }, 'milestones'],
    ['a stage that gives what is no status', { milestones: [{ ...moored, gives: 'fine' }] }, 'milestones.0.gives'],
    ['versions in the wrong order', { referentials: [b, a] }, 'referentials.1.published'],
    ['a version twice', { referentials: [a, b, b] }, 'referentials.2.version'],
    [
      'overlapping versions',
      {
        referentials: [
          { ...a, requiredForAll: '2026-06-30' },
          { ...b, requiredForAll: '2026-01-01' },
        ],
      },
      'referentials.1.requiredForAll',
    ],
    [
      'a grace that ends before it is required',
      { referentials: [{ ...a, requiredForAll: '2027-01-01' }] },
      'referentials.0.graceEnds',
    ],
    ['a day that does not exist', { referentials: [{ ...a, published: '2025-02-30' }] }, 'referentials.0.published'],
    ['overlapping rules of one label', { labels: [rule, { ...rule, from: '2025-12-31' }] }, 'labels.1.from'],
    ['a rule that ends before it begins', { labels: [{ ...rule, until: '2025-02-01' }] }, 'labels.0.until'],
    ['a report that never goes stale', { family: 'report', maximalValidity: undefined }, 'currentForMonths'],
    ['a duty without duties', { family: 'duty', maximalValidity: undefined }, 'duties'],
    [
      'a duty that is never due',
      { duties: [{ code: 'x', name: moored.name, everyMonths: 0 }] },
      'duties.0.everyMonths',
    ],
    ['a slug that is none', { slug: 'Harbour Seal' }, 'slug'],
    ['a field that is not known', { colour: 'blue' }, 'colour'],
    ['a name in one language', { name: { fr: 'Sceau' } }, 'name.en'],
    ['no warning window', { warningDays: undefined }, 'warningDays'],
    ['a warning window of a century', { warningDays: 36500 }, 'warningDays'],
  ])('is refused with its path: %s', async (_, twist, field) => {
    const head = (await get('/v1/schemes')).headers.get('jalon-position');
    const { status, body } = await publish({ ...seal, ...twist });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid-body' });
    expect(body.problems.map((problem: { field: string }) => problem.field)).toContain(field);
    expect((await get('/v1/schemes')).headers.get('jalon-position')).toBe(head);
  });
});

describe('event types', () => {
  it('say what can be recorded under a scheme, with fields and their values', async () => {
    const typesOf = async (query: string) => (await get(`/v1/event-types${query}`)).body.items as { type: string }[];
    expect((await typesOf('')).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ProviderRenamed', 'GrantIssued']),
    );
    const { milestones } = (await get('/v1/schemes/secnumcloud')).body as { milestones: { code: string }[] };
    const values = milestones.map(({ code }) => code);
    const milestone = (await typesOf('?scheme=secnumcloud')).find(({ type }) => type === 'MilestoneReached');
    expect(milestone).toMatchObject({ of: 'dossier', dating: 'fact' });
    expect(milestone).toHaveProperty(
      'fields',
      expect.arrayContaining([{ name: 'milestone', required: true, input: 'milestone', values }]),
    );
    expect((await get('/v1/event-types?scheme=none')).status).toBe(404);
  });
});
