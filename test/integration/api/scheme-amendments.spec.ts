import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { startApi } from '#test/api.js';
import { corrected, retracted, uuid } from '#test/events.js';
import { inventedScheme } from '#test/invented-scheme.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());

const get = (path: string) => served.api.get(path);
const head = async () => Number((await get('/v1/schemes')).headers.get('jalon-position'));

/** The instant just before something was recorded. */
async function before(position: number): Promise<string> {
  const { body } = await get(`/v1/events?after=${position - 1}&limit=1`);
  return new Date(Date.parse(body.items[0].recordedAt) - 1).toISOString();
}

let count = 0;
/** A scheme that is published for the first time, and a dossier under it whose grant ends on 2027-12-31. */
async function sealed() {
  const slug = `seal-${++count}`;
  const scheme = inventedScheme({ slug });
  const { body: opening } = await served.api.post('/v1/schemes', scheme);
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
    opening: opening.id as string,
    path,
    dossier: dossier.id as string,
    amend: (event: object, headers?: Record<string, string>) =>
      served.api.post(`/v1/schemes/${slug}/events`, event, headers),
    /** Whether the grant is expiring on two days, alone and in the list. */
    expiring: async (query = '') => {
      const seen = await head();
      const on = async (asOf: string) => {
        const one = await get(`${path}?asOf=${asOf}${query}`);
        const list = await get(`/v1/dossiers?scheme=${slug}&asOf=${asOf}&seen=${seen}${query}`);
        expect(list.body.items).toHaveLength(1);
        expect(list.body.items[0].expiring).toBe(one.body.expiring);
        return one.body.expiring as boolean;
      };
      return [await on('2027-06-01'), await on('2027-12-01')];
    },
    opens: async (query = '') => {
      const seen = await head();
      const { body } = await get(`/v1/deadlines?scheme=${slug}&within=1000&kind=grant-end&seen=${seen}${query}`);
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

  it('is returned as known at the time, with a version that increases with every event', async () => {
    const { body } = await seal.amend(saying(seal.opening, { ...seal.scheme, warningDays: 90 }));
    const now = await get(`/v1/schemes/${seal.slug}`);
    expect(now.body).toMatchObject({ version: 2, warningDays: 90 });
    const knownAt = await before(body.position);
    const then = await get(`/v1/schemes/${seal.slug}?knownAt=${knownAt}`);
    expect(then.body).toMatchObject({ version: 1, warningDays: 60 });
    const next = { ...seal.scheme, warningDays: 100 };
    const stale = await served.api.post('/v1/schemes', next, { 'if-match': then.headers.get('etag')! });
    expect(stale.status).toBe(412);
    const fresh = await served.api.post('/v1/schemes', next, { 'if-match': now.headers.get('etag')! });
    expect(fresh).toMatchObject({ status: 201, body: { version: 3 } });
  });

  it('is shown in its timeline with its corrections', async () => {
    const next = await served.api.post('/v1/schemes', { ...seal.scheme, warningDays: 90 });
    await seal.amend(saying(seal.opening, { ...seal.scheme, warningDays: 70 }));
    expect(await seal.amend(retracted(next.body.id))).toMatchObject({ status: 201 });
    const { body } = await get(`/v1/schemes/${seal.slug}/events`);
    expect(body.items).toMatchObject([
      { type: 'SchemePublished', version: 1, retracted: false, current: { data: { scheme: { warningDays: 70 } } } },
      { type: 'SchemePublished', version: 2, retracted: true, current: null },
      { type: 'EventCorrected', version: 3, data: { event: seal.opening, reason: 'misread the by-law' } },
      { type: 'EventRetracted', version: 4, data: { event: next.body.id } },
    ]);
    expect((await get(`/v1/schemes/${seal.slug}`)).body).toMatchObject({ version: 4, warningDays: 70 });
  });

  it('explains a difference of the board by its correction, and by the publication that is no longer there', async () => {
    const next = await served.api.post('/v1/schemes', { ...seal.scheme, warningDays: 300 });
    const undone = await seal.amend(retracted(next.body.id));
    const point = `2027-06-01@${await before(undone.body.position)}`;
    const { body } = await get(`/v1/diff?from=${point}&to=2027-06-01&scheme=${seal.slug}&seen=${await head()}`);
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

  it('is recorded once per idempotency key, with If-Match', async () => {
    const wanted = saying(seal.opening, { ...seal.scheme, warningDays: 90 });
    const headers = { 'idempotency-key': `amend-${seal.slug}`, 'if-match': '"1"' };
    const [one, two] = [await seal.amend(wanted, headers), await seal.amend(wanted, headers)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    expect(two.headers.get('idempotency-replayed')).toBe('true');
    expect((await seal.amend(retracted(one.body.id), { 'if-match': '"1"' })).status).toBe(412);
  });
});

describe('an amendment of a scheme is refused, and nothing recorded', () => {
  let seal: Sealed;
  beforeAll(async () => {
    seal = await sealed();
  });

  it.each<[string, (scheme: Scheme) => object, string]>([
    [
      'a cycle',
      ({ milestones: [first, ...rest] }) => ({ milestones: [{ ...first, after: ['sealed'] }, ...rest] }),
      'milestones.0.after',
    ],
    ['an unknown stage', ({ milestones }) => ({ milestones: milestones.slice(1) }), 'milestones.0.after.0'],
    [
      'overlapping versions',
      ({ referentials }) => ({ referentials: referentials.toReversed() }),
      'referentials.1.published',
    ],
    ['a century', () => ({ warningDays: 36500 }), 'warningDays'],
    ['another slug', () => ({ slug: 'harbour-seal' }), 'slug'],
  ])('into nonsense: %s', async (_, twist, field) => {
    const position = await head();
    const answer = await seal.amend(saying(seal.opening, { ...seal.scheme, ...twist(seal.scheme) }));
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 422,
      code: 'amendment-invalid',
    });
    const fields = answer.body.problems.map((problem: { field: string }) => problem.field);
    expect(fields).toContain(`data.changes.data.scheme.${field}`);
    expect(await head()).toBe(position);
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
    const { body } = await served.api.post('/v1/schemes', { ...seal.scheme, milestones: more });
    expect(await refused(seal.amend(retracted(body.id)))).toBe('422 milestone-dropped');
  });

  it('without an admin key', async () => {
    const officer = served.as(await served.keyWith('read', 'record'));
    const wanted = saying(seal.opening, seal.scheme);
    expect((await officer.post(`/v1/schemes/${seal.slug}/events`, wanted)).status).toBe(403);
    expect((await served.as().post(`/v1/schemes/${seal.slug}/events`, wanted)).status).toBe(401);
  });
});
