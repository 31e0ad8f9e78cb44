import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scheme } from '#domain/scheme/scheme.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { startApi } from '#test/api.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { inventedScheme } from '#test/schemes.js';
import { startedOnce } from '#test/started.js';
import { corrected, retracted, uuid } from '#test/events.js';

const served = startedOnce(() => startApi());

const source = { kind: 'decision', publisher: 'Harbour office' };
const noon = { asOf: '2026-11-25' };

const get = (path: string) => served.api.get(path);
const publish = (scheme: object, headers?: Record<string, string>) => served.api.post('/v1/schemes', scheme, headers);

/** The instant just before something was recorded. */
async function before(position: number): Promise<string> {
  const { body } = await get(`/v1/events?after=${position - 1}&limit=1`);
  return new Date(Date.parse(body.items[0].recordedAt) - 1).toISOString();
}

const positionOf = ({ headers }: { headers: Headers }): number => Number(headers.get('jalon-position'));
const lastEventOf = async (slug: string): Promise<string> =>
  (await get(`/v1/schemes/${slug}/events`)).body.items.at(-1).id;

describe('a new scheme', () => {
  let publishedAt: number;
  let dossier: { id: string; path: string };

  it('is published as data and returned unchanged', async () => {
    const published = await publish(inventedScheme());
    expect(published).toMatchObject({ status: 201, body: { version: 1 } });
    expect(published.headers.get('location')).toBe('/v1/schemes/harbour-seal');
    publishedAt = positionOf(published);
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
    const due = await get(`/v1/deadlines?schemes=harbour-seal&seen=${head}`);
    expect(due.body.items).toMatchObject([
      { kind: 'renewal-window', due: '2026-09-25', lapses: '2026-12-24', daysLeft: -61 },
      { kind: 'grant-end', due: '2026-12-24', opens: '2026-10-25', daysLeft: 29 },
    ]);
    const listed = await get(`/v1/dossiers?schemes=harbour-seal&seen=${head}`);
    expect(listed.body.items).toMatchObject([{ id: dossier.id, status: 'granted', labels: ['dry-cloud'] }]);
  });

  it('is not found at an earlier knownAt', async () => {
    const knownAt = await before(publishedAt);
    expect(await get(`/v1/schemes/harbour-seal?knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/schemes/harbour-seal/events?knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/dossiers?schemes=harbour-seal&knownAt=${knownAt}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/deadlines?schemes=harbour-seal&knownAt=${knownAt}`)).toMatchObject({ status: 404 });
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
    const knownAt = await before(positionOf(published));
    expect(await answered(`&knownAt=${knownAt}`)).toEqual(earlier);
    const scheme = await get(`/v1/schemes/secnumcloud?knownAt=${knownAt}`);
    expect(scheme.body).toMatchObject({ version: 0, warningDays: secnumcloud.warningDays });
    expect((await get('/v1/schemes/secnumcloud')).body).toMatchObject({ version: 1, warningDays: 365 });

    const seen = `&seen=${positionOf(published)}&schemes=secnumcloud&asOf=${noon.asOf}`;
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
    const due = await get(`/v1/deadlines?within=365&providers=${granted.provider}${seen}`);
    expect(due.body.items).toMatchObject([
      { kind: 'renewal-window', due: '2026-03-10', lapses: '2027-09-01' },
      { kind: 'grant-end', due: '2027-09-01', opens: '2026-09-01' },
    ]);
    const dueBefore = await get(
      `/v1/deadlines?within=365&providers=${granted.provider}${seen}&knownAt=${knownAt}&kind=grant-end`,
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

  it('is accepted as docs/schemes.md has it', async () => {
    const docs = await readFile(join(import.meta.dirname, '../../../docs/schemes.md'), 'utf8');
    const example = JSON.parse(/ -d '(\{.*?\n {2}\})'/s.exec(docs)![1]!) as Scheme;
    expect(await publish({ ...example, slug: 'as-documented' })).toMatchObject({ status: 201, body: { version: 1 } });
  });
});

/** One of the rules that scheme-rules.spec.ts shows, and what the schema itself refuses. */
describe('invalid scheme data', () => {
  const seal = inventedScheme({ slug: 'nonsense' });
  const [moored, boarded, sealed] = seal.milestones as [Stage, Stage, Stage];
  type Stage = Scheme['milestones'][number];
  const [a] = seal.referentials as [Version];
  type Version = Scheme['referentials'][number];

  it.each<[string, object, string]>([
    ['a cycle of stages', { milestones: [{ ...moored, after: ['sealed'] }, boarded, sealed] }, 'milestones.0.after'],
    ['a stage that gives what is no status', { milestones: [{ ...moored, gives: 'fine' }] }, 'milestones.0.gives'],
    ['a day that does not exist', { referentials: [{ ...a, published: '2025-02-30' }] }, 'referentials.0.published'],
    ['a field that is not known', { colour: 'blue' }, 'colour'],
  ])('is refused with its path: %s', async (_, twist, field) => {
    const head = (await get('/v1/schemes')).headers.get('jalon-position');
    const { status, body } = await publish({ ...seal, ...twist });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid-body' });
    expect(body.problems.map((problem: { field: string }) => problem.field)).toContain(field);
    expect((await get('/v1/schemes')).headers.get('jalon-position')).toBe(head);
  });
});

const head = async () => Number((await get('/v1/schemes')).headers.get('jalon-position'));

let count = 0;
/** A scheme that is published for the first time, and a dossier under it whose grant ends on 2027-12-31. */
async function sealed() {
  const slug = `seal-${++count}`;
  const scheme = inventedScheme({ slug });
  await served.api.post('/v1/schemes', scheme);
  const opening = await lastEventOf(slug);
  const { body: provider } = await served.api.post('/v1/providers', { name: `Canal Cloud ${count}` });
  const { body: dossier } = await served.api.post('/v1/dossiers', { provider: provider.id, scheme: slug });
  const path = `/v1/dossiers/${dossier.id}`;
  const granted = {
    type: 'GrantIssued',
    occurred: '2026-01-01',
    source: { kind: 'decision', publisher: 'Harbour office' },
    data: { decision: 'S-1', validFrom: '2026-01-01', validUntil: '2027-12-31', referential: 'B' },
  };
  expect(await served.api.post(`${path}/events`, granted)).toMatchObject({ status: 201 });
  return {
    slug,
    scheme,
    opening,
    path,
    dossier: dossier.id as string,
    amend: (event: object, headers?: Record<string, string>) =>
      served.api.post(`/v1/schemes/${slug}/events`, event, headers),
    /** Whether the grant is expiring on two days, alone and in the list. */
    expiring: async (query = '') => {
      const seen = await head();
      const on = async (asOf: string) => {
        const one = await get(`${path}?asOf=${asOf}${query}`);
        const list = await get(`/v1/dossiers?schemes=${slug}&asOf=${asOf}&seen=${seen}${query}`);
        expect(list.body.items).toHaveLength(1);
        expect(list.body.items[0].expiring).toBe(one.body.expiring);
        return one.body.expiring as boolean;
      };
      return [await on('2027-06-01'), await on('2027-12-01')];
    },
    opens: async (query = '') => {
      const seen = await head();
      const { body } = await get(`/v1/deadlines?schemes=${slug}&within=1000&kind=grant-end&seen=${seen}${query}`);
      return body.items.map((item: { opens: string }) => item.opens);
    },
  };
}

type Sealed = Awaited<ReturnType<typeof sealed>>;
const saying = (event: string, scheme: object) => corrected(event, { data: { scheme } }, 'misread the by-law');

describe('a wrong publication', () => {
  let seal: Sealed;
  beforeEach(async () => {
    seal = await sealed();
  });

  it('is corrected: dossiers, lists and deadlines follow on every day, and earlier knowledge stays as it was', async () => {
    expect(await seal.expiring()).toEqual([false, true]);
    expect(await seal.opens()).toEqual(['2027-11-01']);
    const answer = await seal.amend(saying(seal.opening, { ...seal.scheme, warningDays: 300 }));
    expect(answer).toMatchObject({ status: 201, body: { version: 2 } });
    const corrections = answer.body as { id: string; position: number };
    expect(await seal.expiring()).toEqual([true, true]);
    expect(await seal.opens()).toEqual(['2027-03-06']);
    const knownAt = `&knownAt=${await before(corrections.position)}`;
    expect(await seal.expiring(knownAt)).toEqual([false, true]);
    expect(await seal.opens(knownAt)).toEqual(['2027-11-01']);

    const undone = await seal.amend(retracted(corrections.id));
    expect(undone).toMatchObject({ status: 201, body: { version: 3 } });
    expect(await seal.expiring()).toEqual([false, true]);
    expect(await seal.opens()).toEqual(['2027-11-01']);
    expect(await seal.expiring(`&knownAt=${await before(undone.body.position)}`)).toEqual([true, true]);
  });

  it('is shown in its timeline with its corrections', async () => {
    await served.api.post('/v1/schemes', { ...seal.scheme, warningDays: 90 });
    const next = await lastEventOf(seal.slug);
    await seal.amend(saying(seal.opening, { ...seal.scheme, warningDays: 70 }));
    expect(await seal.amend(retracted(next))).toMatchObject({ status: 201 });
    const { body } = await get(`/v1/schemes/${seal.slug}/events`);
    expect(body.items).toMatchObject([
      { type: 'SchemePublished', version: 1, retracted: false, current: { data: { scheme: { warningDays: 70 } } } },
      { type: 'SchemePublished', version: 2, retracted: true, current: null },
      { type: 'EventCorrected', version: 3, data: { event: seal.opening, reason: 'misread the by-law' } },
      { type: 'EventRetracted', version: 4, data: { event: next } },
    ]);
    expect((await get(`/v1/schemes/${seal.slug}`)).body).toMatchObject({ version: 4, warningDays: 70 });
  });

  it('explains a difference of the board by its correction, and by the publication that is no longer there', async () => {
    await served.api.post('/v1/schemes', { ...seal.scheme, warningDays: 300 });
    const next = await lastEventOf(seal.slug);
    const undone = await seal.amend(retracted(next));
    const point = `2027-06-01@${await before(undone.body.position)}`;
    const { body } = await get(`/v1/diff?from=${point}&to=2027-06-01&schemes=${seal.slug}&seen=${await head()}`);
    expect(body.items).toMatchObject([
      {
        kind: 'learned',
        fields: ['expiring'],
        because: [
          { type: 'SchemePublished', visible: 'from' },
          { type: 'EventRetracted', visible: 'to' },
        ],
      },
    ]);
  });
});

describe('an amendment of a scheme is refused, and nothing recorded', () => {
  let seal: Sealed;
  beforeAll(async () => {
    seal = await sealed();
  });

  it('for an unknown or foreign event, for the first publication, and for a milestone in use', async () => {
    const position = await head();
    const other = (await get('/v1/events?after=0&limit=1')).body.items[0].id;
    const refused = async (answer: Promise<{ status: number; body: { code: string } }>) => {
      const { status, body } = await answer;
      return `${status} ${body.code}`;
    };
    expect(await refused(seal.amend(retracted(uuid(404))))).toBe('422 unknown-reference');
    expect(await refused(seal.amend(saying(other === seal.opening ? seal.dossier : other, seal.scheme)))).toBe(
      '422 unknown-reference',
    );
    expect(await refused(seal.amend(retracted(seal.opening)))).toBe('422 amendment-invalid');
    expect(await refused(seal.amend({ type: 'SchemePublished', data: { scheme: seal.scheme } }))).toBe(
      '422 invalid-body',
    );
    const built = saying(uuid(404), secnumcloud);
    expect(await refused(served.api.post('/v1/schemes/secnumcloud/events', built))).toBe('422 unknown-reference');
    expect(await refused(served.api.post('/v1/schemes/gold/events', built))).toBe('404 not-found');
    expect(await head()).toBe(position);

    const more = [...seal.scheme.milestones, { code: 'towed', name: seal.scheme.name, gives: 'in-progress' }];
    await served.api.post('/v1/schemes', { ...seal.scheme, milestones: more });
    expect(await refused(seal.amend(retracted(await lastEventOf(seal.slug))))).toBe('422 milestone-dropped');
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
