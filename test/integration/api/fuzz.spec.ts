import fc from 'fast-check';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SEED, times } from '#test/laws/law.js';
import { startApi } from '#test/api.js';
import { routesOf, wholeDocument } from '../../fuzz/document.js';
import { fuzz } from '../../fuzz/fuzz.js';
import { Judge, type Received } from '../../fuzz/judge.js';
import { startedOnce } from '#test/started.js';
import { inventedScheme } from '#test/schemes.js';
import { grant, milestone, openDossier } from '#test/recording.js';

const served = startedOnce(() => startApi({ TRUST_PROXY: '127.0.0.1/32', PUBLIC_READ: 'on' }));

/** `npm run fuzz -- --requests 20000` is longer still. */
const requests = Math.max(times(400), 60);
const seed = Number(process.env['FUZZ_SEED'] ?? SEED);

describe(`requests made from the OpenAPI document (sampled) (FUZZ_SEED=${seed})`, () => {
  it('are answered in time as documented, never with 5xx, and readers write nothing', async () => {
    const { faults, statuses, succeeded, writtenByReaders } = await fuzz(served, { seed, requests });
    expect({ faults, writtenByReaders }).toEqual({ faults: [], writtenByReaders: [] });
    expect([statuses.size >= requests / 50, succeeded.size >= requests / 20]).toEqual([true, true]);
  });

  it.each<[string, Partial<Received> & { method?: string }, RegExp]>([
    ['a server error', { status: 500 }, /^status 500/],
    ['a status that is not documented', { status: 418 }, /^undocumented status 418/],
    ['a media type that is not documented', { type: 'text/html', body: 'x' }, /^undocumented type text\/html/],
    ['a body that is not as documented', { body: '{"items":[{}]}' }, /^body of 200 is not as documented/],
    ['a header that is not documented', { headers: { allow: 'GET' } }, /^undocumented header Allow for 200/],
    ['a body that is not JSON', { body: '{' }, /^not JSON/],
    ['a body for HEAD', { body: '{}', method: 'HEAD' }, /^a body for HEAD/],
  ])('are judged: %s is a fault', async (_, { method = 'GET', ...received }, fault) => {
    const document = await wholeDocument(served.api);
    const route = routesOf(document).find(({ operationId }) => operationId === 'listSchemes')!;
    const request = { route, method, path: route.path, headers: {}, sender: 'read', isRaw: false } as const;
    const answer = { status: 200, type: 'application/json', body: '', headers: {}, ...received };
    expect(new Judge(document).fault(request, answer)).toMatch(fault);
  });

  it('are judged: a write by a reader is a fault', async () => {
    const document = await wholeDocument(served.api);
    const route = routesOf(document).find(({ operationId }) => operationId === 'registerProvider')!;
    const request = { route, method: 'POST', path: route.path, headers: {}, sender: 'read', isRaw: false } as const;
    const answer = { status: 201, type: 'application/json', body: '', headers: {} };
    expect(new Judge(document).fault(request, answer)).toBe('read was answered 201');
  });
});

/** Text that has broken something somewhere before, and any other. */
const text = fc.oneof(
  fc.constantFrom('\0', '\ud800', '9'.repeat(400), "'", '%', '../..', 'null', '-1', '1e309', '0000-01-01T00:00:00Z'),
  fc.constantFrom('9999-12-31T23:59:59-23:59', '1900-01-01', '2199-12-31', '2199', '__proto__', 'constructor', ''),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

describe('whatever is sent (sampled)', () => {
  let id: string;
  beforeAll(async () => {
    const opened = await openDossier(served.api, 'Whatever');
    ({ id } = opened);
    await opened.record(grant({}));
  });

  it('a write is recorded or refused, and never results in a server error', async () => {
    const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }));
    const whole = fc.constantFrom<object>(
      milestone('J1', '2025-11-17'),
      grant({}),
      { type: 'EventCorrected', data: { event: id, changes: { data: { note: 'x' } }, reason: 'x' } },
      { type: 'DeadlineSet', data: { key: 'file', due: '2027', opens: '2026' } },
      {
        type: 'RegisterObserved',
        occurred: '2026',
        source: { kind: 'list', publisher: 'ANSSI' },
        data: { register: 'x', listing: 'absent' },
      },
    );
    const twisted = fc.tuple(
      whole,
      fc.constantFrom(
        'type',
        'occurred',
        'source',
        'data',
        'data.event',
        'data.changes',
        'data.key',
        'data.due',
        'data.note',
        'source.url',
        'source.readOn',
      ),
      value,
    );
    const path = fc.constantFrom(
      `/v1/dossiers/${id}/events`,
      '/v1/providers/whatever/events',
      '/v1/providers',
      '/v1/dossiers',
      '/v1/admin/api-keys',
    );
    await fc.assert(
      fc.asyncProperty(path, twisted, async (address, [event, at, twist]) => {
        const { status } = await served.api.post(address, replaced(event, at.split('.'), twist));
        expect([address, at, twist, status < 500]).toEqual([address, at, twist, true]);
      }),
      { numRuns: times(300), seed: 20261125 },
    );
    expect(await served.api.get(`/v1/dossiers/${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(await served.api.get(`/v1/dossiers/${id}/events`)).toMatchObject({ status: 200 });
  });

  it('a scheme is published or refused, and whatever was published can be read and used', async () => {
    const scheme = inventedScheme();
    const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.integer({ min: 1, max: 4000 }));
    const inside = <T extends object>(list: readonly T[], ...fields: string[]) =>
      fc
        .tuple(fc.nat(list.length - 1), fc.constantFrom(...fields), value)
        .map(([at, field, twist]) => list.map((one, index) => (index === at ? { ...one, [field]: twist } : one)));
    const twisted = fc.oneof(
      fc
        .tuple(fc.constantFrom(...Object.keys(scheme), 'duties', 'currentForMonths'), value)
        .map(([field, twist]) => ({ [field]: twist })),
      inside(scheme.milestones, 'code', 'name', 'means', 'gives', 'after').map((milestones) => ({ milestones })),
      inside(scheme.referentials, 'version', 'published', 'graceEnds', 'otherwise').map((referentials) => ({
        referentials,
      })),
      inside(scheme.labels, 'slug', 'from', 'until', 'basis').map((labels) => ({ labels })),
    );
    const slugs = new Set<string>();
    await fc.assert(
      fc.asyncProperty(twisted, async (twist) => {
        const { status, headers } = await served.api.post('/v1/schemes', { ...scheme, ...twist });
        expect([twist, [201, 409, 422].includes(status)]).toEqual([twist, true]);
        if (status === 201) slugs.add(headers.get('location')!.split('/').at(-1)!);
      }),
      { numRuns: Math.max(times(300), 40), seed: 20261125 },
    );
    expect(slugs.size).toBeGreaterThan(0);
    for (const slug of slugs) {
      expect(await served.api.get(`/v1/schemes/${slug}`)).toMatchObject({ status: 200, body: { slug } });
      const opened = await served.api.post('/v1/dossiers', { provider: 'whatever', scheme: slug });
      const granted = await served.api.post(`/v1/dossiers/${opened.body.id as string}/events`, grant({}));
      expect([slug, opened.status, granted.status]).toEqual([slug, 201, 201]);
    }
    expect(await served.api.get('/v1/schemes')).toMatchObject({ status: 200 });
  });
});

function replaced(event: object, [key = '', ...rest]: string[], value: unknown): object {
  const inner = (event as Record<string, unknown>)[key];
  return { ...event, [key]: rest.length === 0 ? value : replaced(inner ?? {}, rest, value) };
}
