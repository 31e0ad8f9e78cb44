import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { routesOf, wholeDocument } from '../../fuzz/document.js';
import { fuzz } from '../../fuzz/fuzz.js';
import { Judge } from '../../fuzz/judge.js';
import type { Received } from '../../fuzz/send.js';

/** Another one in every run. `npm run fuzz -- --requests 20000` is the long form. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

describe(`requests made from the OpenAPI document (FUZZ_SEED=${seed})`, () => {
  let served: TestApi;
  beforeAll(async () => {
    served = await startApi({ TRUST_PROXY: '127.0.0.1/32', PUBLIC_READ: 'on' });
  });
  afterAll(() => served.close());

  it('are answered in time as documented, never with 5xx, and readers write nothing', async () => {
    const { faults, statuses, succeeded, writtenByReaders } = await fuzz(served, { seed, requests: 400 });
    expect({ faults, writtenByReaders }).toEqual({ faults: [], writtenByReaders: [] });
    expect([statuses.size >= 8, succeeded.size >= 20]).toEqual([true, true]);
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
