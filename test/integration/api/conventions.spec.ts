import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';
import { phrases } from '#language/phrases.js';
import { languageIn } from '#language/language.js';
import { type ProblemCode, statusOf } from '../../../apps/api/problem/rejection.js';
import { wholeDocument } from '../../fuzz/document.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { consoleOf } from '#test/console.js';

const served = startedOnce(() => startApi({ CORS_ORIGINS: 'https://app.example.org, http://localhost:5173' }));

/** What docs/api.md says under "Conventions". */
describe('a request over HTTP', () => {
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const auth = { authorization: `Bearer ${ADMIN_KEY}` };
    const init = { method, headers: { ...auth, ...headers }, redirect: 'manual' as const };
    const answer = await fetch(served.url + path, body === undefined ? init : { ...init, body });
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  };

  /** Sends lines that no HTTP client would. @returns the status line with the headers, and the body */
  const sendRaw = async (...lines: string[]) => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => (received += data.toString())).on('error', () => undefined);
    socket.write([...lines, '', ''].join('\r\n'));
    await once(socket, 'close');
    const [head = '', body = ''] = received.split('\r\n\r\n', 2);
    return { head, body: JSON.parse(body) as Record<string, unknown> };
  };

  describe('with X-Request-Id', () => {
    it('is answered with the same id, which its events and its problem name', async () => {
      const named = { 'x-request-id': 'desk:42_a.b-c', 'content-type': 'application/json' };
      const made = await send('POST', '/v1/providers', named, '{"name":"Bleu"}');
      expect([made.status, made.headers.get('x-request-id')]).toEqual([201, 'desk:42_a.b-c']);
      const event = await served.db
        .selectFrom('event')
        .select('correlation_id')
        .where('position', '=', Number(made.headers.get('jalon-position')))
        .executeTakeFirst();
      expect(event).toEqual({ correlation_id: 'desk:42_a.b-c' });
      const refused = await send('POST', '/v1/providers', named, '{"name":"Bleu"}');
      expect(refused).toMatchObject({ status: 409, body: { instance: 'urn:jalon:request:desk:42_a.b-c' } });
    });

    it.each([['a b'], ['é'], ['x'.repeat(129)], ['"quoted"'], ['a, b']])(
      'that is malformed (%j) gets another one',
      async (id) => {
        const { status, headers } = await send('GET', '/v1/providers', { 'x-request-id': id });
        expect([status, headers.get('x-request-id')]).toEqual([200, expect.stringMatching(/^[\da-f-]{36}$/)]);
      },
    );
  });

  it('to a route without a body may send nothing, and an unknown field is named', async () => {
    const { paths } = (await wholeDocument({ get: (path) => send('GET', path) })) as {
      paths: Record<string, Record<string, { requestBody?: object }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      ['post', 'put', 'patch']
        .filter((method) => item[method] && !item[method].requestBody)
        .map((method) => [method, path] as const),
    );
    expect(routes.length).toBeGreaterThanOrEqual(3);
    const json = { 'content-type': 'application/json' };
    for (const [method, path] of routes) {
      const filled = path.replaceAll(/\{\w+\}/g, randomUUID());
      const refused = await send(method.toUpperCase(), filled, json, '{"unexpected":1}');
      expect([path, refused]).toMatchObject([
        path,
        { status: 422, body: { code: 'invalid-body', problems: [{ field: 'unexpected', code: 'unknown-field' }] } },
      ]);
      expect([path, await send(method.toUpperCase(), filled, json, '{}')]).toMatchObject([path, { status: 404 }]);
    }
  });

  describe('that Node.js or Fastify would refuse itself gets a problem', () => {
    it.each([
      ['with a NUL in a header', 400, 'malformed-request', ['GET / HTTP/1.1', 'Host: a', 'X: a\0b']],
      ['of a version of HTTP that is none', 400, 'malformed-request', ['GET / HTTP/9.9', 'Host: a']],
      ['with two lengths', 400, 'malformed-request', ['GET / HTTP/1.1', 'Host: a', 'Content-Length: 1, 2']],
      ['without a host', 400, 'malformed-request', ['GET /v1/providers HTTP/1.1']],
      [
        'with an expectation that is not 100-continue',
        417,
        'expectation-failed',
        ['GET /v1/providers HTTP/1.1', 'Host: a', 'Expect: 200-ok'],
      ],
      ['with 20 kB of headers', 431, 'headers-too-large', ['GET / HTTP/1.1', 'Host: a', `X: ${'x'.repeat(20_000)}`]],
      ['with 2 MB of headers', 431, 'headers-too-large', ['GET / HTTP/1.1', 'Host: a', `X: ${'x'.repeat(2_000_000)}`]],
      [
        'with an address that is no UTF-8',
        400,
        'malformed-address',
        ['GET /v1/dossiers/%ff HTTP/1.1', 'Host: a', 'Connection: close'],
      ],
    ])('%s', async (_, status, code, lines) => {
      const { head, body } = await sendRaw(...lines);
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'));
      const id = /^x-request-id: (.+)$/im.exec(head)?.[1];
      expect(body).toMatchObject({ status, code, instance: `urn:jalon:request:${id}` });
    });
  });

  it('with a query that is no UTF-8 is refused like such a path, not read as it stands', async () => {
    expect(await send('GET', '/v1/providers?name=caf%E9')).toMatchObject({
      status: 400,
      body: { code: 'malformed-address' },
    });
  });

  it.each([
    ['PUT', '/openapi.json', 'GET, HEAD'],
    ['POST', '/docs', 'GET, HEAD'],
    ['PUT', '/openapi-admin.json', 'GET, HEAD'],
    ['PATCH', '/v1/dossiers/x/badge.svg', 'GET, HEAD'],
    ['DELETE', '/healthz', 'GET, HEAD'],
    ['PUT', '/v1/providers', 'GET, HEAD, POST'],
    ['OPTIONS', '/v1/providers', 'GET, HEAD, POST'],
  ])('by another method (%s %s) gets 405, whatever its body is', async (method, path, allow) => {
    const answer = await send(method, path, { 'content-type': 'application/xml' }, '<x/>');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('by HEAD gets the headers of GET, at every address that GET reads', async () => {
    const { paths } = (await wholeDocument({ get: (path) => send('GET', path) })) as {
      paths: Record<string, { get?: { parameters?: { required?: boolean }[] } }>;
    };
    const isWhole = ({ parameters = [] }: { parameters?: { required?: boolean }[] }) =>
      !parameters.some(({ required }) => required);
    const read = Object.entries(paths)
      .filter(([path, { get }]) => get && !path.includes('{') && isWhole(get))
      .map(([path]) => path);
    expect(read.length).toBeGreaterThan(15);
    for (const path of [
      '/openapi.json',
      '/openapi-admin.json',
      '/docs',
      '/docs/admin',
      '/docs/swagger-ui.css',
      '/help',
      ...read,
    ]) {
      const head = await send('HEAD', path);
      expect([path, head.body, [200, 400].includes(head.status)]).toEqual([path, '', true]); // 400: lacks a parameter
    }
  });

  it.each([
    ['/v1/providers/?limit=2', 'json'],
    ['/help/', 'html'],
    ['/docs/', 'html'],
  ])('may end with a slash (%s)', async (path, type) => {
    const { status, headers } = await send('GET', path);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
    expect(await send('DELETE', path)).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
  });

  it.each(['//example.org/', '/v1/certificates/', '/v1/providers//'])('is not found at %s', async (path) => {
    expect((await send('GET', path)).status).toBe(404);
  });

  describe('that accepts', () => {
    it.each([
      ['/v1/providers', 'application/xml', ['application/json', 'text/csv']],
      ['/v1/dossiers/x', 'text/html, application/json;q=0', ['application/json']],
      ['/v1/deadlines.ics', 'application/json', ['text/calendar']],
      ['/v1/events/stream', 'application/json', ['text/event-stream']],
    ])('nothing that %s has gets 406 (%s)', async (path, accept, types) => {
      const { status, body } = await send('GET', path, { accept });
      expect([status, body.code, body.detail]).toEqual([
        406,
        'not-acceptable',
        `Available formats: ${types.join(', ')}`,
      ]);
    });

    it.each([
      'application/json; charset=utf-8',
      'application/json;v=1;q=0.5',
      'text/html, */*;q=0.1',
      'application/*',
      '',
    ])('%s gets JSON', async (accept) => {
      const { status, headers } = await send('GET', '/v1/providers', { accept });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    });

    it('something else records nothing', async () => {
      const answer = await send('POST', '/v1/providers', { accept: 'text/xml' }, '{"name":"Unseen"}');
      expect(answer.status).toBe(406);
      expect((await send('GET', '/v1/providers/unseen')).status).toBe(404);
    });
  });

  describe('with a body', () => {
    it.each<[string, string, Record<string, string>, [string, unknown]]>([
      ['of another type', '/v1/providers', { 'content-type': 'application/xml' }, ['accept', 'application/json']],
      [
        'without a type',
        '/v1/admin/bounces',
        { 'content-type': '' },
        ['accept', expect.stringContaining('message/rfc822')],
      ],
      [
        'in another charset',
        '/v1/providers',
        { 'content-type': 'application/json; charset="ISO-8859-15"' },
        ['accept', 'application/json'],
      ],
      [
        'in a charset that no table is in',
        '/v1/imports',
        { 'content-type': 'text/csv;charset=ebcdic' },
        ['accept', expect.stringContaining('text/csv')],
      ],
      [
        'that is compressed',
        '/v1/providers',
        { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        ['accept-encoding', 'identity'],
      ],
    ])('%s gets 415 and is told what is read', async (_, path, headers, [name, value]) => {
      const answer = await send('POST', path, headers, '{}');
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
      expect(answer.headers.get(name)).toEqual(value);
    });

    it.each(['application/json', 'application/json; charset=UTF-8', 'APPLICATION/JSON;charset="utf-8"'])(
      'of type %s is read',
      async (type) => {
        const answer = await send(
          'POST',
          '/v1/providers',
          { 'content-type': type, 'content-encoding': 'identity' },
          '{}',
        );
        expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
      },
    );
  });

  describe('from a web application', () => {
    const preflight = (path: string, origin: string) =>
      send('OPTIONS', path, { origin, 'access-control-request-method': 'POST', authorization: '' });

    it('of an origin in CORS_ORIGINS is admitted, and may read the headers of the response', async () => {
      const { status, headers } = await preflight('/v1/providers', 'https://app.example.org');
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example.org']);
      expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
      expect(headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key.*If-Match/);
      for (const path of ['/v1/providers', '/v1/nothing']) {
        const { headers: own } = await send('GET', path, { origin: 'http://localhost:5173' });
        expect(own.get('access-control-allow-origin')).toBe('http://localhost:5173');
        expect(own.get('access-control-expose-headers')).toMatch(/ETag.*Jalon-Position.*X-Request-Id/);
        expect(own.get('vary')).toMatch(/Authorization.*Origin/);
        expect(own.has('access-control-allow-credentials')).toBe(false);
      }
    });

    it.each([
      ['another origin', '/v1/providers', 'https://example.org'],
      ['an opaque origin', '/v1/providers', 'null'],
      ['an origin that ends alike', '/v1/providers', 'https://app.example.org.evil.example'],
      ['a page of the console', '/help', 'https://app.example.org'],
      ['an address that begins alike', '/openapi.jsonp', 'https://app.example.org'],
    ])('is not admitted: %s', async (_, path, origin) => {
      for (const { headers } of [await preflight(path, origin), await send('GET', path, { origin })])
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    });
  });
});

const codes = Object.keys(statusOf) as ProblemCode[];

describe('a problem', () => {
  const asked = (acceptLanguage?: string) =>
    served.api.post('/v1/providers', {}, acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage });

  it('has a stable code and parameters, and sentences in English', async () => {
    const { status, headers, body } = await asked();
    expect([status, headers.get('content-type'), headers.get('content-language')]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
      'en',
    ]);
    expect(headers.get('vary')).toContain('Accept-Language');
    expect(body).toEqual({
      type: expect.stringMatching(/^http.*\/problems\/invalid-body$/),
      title: 'Invalid request body',
      status: 422,
      code: 'invalid-body',
      detail: 'name is required',
      instance: `urn:jalon:request:${headers.get('x-request-id')}`,
      problems: [{ field: 'name', code: 'required', reason: 'is required' }],
    });
  });

  it('has the same codes and French sentences with Accept-Language: fr', async () => {
    const { headers, body } = await asked('de, en;q=0.4, fr-FR;q=0.8');
    expect(headers.get('content-language')).toBe('fr');
    expect(body).toMatchObject({
      title: 'Corps de requête non valide',
      code: 'invalid-body',
      detail: 'name est obligatoire',
      problems: [{ field: 'name', code: 'required', reason: 'est obligatoire' }],
    });
  });

  it('has parameters where its sentence needs them', async () => {
    const { body } = await served.api.get('/v1/providers?limit=1000&cursor=x');
    expect(body).toMatchObject({
      detail: 'limit must be a whole number from 1 to 200, and 1 more',
      problems: [
        { field: 'limit', code: 'whole-number-between', params: { minimum: 1, maximum: 200 } },
        { field: 'cursor', code: 'cursor-format' },
      ],
    });
  });

  it('names the allowed methods, and the current version', async () => {
    const { headers, body } = await served.api.delete('/v1/providers');
    expect([body.code, body.detail]).toEqual(['method-not-allowed', 'Allowed methods: GET, HEAD, POST']);
    expect(headers.get('allow')).toBe('GET, HEAD, POST');
    const { id } = (await served.api.post('/v1/providers', { name: 'Outscale' })).body;
    const stale = await served.api.post(
      `/v1/providers/${id}/events`,
      { type: 'AliasAdded', data: { name: '3DS Outscale' } },
      { 'if-match': '"7"' },
    );
    expect(stale).toMatchObject({
      status: 412,
      body: {
        title: 'Version conflict',
        detail: 'Current version is 1; fetch it again and retry',
        problems: [{ field: 'If-Match', code: 'version-stale', params: { expected: 7, actual: 1 } }],
      },
    });
  });

  it('has a type that can be opened, in both languages', async () => {
    const { body } = await asked();
    const page = async (code: string, language: string) => {
      const answer = await fetch(new URL(`/problems/${code}`, served.url), {
        headers: { 'accept-language': language, accept: 'text/html' },
      });
      const html = await answer.text();
      return { status: answer.status, language: answer.headers.get('content-language'), html };
    };
    const path = new URL(body.type).pathname.split('/').at(-1) ?? '';
    expect(await page(path, 'fr')).toMatchObject({
      status: 200,
      language: 'fr',
      html: expect.stringContaining('Corps de requête non valide'),
    });
    const pages = await Promise.all(codes.map((code) => page(code, 'en')));
    const missing = codes.filter((code, index) => !pages[index]?.html.includes(phrases('en').problems[code].title));
    expect(missing).toEqual([]);
    expect((await page('no-such-code', 'en')).status).toBe(404);
  });
});

