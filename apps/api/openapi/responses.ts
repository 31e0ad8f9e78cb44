import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { phrases } from '#language/phrases.js';
import type { Need } from '../http/request.js';
import { type ProblemCode, statusOf } from '../problem/rejection.js';

export const requestHeaders = {
  'Idempotency-Key': {
    description:
      'Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    example: '7f0c1a52-record-j1',
  },
  'If-Match': {
    description:
      'ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since.',
    schema: { type: 'string' },
    example: '"7"',
  },
  'If-None-Match': {
    description: 'ETag of an earlier response; returns 304 if unchanged.',
    schema: { type: 'string' },
  },
  'Last-Event-ID': {
    description: 'The `id` of the last event received. The stream resumes after it; `after` is ignored.',
    schema: { type: 'string' },
    example: '31',
  },
} as const;

const responseHeaders = {
  'Jalon-Position': 'Ledger position that the response reflects; lists requested with `?seen=` wait for it.',
  'X-Request-Id': 'The id of the request: as sent, or a new one. Logs and events that it records name it.',
  'RateLimit-Policy': 'The limits that apply: `q` requests in `w` seconds. Absent if none does.',
  RateLimit: 'What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies.',
  'Retry-After': 'Seconds after which to try again.',
  'WWW-Authenticate': 'What is wrong with the API key (RFC 6750).',
  Deprecation: 'Since when the route is deprecated (RFC 9745).',
  Sunset: 'When it is removed at the earliest (RFC 8594).',
  Link: 'The next page of a list, as `rel="next"`; the page about a deprecation, as `rel="deprecation"`; where the proof of the last event that was recorded will be, as `rel="https://c2sp.org/tlog-proof"`, if the ledger is signed.',
  Location: 'The address of what was created, proposed or exists already.',
  'Content-Location': 'The address of what was requested under another name.',
  Allow: 'The methods of this address.',
  ETag: 'Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`.',
  'Idempotency-Replayed': '`true` if the request was already processed and nothing was recorded this time.',
} as const;

export const RESPONSE_HEADERS = Object.keys(responseHeaders);

export const headerOf = (name: keyof typeof responseHeaders) => ({
  [name]: { description: responseHeaders[name], schema: { type: name === 'Jalon-Position' ? 'integer' : 'string' } },
});

/** Of each response to a request that counts towards a limit. */
export const countedHeaders = { ...headerOf('RateLimit'), ...headerOf('RateLimit-Policy') };

/** What a route says of its problems, until the document knows its method and path. */
export interface DeclaredProblems {
  needs: Need;
  codes: readonly ProblemCode[];
}

type Response = Record<string, unknown>;

interface DocumentedOperation {
  responses: Record<string, Response>;
  requestBody?: unknown;
  parameters?: { in: string; name: string }[];
  'x-problems'?: DeclaredProblems;
}

/** Before a route is found, or whatever it is. */
const ANY: readonly ProblemCode[] = [
  'malformed-address',
  'malformed-request',
  'address-too-long',
  'expectation-failed',
  'headers-too-large',
  'request-timeout',
  'internal',
  'unavailable',
];

const WITH_KEY: readonly ProblemCode[] = ['invalid-request', 'unauthorized', 'forbidden', 'too-many-requests'];

/** Of methods that take a body; one that is not expected is read, too. */
const WITH_BODY: readonly ProblemCode[] = ['malformed-json', 'body-too-large', 'unsupported-media-type'];

const METHODS_WITH_BODY = ['post', 'put', 'patch', 'delete'];

/** Documents every problem that an operation can answer with: one response per status, naming the codes that share it. */
export function documentProblems(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item as Record<string, DocumentedOperation>)) {
      const { needs, codes } = operation['x-problems'] ?? { needs: 'nothing', codes: [] };
      delete operation['x-problems'];
      const all = new Set([
        ...ANY,
        ...(needs === 'nothing' ? [] : WITH_KEY),
        ...(METHODS_WITH_BODY.includes(method) ? WITH_BODY : []),
        ...(path.includes('{') ? (['not-found'] as const) : []),
        ...(namesProviders(path, operation) ? (['name-ambiguous'] as const) : []),
        ...codes,
      ]);
      Object.assign(operation.responses, responsesOf([...all]));
    }
  shareResponses(document);
}

/** Providers are found by their names, too. */
const namesProviders = (path: string, { parameters = [] }: DocumentedOperation): boolean =>
  path.startsWith('/v1/providers/{id}') || parameters.some(({ name }) => name === 'providers');

function responsesOf(codes: readonly ProblemCode[]): Record<string, Response> {
  const statuses = [...new Set(codes.map((code) => statusOf[code]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: codes
          .filter((code) => statusOf[code] === status)
          .map((code) => `\`${code}\`: ${phrases('en').problems[code].title}.`)
          .join('\n\n'),
        headers: headersOf(status),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const headersOf = (status: number): object => ({
  ...headerOf('X-Request-Id'),
  ...countedHeaders,
  ...((status === 401 || status === 403) && headerOf('WWW-Authenticate')),
  ...(status === 409 && headerOf('Location')),
  ...((status === 429 || status === 503) && headerOf('Retry-After')),
});

/** The most frequent response of each status has a name, to which the operations refer. */
function shareResponses(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap((item) =>
    Object.values(item as Record<string, DocumentedOperation>),
  );
  const counts = new Map<string, Map<string, number>>();
  const problems = operations.flatMap(({ responses }) =>
    Object.entries(responses)
      .filter(([status]) => Number(status) >= 400)
      .map(([status, response]) => ({ responses, status, text: JSON.stringify(response) })),
  );
  for (const { status, text } of problems) {
    const ofStatus = counts.get(status) ?? new Map<string, number>();
    counts.set(status, ofStatus.set(text, (ofStatus.get(text) ?? 0) + 1));
  }
  const shared: Record<string, Response> = {};
  for (const { responses, status, text } of problems) {
    const [[mostFrequent, times] = ['', 0]] = [...(counts.get(status) ?? [])].sort(([, a], [, b]) => b - a);
    if (text !== mostFrequent || times < 2) continue;
    const name = (STATUS_CODES[status] ?? status).replace(/\W/g, '');
    shared[name] = JSON.parse(text) as Response;
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  document.components = { ...document.components, responses: shared as never };
}
