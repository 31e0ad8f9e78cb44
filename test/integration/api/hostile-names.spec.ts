import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import type { Answered } from '#test/client.js';
import { inventedScheme } from '#test/invented-scheme.js';
import { grant, milestone, openDossier } from '#test/recording.js';

let served: TestApi;
let provider: string;
let dossier: string;

beforeAll(async () => {
  served = await startApi();
  const { path, provider: slug } = await openDossier(served.api, 'Bleu');
  [dossier, provider] = [path, `/v1/providers/${slug}`];
});
afterAll(() => served.close());

const problemsOf = ({ status, body }: Answered) => ({
  status,
  problems: (body.problems as { field: string; code: string; params?: object }[]).map(({ field, code, params }) => ({
    field,
    code,
    params,
  })),
});

const hidden = (kind: string, codePoint: string, position: number) => ({
  code: 'hidden-character',
  params: { kind, codePoint, position },
});

const RTL = hidden('bidi', 'U+202E', 4);
const press = { kind: 'press', publisher: 'A newspaper' };
const ownership = (holder: object) => ({ type: 'OwnershipDeclared', source: press, data: { holders: [holder] } });

describe('a name with a hidden character', () => {
  it.each<[string, () => [string, object], string]>([
    ['a provider', () => ['/v1/providers', { name: 'OVH\u202ecloud' }], 'name'],
    ['a new name', () => [`${provider}/events`, { type: 'ProviderRenamed', data: { name: 'abc\u202e' } }], 'data.name'],
    ['an alias', () => [`${provider}/events`, { type: 'AliasAdded', data: { name: 'abc\u202e' } }], 'data.name'],
    ['a holder', () => [`${provider}/events`, ownership({ name: 'abc\u202e' })], 'data.holders.0.name'],
    [
      'a party',
      () => [
        `${provider}/events`,
        { type: 'PartnershipAnnounced', occurred: '2024', source: press, data: { title: 'x', parties: ['abc\u202e'] } },
      ],
      'data.parties.0',
    ],
    [
      'a publisher',
      () => [`${dossier}/events`, milestone('J1', '2025-11-17', { source: { ...press, publisher: 'abc\u202e' } })],
      'source.publisher',
    ],
    [
      'an address',
      () => [`${dossier}/events`, milestone('J1', '2025', { source: { ...press, url: 'https://example.org/\u202e' } })],
      'source.url',
    ],
    ['a number', () => [`${dossier}/events`, grant({ decision: 'abc\u202e' })], 'data.decision'],
    [
      'a service',
      () => ['/v1/dossiers', { provider: 'bleu', scheme: 'hds', service: { name: 'abc\u202e', kinds: [] } }],
      'service.name',
    ],
    ['a scheme', () => ['/v1/schemes', inventedScheme({ authority: 'abc\u202e' })], 'authority'],
    ['an API key', () => ['/v1/admin/api-keys', { name: 'abc\u202e', scopes: ['read'] }], 'name'],
    ['a feed', () => ['/v1/admin/feeds', { kind: 'atom', name: 'abc\u202e' }], 'name'],
    [
      'a filter of a subscription',
      () => ['/v1/subscriptions', { channel: 'email', address: 'a@example.org', filter: { schemes: ['abc\u202e'] } }],
      'filter.schemes.0',
    ],
  ])('is refused for %s', async (_, request, field) => {
    const [path, body] = request();
    const answer = problemsOf(await served.api.post(path, body));
    const position = field === 'source.url' ? 21 : 4;
    expect(answer).toEqual({ status: 422, problems: [{ field, ...RTL, params: { ...RTL.params, position } }] });
  });

  it('is refused in every column of a file, with its row', async () => {
    const csv = [
      'provider,type,occurred,source_kind,source_publisher,title,service,scheme',
      'Ac\u00admé,AnnouncementMade,2024,press,A newspaper,News,,',
      'Acme,AnnouncementMade,2024,press,A news\u200bpaper,"Two\nlines",,',
      'Acme,DossierOpened,,,,,Pai\u2060n,hds',
    ].join('\n');
    const { status, body } = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(status).toBe(422);
    expect(body.problems.map(({ row, field, code }: Record<string, unknown>) => [row, field, code])).toEqual(
      expect.arrayContaining([
        [2, 'provider', 'hidden-character'],
        [3, 'source_publisher', 'hidden-character'],
        [3, 'title', 'hidden-character'],
      ]),
    );
  });

  it('is named in the language of the request', async () => {
    const named = async (language: string): Promise<string> => {
      const headers = { 'accept-language': language };
      const { body } = await served.api.post('/v1/providers', { name: 'OVH\u200bcloud' }, headers);
      return (body.problems[0].reason as string).replaceAll(/\s/g, ' ');
    };
    expect(await named('en')).toBe('must not contain invisible characters: U+200B at character 4; remove it');
    expect(await named('fr')).toBe(
      'ne doit pas contenir de caractères invisibles : U+200B, caractère n° 4 ; supprimez-le',
    );
  });
});

describe('an instant that does not exist', () => {
  it.each([
    ['2026-02-30T00:00:00Z', 'instant-without-day'],
    ['2026-11-25T24:00:00Z', 'instant-without-time'],
    ['2026-11-25T08:61:00Z', 'instant-without-time'],
    ['2026-12-31T23:59:60Z', 'instant-without-time'],
    ['2026-11-25T08:00:00%2B25:00', 'instant-without-offset'],
    ['2200-01-01T00:00:00Z', 'year-out-of-range'],
    ['2026-11-25', 'instant-format'],
  ])('%s is refused wherever an instant is asked for', async (instant, code) => {
    const { body } = await served.api.post('/v1/subscriptions', { channel: 'email', address: `a@example.org` });
    for (const [path, field] of [
      ['/v1/dossiers?knownAt=', 'knownAt'],
      ['/v1/providers/bleu?knownAt=', 'knownAt'],
      ['/v1/deadlines?knownAt=', 'knownAt'],
      ['/v1/ledger.ndjson?knownAt=', 'knownAt'],
      ['/v1/schemes/hds?knownAt=', 'knownAt'],
      ['/v1/diff?to=2026-01-01&from=2026-01-01@', 'from'],
      [`/v1/subscriptions/${body.id as string}/deliveries?since=`, 'since'],
      [`/v1/subscriptions/${body.id as string}/deliveries?until=`, 'until'],
    ] as const) {
      const { status, problems } = problemsOf(await served.api.get(path + instant));
      const expected = field === 'from' && code === 'instant-format' ? 'point-instant' : code;
      expect({ path, status, problems }).toMatchObject({ path, status: 400, problems: [{ field, code: expected }] });
    }
  });
});

describe('a year outside 1900 to 2199', () => {
  it('has a reason of its own, in queries, bodies and files', async () => {
    const out = (field: string) => [{ field, code: 'year-out-of-range' }];
    expect(problemsOf(await served.api.get('/v1/dossiers?asOf=1899-12-31'))).toMatchObject({ problems: out('asOf') });
    const event = milestone('J1', '2200-Q1');
    expect(problemsOf(await served.api.post(`${dossier}/events`, event))).toMatchObject({ problems: out('occurred') });
    const csv = 'provider,type,occurred,source_kind,source_publisher,title\nBleu,AnnouncementMade,1850,press,x,y';
    const answer = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(problemsOf(answer)).toMatchObject({ status: 422, problems: out('occurred') });
  });
});