describe('the codes of problems', () => {
  it('are listed in the reference with their status and title', async () => {
    const html = await (await fetch(new URL('/docs/reference', served.url))).text();
    const rows = (html.split(/<h2 id="\w+">/)[2] ?? '').match(/<td>.*<\/td>/g);
    expect(rows).toEqual(
      codes
        .toSorted()
        .map(
          (code) =>
            `<td><code>${code}</code></td><td>${statusOf[code]}</td><td>${phrases('en').problems[code].title}</td>`,
        ),
    );
  });
});

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'en'],
    ['fr', 'fr'],
    ['FR-ca, en', 'fr'],
    ['en;q=0.5, fr;q=0.9', 'fr'],
    ['fr;q=0, en', 'en'],
    ['fr;q=x, *', 'en'],
    ['frisian, en', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(languageIn(header, 'en')).toBe(language);
  });
});

describe('a slow request', () => {
  const server = startedOnce(() => startApi({}, undefined, { idleMs: 500, totalMs: 2_000 }));

  /** Sends a request until its pieces are through or the server closes the connection. @returns the response, and what was sent */
  async function send(path: string, headers: readonly string[], pieces: AsyncIterable<string>) {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let received = '';
    let sent = 0;
    const closed = new Promise<void>((resolve) => socket.once('close', resolve));
    socket.on('data', (data) => (received += data.toString())).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write([`POST ${path} HTTP/1.1`, 'Host: jalon', ...headers, '', ''].join('\r\n'));
    for await (const piece of pieces) {
      if (socket.destroyed) break;
      sent += piece.length;
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
    }
    await closed;
    return { status: Number(received.slice(9, 12)), sent };
  }

  const key = `Authorization: Bearer ${ADMIN_KEY}`;
  const json = ['Content-Type: application/json', 'Content-Length: 1000'];

  async function* silent(): AsyncGenerator<string> {
    yield await Promise.resolve('{"name": ');
  }

  async function* dripping(): AsyncGenerator<string> {
    for (let sent = 0; sent < 900; sent += 1) {
      yield ' ';
      await sleep(50);
    }
  }

  async function* endless(): AsyncGenerator<string> {
    yield '5\r\n--x\r\n\r\n';
    for (let sent = 0; sent < 2_000; sent += 1) yield await Promise.resolve(`186a0\r\n${'a'.repeat(100_000)}\r\n`);
  }

  describe('a request body', () => {
    it('ends the connection when its sender falls silent', async () => {
      expect(await send('/v1/providers', [...json, key], silent())).toMatchObject({ status: 408 });
    });

    it('ends the connection when it arrives byte by byte for too long', async () => {
      const { status, sent } = await send('/v1/providers', [...json, key], dripping());
      expect([status, sent < 900]).toEqual([408, true]);
    });

    it('ends the connection although its request has been rejected, when it goes on', async () => {
      const { status, sent } = await send('/v1/providers', json, dripping());
      expect([status, sent < 900]).toEqual([401, true]);
    });

    it('is cut when a form with a file exceeds its limit', async () => {
      const officer = consoleOf(server);
      await officer.signIn();
      const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = [
        `Cookie: ${cookie}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Transfer-Encoding: chunked',
      ];
      const { sent } = await send('/import', headers, endless());
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    });
  });
});
