import type { HiddenKind } from '#domain/text/hidden-characters.js';
import { english as en } from '../format.js';
import { importsReasons } from './imports.js';
import { accountsReasons } from './accounts.js';
import { deliveryReasons } from './delivery.js';
import { subscriptionsReasons } from './subscriptions.js';
import { deadlinesReasons } from './deadlines.js';
import { registerDocumentsReasons, fetchReasons, registersReasons } from './registers.js';
import { evidenceReasons } from './dossiers.js';
import { approvalsReasons } from './approvals.js';
import { workReasons } from './board.js';

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
  'json-empty': 'The body is empty; send a JSON object',
  'json-encoding': 'The body is not valid UTF-8',
  'json-too-deep': ({ maximum }: { maximum: number }) => `The body is nested more than ${maximum} levels deep`,
  'content-length': 'The body does not have the length that Content-Length announces',
  'host-missing': 'The header Host is required',
  'content-type-malformed': 'The header Content-Type is malformed',
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

const HIDDEN: Readonly<Record<HiddenKind, string>> = {
  control: 'control characters',
  'line-end': 'line breaks',
  bidi: 'characters that change the direction of text',
  invisible: 'invisible characters',
  'private-use': 'private-use characters',
  unassigned: 'characters that Unicode does not define',
  undecodable: 'characters lost by a wrong encoding',
};

/** Reasons of the rules of providers, dossiers, corrections and schemes, and of the values that they hold. */
export const rulesReasons = {
  // Providers and dossiers
  'provider-exists': ({ name }: { name: string }) => `provider ${name} already exists`,
  'name-without-letters': 'must contain a letter or a digit',
  'dossier-exists': 'the dossier already exists',
  'scheme-missing': 'scheme not found',
  'scheme-not-found': ({ slug, schemes }: { slug: string; schemes: readonly string[] }) =>
    `scheme ${slug} not found; available schemes: ${schemes.join(', ')}`,
  'milestone-not-found': (p: { scheme: string; milestone: string; milestones: readonly string[] }) =>
    `${p.scheme} has no milestone ${p.milestone}; available milestones: ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }: { scheme: string; duty: string; duties: readonly string[] }) =>
    `${scheme} has no obligation ${duty}; ${duties.length === 0 ? 'it has none' : `available obligations: ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }: { key: string }) =>
    `deadline ${key} already exists; record DeadlineMoved to change it`,
  'deadline-not-open': ({ key }: { key: string }) => `no open deadline ${key}; record DeadlineSet to create it`,
  'target-reason': 'is required to set a target aside',
  'own-dependency': 'a dossier cannot depend on itself',
  'dependency-cycle': ({ path }: { path: readonly { dossier: string; name: string }[] }) =>
    `the services would depend on each other in a circle: ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }: { dossier: string }) => `no dependency on dossier ${dossier} is declared`,
  'transfer-to-holder': ({ provider }: { provider: string }) =>
    `provider ${provider} already holds the service on that date`,

  // Corrections and retractions
  'event-not-in-stream': ({ event }: { event: string }) => `event ${event} not found here`,
  'event-retracted': 'the event is already retracted',
  'opening-event-kept': 'the first event of a stream can be corrected but not retracted',
  'amended-event-fixed': 'an amendment cannot be moved to another event',
  'dossier-identity-fixed':
    'the provider and the scheme of a dossier cannot change; open another dossier or record ServiceTransferred',
  'corrected-event-invalid': 'the corrected event would be invalid',
  'no-changes': 'must change occurred, source or data',

  // Values
  blank: 'must not be blank',
  'malformed-unicode': 'must be well-formed Unicode, without unpaired surrogates',
  'hidden-character': ({ kind, codePoint, position }: { kind: HiddenKind; codePoint: string; position: number }) =>
    `must not contain ${HIDDEN[kind]}: ${codePoint} at character ${position}; remove it`,
  'web-address': 'must be an http or https address',
  'sha256-format': 'must be 64 lowercase hexadecimal digits',
  'country-format': 'must be a two-letter country code such as FR',
  'year-out-of-range': 'must have a year from 1900 to 2199',
  'instant-without-day': ({ day }: { day: string }) =>
    `is on ${day}, which does not exist; give a day that exists, as in 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }: { time: string }) =>
    `has the time ${time}, which does not exist; times run from 00:00:00 to 23:59:59, as in 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }: { offset: string }) =>
    `has the offset ${offset}, which does not exist; write Z or an offset such as +01:00, as in 2026-11-25T08:00:00+01:00`,
  'day-format': 'must be an existing day in the format yyyy-mm-dd, such as 2021-05-27',
  'partial-date-format':
    'must be a day, month, quarter, half-year or year, such as 2021-05-27, 2021-05, 2026-Q1, 2026-H1 or 2026',
  'time-zone': 'must be an IANA time zone, such as Europe/Paris',
  'deadline-key-format': 'must be 1 to 100 lowercase letters, digits and hyphens, such as renewal-file',
  'opens-after-due': 'must not be after due',
  'lapses-before-due': 'must not be before due',
  'ends-before-valid-from': 'must not be before validFrom',
  'ladder-empty': 'must contain at least one day in before or overdue; omit it for the default',
  'listed-twice': ({ value }: { value: string | number }) => `repeats ${value}`,
  'only-for-escalation': 'applies to the role escalation only',

  // Schemes
  'scheme-unchanged': ({ slug }: { slug: string }) => `scheme ${slug} is unchanged`,
  'milestones-removed': ({ milestones }: { milestones: readonly string[] }) =>
    `must keep ${en.list(milestones)}: existing dossiers may use ${milestones.length === 1 ? 'it' : 'them'}`,
  'scheme-slug-fixed': ({ slug }: { slug: string }) => `must remain ${slug}`,
  'scheme-slug-format': 'must be lowercase words joined by hyphens',
  'register-slug-format': 'must be lowercase words joined by hyphens',
  'after-unknown-milestone': ({ milestone, milestones }: { milestone: string; milestones: readonly string[] }) =>
    `names milestone ${milestone}, which the scheme does not have; available milestones: ${milestones.join(', ')}`,
  'after-itself': ({ cycle }: { cycle: readonly string[] }) => `is circular: ${cycle.join(' after ')}`,
  'after-later-milestone': ({ milestone }: { milestone: string }) =>
    `names ${milestone}, which must be earlier in the list`,
  'no-outcome': 'must contain a milestone that gives granted',
  'date-before': ({ field }: { field: string }) => `must not be before ${field}`,
  'version-overlaps': ({ version, day }: { version: string; day: string }) =>
    `is before ${day} of version ${version}; versions must be listed in order`,
  'label-unknown-version': ({ version, versions }: { version: string; versions: readonly string[] }) =>
    `unknown version ${version}; versions of the scheme: ${versions.join(', ')}`,
  'label-overlaps': ({ slug, from }: { slug: string; from: string }) =>
    `overlaps the rule of label ${slug} from ${from}`,
  'required-for-reports': 'is required for the family report',
  'only-for-reports': ({ family }: { family: string }) => `applies to the family report only, not to ${family}`,
  'not-for-reports': 'does not apply to the family report',
  'duties-required': 'must contain at least one for the family duty',
  'only-for-decisions': ({ family }: { family: string }) => `applies to the family decision only, not to ${family}`,
};

