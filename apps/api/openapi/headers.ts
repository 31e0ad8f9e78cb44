/** What the document says of the headers that requests may carry. */
export const requestHeaders = {
  'Idempotency-Key': {
    description:
      'Makes repeating the request harmless: the same key with the same request answers the first result, with another request it is refused. Valid for ever, per API key and address.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    example: '7f0c1a52-record-j1',
  },
  'If-Match': {
    description:
      'An ETag as it was read (its version part is compared), or `*`. Refused with 412 when it has changed since.',
    schema: { type: 'string' },
    example: '"7"',
  },
  'If-None-Match': {
    description: 'An ETag as it was read: answered with 304 when nothing has changed.',
    schema: { type: 'string' },
  },
  'Last-Event-ID': {
    description: 'The `id` of what was received last: it goes on after it, and `after` is left alone.',
    schema: { type: 'string' },
    example: '31',
  },
} as const;

const responseHeaders = {
  'Jalon-Position': {
    description: "The ledger's position that the answer reflects; a list asked for with `?seen=` waits for it.",
    schema: { type: 'integer' },
  },
  ETag: { description: '`"<version>.<hash of the body>"`', schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description: '`true` when the request was done before and nothing was recorded this time.',
    schema: { type: 'string' },
  },
} as const;

type Described = { description: string; schema: { type: string } };

export const headerOf = (name: keyof typeof responseHeaders): Record<string, Described> => ({
  [name]: responseHeaders[name],
});
