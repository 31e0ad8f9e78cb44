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
  'Jalon-Position': {
    description: 'Ledger position that the response reflects; lists requested with `?seen=` wait for it.',
    schema: { type: 'integer' },
  },
  'X-Request-Id': {
    description: 'The id of the request: as sent, or a new one. Logs and events that it records name it.',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'The limits that apply: `q` requests in `w` seconds. Absent if none does.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'What is wrong with the API key (RFC 6750).', schema: { type: 'string' } },
  Deprecation: { description: 'Since when the route is deprecated (RFC 9745).', schema: { type: 'string' } },
  Sunset: { description: 'When it is removed at the earliest (RFC 8594).', schema: { type: 'string' } },
  Link: {
    description:
      'The next page of a list, as `rel="next"`; the page about a deprecation, as `rel="deprecation"`; where the proof of the last event that was recorded will be, as `rel="https://c2sp.org/tlog-proof"`, if the ledger is signed.',
    schema: { type: 'string' },
  },
  Location: { description: 'The address of what was created, proposed or exists already.', schema: { type: 'string' } },
  'Content-Location': {
    description: 'The address of what was requested under another name.',
    schema: { type: 'string' },
  },
  Allow: { description: 'The methods of this address.', schema: { type: 'string' } },
  ETag: {
    description: 'Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`.',
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: '`true` if the request was already processed and nothing was recorded this time.',
    schema: { type: 'string' },
  },
} as const;

type Described = { description: string; schema: { type: string } };

export const headerOf = (name: keyof typeof responseHeaders): Record<string, Described> => ({
  [name]: responseHeaders[name],
});

/** Of each response to a request that counts towards a limit. */
export const countedHeaders = { ...headerOf('RateLimit'), ...headerOf('RateLimit-Policy') };
