import { english as en } from '../format.js';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

/** Reasons of REST and form requests: what is wrong with a value, a header or a body. A field's name stands before them. */
export const requestsReasons = {
  required: 'is required',
  'unknown-field': 'is not a known field',
  'wrong-type': ({ expected }: { expected: string }) => `must be ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }: { values: readonly string[] }) => `must be one of ${values.join(', ')}`,
  'wrong-format': ({ format }: { format: string }) => `must be a valid ${format}`,
  'invalid-value': 'is not valid',
  'too-large': ({ of, maximum, included }: { of: string; maximum: number; included: boolean }) =>
    of === 'string'
      ? `must have at most ${en.count(maximum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at most ${en.count(maximum, 'entry', 'entries')}`
        : `must be ${included ? 'at most' : 'below'} ${maximum}`,
  'too-small': ({ of, minimum, included }: { of: string; minimum: number; included: boolean }) =>
    of === 'string'
      ? `must have at least ${en.count(minimum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at least ${en.count(minimum, 'entry', 'entries')}`
        : `must be ${included ? 'at least' : 'above'} ${minimum}`,
  'not-multiple-of': ({ divisor }: { divisor: number }) => `must be a multiple of ${divisor}`,
  'whole-number-between': ({ minimum, maximum }: { minimum: number; maximum: number }) =>
    `must be a whole number from ${minimum} to ${maximum}`,
  'position-format': 'must be a ledger position, such as 42 or 42-1795809600',
  'instant-format': 'must be a date and time with an offset, such as 2026-11-25T08:00:00Z',
  'point-format':
    'must be a day (2026-01-01), a day at an instant (2026-01-01@2026-06-30T00:00:00Z) or @ and an instant',
  'point-day': 'must have a day that exists before the @, such as 2026-01-01',
  'point-instant': 'must have an instant with an offset after the @, such as 2026-06-30T00:00:00Z',
  'point-plus-sign': 'contains a space where the offset of its instant has a +; encode + as %2B in URLs',
  'page-number': 'must be a page number, from 1',
  'actor-format': 'must be account:<id> or key:<id>',
  'cursor-format': 'must be a cursor that this list returned',
  'etag-format': 'must be * or entity tags in double quotes as returned in ETag, such as "7.xTq2"',
  'idempotency-key-format': 'must be 1 to 200 visible ASCII characters',
  'idempotency-key-unread': 'is not supported by this operation; send the request without it',
  'idempotency-key-used': 'was already used for a different request',
  'provider-slug-format': 'must be up to 100 lowercase letters, digits and single hyphens, such as my-cloud',
  'digest-without-mail': 'must be immediate: only mails can be grouped in a digest',
  'version-stale': ({ expected, actual }: { expected: number; actual: number }) =>
    expected < 0
      ? `names no version on record; the current version is ${actual}`
      : `names version ${expected}, but the current version is ${actual}`,

  'current-version': ({ version }: { version: number }) => `Current version is ${version}; fetch it again and retry`,
  'allowed-methods': ({ methods }: { methods: readonly string[] }) => `Allowed methods: ${methods.join(', ')}`,
  'allowed-media-types': ({ types }: { types: readonly string[] }) => `Send the body as ${types.join(' or ')}`,
  'available-media-types': ({ types }: { types: readonly string[] }) => `Available formats: ${types.join(', ')}`,
  'content-encoding': ({ coding }: { coding: string }) =>
    `Send the body without Content-Encoding; ${coding} is not supported`,
  charset: ({ charset, charsets }: { charset: string; charsets: readonly string[] }) =>
    `The charset ${charset} is not supported; supported are ${charsets.join(', ')}`,
  'json-encoding': 'The body is not valid UTF-8',
  'json-too-deep': ({ maximum }: { maximum: number }) => `The body is nested more than ${maximum} levels deep`,
  'form-unreadable': 'The form is incomplete or its parts are not separated correctly',
  'file-too-large': 'A file is limited to 10 MB, a field to 1 MB',
  'form-too-large': ({ kilobytes }: { kilobytes: number }) => `The form is limited to ${kilobytes} kB`,
  'key-missing': 'Send an API key: Authorization: Bearer <api key>',
  'key-invalid': 'The API key is unknown or was revoked',
  'key-not-found': ({ id }: { id: string }) => `API key ${id} not found`,
  'scope-missing': ({ scope }: { scope: string }) => `The scope "${scope}" is required, which the key does not have`,
  'position-beyond-head': ({ position, head }: { position: number; head: number }) =>
    `is ${position}, but the last position of the ledger is ${head}`,
  'position-lost': ({ position }: { position: number }) =>
    `is no longer on record: the ledger was reset to position ${position}`,
  'list-behind': ({ position }: { position: number }) => `The list has not reached position ${position} yet`,
  'streams-of-key': ({ limit }: { limit: number }) =>
    `This key already has ${en.count(limit, 'open event stream', 'open event streams')}; close one first`,
  'streams-of-address': ({ limit }: { limit: number }) =>
    `This address already has ${en.count(limit, 'open event stream', 'open event streams')}; close one first`,
  'streams-full': 'The maximum number of event streams is open',
  'server-stopping': 'The server is shutting down',
  'plan-busy': 'The reminders are being planned; nothing was changed',
  'migrations-pending': 'The database has pending migrations: run `jalon migrate`',
  'sample-loading': 'The sample ledger is being loaded',
  'lists-building': ({ position, of }: { position: number; of: number }) =>
    `The lists are being built: ${en.number(position)} of ${en.count(of, 'event', 'events')}`,
  'database-unreachable': 'The database is temporarily unreachable',
  'database-read-only': 'The database is read-only at the moment; nothing can be recorded',
  'database-full': 'The disk of the database is full; nothing can be recorded',
  'database-busy': 'The database is busy with other requests',
  'database-slow': 'The request took too long and was cancelled',
  'append-queue-full': 'Too many events are waiting to be recorded; this request recorded nothing',
};
