import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import type { Answered } from '#test/client.js';
import { inventedScheme } from '#test/schemes.js';
import { nonPublicHosts, trickyUrls } from '#test/non-public-targets.js';

const served = startedOnce(() => startApi());

let path: string;
let head: number;
beforeAll(async () => {
  ({ path } = await openDossier(served.api, 'Bleu'));
  head = await position();
});

const position = async () =>
  (await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position;

describe('bad input', () => {
  /** Every answer is a problem of the client's, and nothing was recorded. */
  const expectProblem = async (
    answer: { status: number; headers: Headers; body: unknown },
    status: number,
    field?: string,
  ) => {
    expect(answer).toMatchObject({ status, body: { status, title: expect.any(String), detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    if (field !== undefined)
      expect((answer.body as { problems: { field: string }[] }).problems.map((problem) => problem.field)).toContain(
        field,
      );
    expect(await position()).toBe(head);
  };

  it.each<[string, object, number, string]>([
    ['an unknown type', milestone('J1', '2025-11-17', { type: 'MilestonePassed' }), 422, 'type'],
    ['a type that only the ledger records', { type: 'GrantExpired', data: { validUntil: '2025' } }, 422, 'type'],
    ['a day that does not exist', milestone('J1', '2021-02-30'), 422, 'occurred'],
    ['no day', { ...milestone('J1', ''), occurred: undefined }, 422, 'occurred'],
    ['an end before the start', grant({ validFrom: '2023-12-28', validUntil: '2023-01-01' }), 422, 'data.validUntil'],
    ['an unknown field', { ...milestone('J1', '2025-11-17'), actor: 'me' }, 422, 'actor'],
    [
      'an unknown kind of source',
      milestone('J1', '2025', { source: { kind: 'blog', publisher: 'x' } }),
      422,
      'source.kind',
    ],
    ['a NUL', milestone('J1', '2025-11-17', { data: { milestone: 'J1', note: 'a\0b' } }), 422, 'data.note'],
    [
      'text that is too long',
      milestone('J1', '2025-11-17', { data: { milestone: 'J'.repeat(201) } }),
      422,
      'data.milestone',
    ],
    [
      'a correction of an event that is not here',
      {
        type: 'EventCorrected',
        data: { event: '00000000-0000-4000-8000-000000000000', changes: { occurred: '2025' }, reason: 'x' },
      },
      422,
      'data.event',
    ],
    [
      'a dependency on a dossier that is not there',
      {
        ...milestone('J1', '2025'),
        type: 'DependencyDeclared',
        data: { dependsOn: '00000000-0000-4000-8000-000000000000' },
      },
      404,
      'data.dependsOn',
    ],
  ])('refuses an event with %s', async (_, event, status, field) => {
    await expectProblem(await served.api.post(`${path}/events`, event), status, field);
  });

  it('says which id a reference must be, and points to no problems at an unknown address', async () => {
    const event = { ...milestone('J1', '2025'), type: 'ServiceTransferred', data: { to: 'bleu' } };
    const refused = [{ field: 'data.to', code: 'provider-id-format' }];
    expect((await served.api.post(`${path}/events`, event)).body).toMatchObject({ problems: refused });
    expect((await served.api.get('/v1/certificates')).body.detail).not.toContain('`problems`');
  });

  it.each<[string, string, number, string]>([
    ['an unknown dossier', '/v1/dossiers/00000000-0000-4000-8000-000000000000', 404, 'id'],
    ['an id that is none', '/v1/dossiers/bleu', 404, 'id'],
    ['an unknown provider', '/v1/providers/nobody', 404, 'id'],
    ['an unknown scheme', '/v1/schemes/gold', 404, 'scheme'],
    ['a NUL in the query', '/v1/dossiers?providers=a%00b', 400, 'providers.0'],
    ['asOf that is no day', '/v1/dossiers?asOf=2021-02-30', 400, 'asOf'],
    ['asOf given twice', '/v1/dossiers?asOf=2021-05-31&asOf=2021-06-30', 400, 'asOf'],
    ['knownAt without an offset', '/v1/dossiers?knownAt=2026-11-25T08:00:00', 400, 'knownAt'],
    ['a limit of 201', '/v1/providers?limit=201', 400, 'limit'],
    ['a cursor that is none', '/v1/dossiers?cursor=abc', 400, 'cursor'],
    [
      'a cursor of another list',
      `/v1/dossiers?cursor=${Buffer.from('["bleu","x"]').toString('base64url')}`,
      400,
      'cursor',
    ],
    ['a position beyond all', '/v1/events?after=99999999999999999999', 400, 'after'],
    ['a filter for an unknown scheme', '/v1/dossiers?schemes=gold', 404, 'schemes'],
    ['a filter for an unknown status', '/v1/dossiers?status=fine', 400, 'status'],
    ['a filter for an unknown provider', '/v1/dossiers?providers=nobody', 404, 'providers'],
    ['an unknown parameter', '/v1/dossiers?asof=2021-05-31', 400, 'asof'],
  ])('refuses a read with %s', async (_, address, status, field) => {
    await expectProblem(await served.api.get(address), status, field);
  });

  it.each<[string, string, object, number, string]>([
    ['a provider without a name', '/v1/providers', {}, 422, 'name'],
    ['a provider on record', '/v1/providers', { name: 'BLEU' }, 409, 'name'],
    ['a provider called by punctuation', '/v1/providers', { name: '!!!' }, 422, 'name'],
    [
      'a dossier of an unknown provider',
      '/v1/dossiers',
      { provider: 'nobody', scheme: 'secnumcloud' },
      404,
      'provider',
    ],
    ['a dossier of an unknown scheme', '/v1/dossiers', { provider: 'bleu', scheme: 'gold' }, 404, 'scheme'],
    ['a dossier that was opened before', '/v1/dossiers', { provider: 'bleu', scheme: 'secnumcloud' }, 409, 'service'],
    ['a key without scopes', '/v1/admin/api-keys', { name: 'x', scopes: [] }, 422, 'scopes'],
  ])('refuses %s', async (_, address, body, status, field) => {
    await expectProblem(await served.api.post(address, body), status, field);
  });

  it.each<[string, string | Uint8Array, Record<string, string>, number]>([
    ['broken JSON', '{"name":', {}, 400],
    ['JSON that is not UTF-8', Buffer.from('{"name":"Am\xe9lie"}', 'latin1'), {}, 400],
    ['JSON that nests deeper than anything here', `{"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, {}, 400],
    ['JSON that nests as deep as fits', '['.repeat(1_000_000), {}, 400],
    ['a body over 1 MB', JSON.stringify({ name: 'x'.repeat(1_100_000) }), {}, 413],
    ['a form', 'name=Bleu', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a Content-Type that is none', '{}', { 'content-type': 'json' }, 415],
    ['no body', '', {}, 422],
    ['a key of the prototype', '{"name":"Blue","__proto__":{"admin":true}}', {}, 422],
  ])('refuses %s', async (_, body, headers, status) => {
    await expectProblem(await served.api.post('/v1/providers', body, headers), status);
  });

  it.each([
    ['name', '{"name":"Blue","name":"Green"}'],
    ['name', String.raw`{"\"{":"}","name":"Blue","n\u0061me":"Green"}`],
    ['a.b', '{"name":"b","b":[{"b":1}],"a":[{"b":1},{"c":"b\\\\","b":{},"b" :2}]}'],
    ['identifiers', '{"name":"Blue","identifiers":[{"name":"a"},{"name":"b"}],"identifiers":[]}'],
  ])('refuses a body with %s twice', async (field, body) => {
    const { status, body: answer } = await served.api.post('/v1/providers', body);
    expect([status, answer]).toMatchObject([422, { code: 'invalid-body', problems: [{ field, code: 'given-twice' }] }]);
  });

  it.each<[string, string, string, number]>([
    ['an unknown address', 'GET', '/v1/certificates', 404],
    ['an address with an endless part', 'GET', `/v1/dossiers/${'a'.repeat(5_000)}`, 414],
    ['a method that is none of ours', 'PROPFIND', '/v1/dossiers', 405],
  ])('refuses %s', async (_, method, address, status) => {
    const answer = await served.api.send(address, { method });
    await expectProblem(answer, status);
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET/);
  });

  it.each<[string, string, number]>([
    ['an idempotency key that is too long', 'k'.repeat(201), 400],
    ['an idempotency key that is not ASCII', 'clé', 400],
  ])('refuses %s', async (_, key, status) => {
    await expectProblem(
      await served.api.post('/v1/providers', { name: 'Blue' }, { 'idempotency-key': key }),
      status,
      'Idempotency-Key',
    );
  });

  it.each<[string, string | Uint8Array, number]>([
    ['an unknown column', 'provider,color\nBleu,blue\n', 422],
    ['a PDF', '%PDF-1.7\n1 0 obj\n', 422],
    ['nothing in it', '', 422],
    ['more than 10,000 rows', `provider,type,name\n${'Bleu,AliasAdded,B\n'.repeat(10_001)}`, 413],
    ['more than 10 MB', 'x'.repeat(10 * 1024 * 1024 + 1), 413],
  ])('refuses an import with %s', async (_, csv, status) => {
    await expectProblem(await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' }), status);
  });

  it('names every invalid field at once', async () => {
    const { body } = await served.api.post(`${path}/events`, {
      type: 'MilestoneReached',
      occurred: 'soon',
      source: {},
      data: {},
    });
    expect(body.problems.map(({ field }: { field: string }) => field)).toEqual([
      'occurred',
      'source.kind',
      'source.publisher',
      'data.milestone',
    ]);
  });
});

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

describe('a name with a hidden character', () => {
  it.each<[string, () => [string, object], string]>([
    ['a provider', () => ['/v1/providers', { name: 'OVH\u202ecloud' }], 'name'],
    [
      'a publisher',
      () => [`${path}/events`, milestone('J1', '2025-11-17', { source: { ...press, publisher: 'abc\u202e' } })],
      'source.publisher',
    ],
    [
      'an address',
      () => [`${path}/events`, milestone('J1', '2025', { source: { ...press, url: 'https://example.org/\u202e' } })],
      'source.url',
    ],
    [
      'a service',
      () => ['/v1/dossiers', { provider: 'bleu', scheme: 'hds', service: { name: 'abc\u202e', kinds: [] } }],
      'service.name',
    ],
    ['a scheme', () => ['/v1/schemes', inventedScheme({ authority: 'abc\u202e' })], 'authority'],
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

describe('an address with a user name or a password', () => {
  const url = 'https://user:secret@example.org/list';
  const source = { kind: 'press' as const, publisher: 'A newspaper', url };
  const correcting = (changes: object) => ({
    type: 'EventCorrected',
    data: { event: '00000000-0000-4000-8000-000000000000', changes, reason: 'moved' },
  });

  it.each<[string, () => [string, object], string]>([
    ['a source', () => [`${path}/events`, milestone('J1', '2025', { source })], 'source.url'],
    ['a corrected source', () => [`${path}/events`, correcting({ source })], 'data.changes.source.url'],
    [
      'a corrected address',
      () => [`${path}/events`, correcting({ sourceFields: { url: 'https://token@example.org/' } })],
      'data.changes.sourceFields.url',
    ],
    [
      'a version of a standard',
      () => ['/v1/schemes', inventedScheme({ referentials: [{ version: '1', published: '2025-01-01', source }] })],
      'referentials.0.source.url',
    ],
    ['a webhook', () => ['/v1/subscriptions', { channel: 'webhook', url, filter: {} }], 'url'],
  ])('is refused for %s', async (_, request, field) => {
    const [path, body] = request();
    const problems = [{ field, code: 'url-with-credentials' }];
    expect(problemsOf(await served.api.post(path, body))).toEqual({ status: 422, problems });
  });
});

describe('an instant that does not exist', () => {
  it.each([
    ['2026-02-30T00:00:00Z', 'instant-without-day'],
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
    expect(problemsOf(await served.api.post(`${path}/events`, event))).toMatchObject({ problems: out('occurred') });
    const csv = 'provider,type,occurred,source_kind,source_publisher,title\nBleu,AnnouncementMade,1850,press,x,y';
    const answer = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(problemsOf(answer)).toMatchObject({ status: 422, problems: out('occurred') });
  });
});

interface Refused {
  code: string;
  problems: { field: string; code: string }[];
}

describe('a webhook is not subscribed', () => {
  const refusalOf = async (url: string) => {
    const { status, body } = await served.api.post('/v1/subscriptions', { channel: 'webhook', url });
    const { code, problems } = body as Refused;
    expect([status, problems.map(({ field }) => field)]).toEqual([422, ['url']]);
    return [code, problems[0]?.code] as const;
  };

  /** One of each kind: that the guard knows them all is shown beside it. */
  it.each(Object.entries(nonPublicHosts))('at an address that is not public (%s)', async (_, [host]) => {
    for (const protocol of ['https', 'http'])
      expect(await refusalOf(`${protocol}://${host}:8443/hook`)).toEqual(['target-not-allowed', 'target-not-public']);
  });

  it('with a URL that obscures its host', async () => {
    for (const url of trickyUrls) expect([url, (await refusalOf(url))[0]]).toEqual([url, 'invalid-body']);
  });

  it('without encryption, unless its network is allowed', async () => {
    for (const host of ['93.184.216.34', 'hooks.example.org'])
      expect(await refusalOf(`http://${host}/hook`)).toEqual(['target-not-allowed', 'target-not-encrypted']);
  });

  it('and leaves nothing stored', async () => {
    const { items } = (await served.api.get('/v1/subscriptions?limit=200')).body;
    expect(items.filter(({ channel }: { channel: string }) => channel === 'webhook')).toEqual([]);
  });
});
