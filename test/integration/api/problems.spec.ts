import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phrases } from '#language/phrases.js';
import { startApi, type TestApi } from '#test/api.js';
import { languageIn } from '#language/language.js';
import { type ProblemCode, statusOf } from '../../../apps/api/problem/problem-table.js';

const codes = Object.keys(statusOf) as ProblemCode[];

describe('a problem', () => {
  let served: TestApi;
  beforeAll(async () => {
    served = await startApi();
  });
  afterAll(() => served.close());

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

  it('is listed in the reference with their status and title', async () => {
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
  it('match the titles exactly', () => {
    expect(Object.keys(phrases('en').problems).toSorted()).toEqual(codes.toSorted());
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