/** Reasons of console forms: what people type where REST takes identifiers and ISO dates. A field's name stands before them. */
export const formsReasons = {
  'date-unreadable': 'must be a date such as 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023',
  'no-such-day': 'must be a day that exists: check day and month, as in 27 May 2021',
  'year-too-short': 'must have a four-digit year, as in 27 May 2021',
  'date-ambiguous': ({ dayFirst, monthFirst }: { dayFirst: string; monthFirst: string }) =>
    `may be ${en.date(dayFirst)} or ${en.date(monthFirst)}: write ${dayFirst} or ${monthFirst}`,
  'provider-name-unknown': 'must be the name of one registered provider',
  'dossier-name-unknown': 'must be the provider or the URL of an existing dossier',
  'dossier-name-ambiguous': ({ names }: { names: readonly string[] }) =>
    `matches several dossiers: enter one of ${en.list(names.map(en.quote))}`,
  'no-change': 'no field was changed',
  'source-not-removable': 'is required: a recorded source can be replaced, but not removed',
  'provider-not-identified': ({ name }: { name: string }) =>
    `contains ${en.quote(name)}, which does not identify one provider`,
  'form-already-used': 'this form was already used to create another subscription; submit again to create one more',
  'event-type-not-recordable': ({ type }: { type: string }) => `Events of type ${type} cannot be recorded here`,
  'event-not-in-timeline': ({ id }: { id: string }) => `Event ${id} not found in this timeline`,
  'page-not-found': 'Page not found',
  'uploaded-file-not-found': 'File not found; uploaded files are kept for 24 hours',
  'month-format': 'must be a month in the format yyyy-mm, such as 2026-11',
  'unsent-mail-not-found': ({ delivery }: { delivery: string }) => `No stored mail for delivery ${delivery}`,
};

/** Reasons of looking up and opening records: providers, dossiers and events. */
export const recordsReasons = {
  'provider-not-found': ({ provider }: { provider?: string }) =>
    provider === undefined ? 'Provider not found' : `Provider ${provider} not found`,
  'provider-ambiguous': ({ name, slugs }: { name: string; slugs: readonly string[] }) =>
    `Several providers have or had the name ${en.quote(name)}; use one of the slugs ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }: { dossier: string }) => `Dossier ${dossier} not found`,
  'provider-name-taken': ({ name }: { name: string }) =>
    `Another provider has or had the name ${en.quote(name)}; record an alias on that provider instead`,
  'provider-slug-taken': ({ slug }: { slug: string }) => `Another provider has the slug ${slug}`,
};

/** The sentence for each reason code. Not part of `en` alone, so that the types of events do not depend on all phrases. */
export const reasons = {
  ...requestsReasons,
  ...formsReasons,
  ...rulesReasons,
  ...importsReasons,
  ...recordsReasons,
  ...subscriptionsReasons,
  ...deliveryReasons,
  ...deadlinesReasons,
  ...registersReasons,
  ...evidenceReasons,
  ...workReasons,
  ...fetchReasons,
  ...registerDocumentsReasons,
  ...accountsReasons,
  ...approvalsReasons,
};
