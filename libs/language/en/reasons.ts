import type { FieldReasons, OtherReasons } from '#domain/reasons.js';
import type { HiddenKind } from '#domain/text/hidden-characters.js';
import { english as en, writtenDate } from '../format.js';
import type { Sentences } from '../language.js';

const dossiers = (count: number): string => en.count(count, 'dossier', 'dossiers');

const FORMATS = {
  json: 'JSON',
  yaml: 'YAML',
  xml: 'XML',
  csv: 'CSV',
  xlsx: 'an Excel workbook (.xlsx)',
  html: 'HTML',
  pdf: 'a PDF file',
};

/** What a file is, by its first bytes. */
const FOUND = {
  html: 'an HTML page',
  xml: 'an XML document',
  json: 'JSON',
  zip: 'a ZIP archive',
  xlsx: 'an Excel workbook (.xlsx)',
  xls: 'an Excel workbook of the old format (.xls) or with a password',
  pdf: 'a PDF file',
  binary: 'binary data',
  text: 'text',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  boolean: 'true or false',
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

const STATES: Readonly<Record<string, string>> = {
  pending: 'awaiting confirmation',
  active: 'active',
  disabled: 'disabled',
  unsubscribed: 'ended',
};

/** Reasons as predicates of a field, which stands before them. */
export const fieldReasons: Sentences<FieldReasons> = {
  'code-wrong': 'is wrong, or was used before',
  'password-long': ({ most }) => `must have at most ${most} characters`,
  'password-repeats': 'must not repeat the same few characters',
  'password-short': ({ least }) => `must have at least ${least} characters`,
  'password-wrong': 'is wrong',
  'calendar-without-deadlines': 'must not be false; a calendar contains deadlines only',
  'atom-without-changes': 'must not be false; an Atom feed contains changes only',
  'ledger-position': 'must be a ledger position, such as 42',
  'days-ahead': ({ maximum }) => `must be a whole number of days from 0 to ${maximum}`,
  'event-takes-no-evidence': 'must be an event other than a correction, a retraction or an attached file',
  'evidence-empty': 'is empty',
  'evidence-type': 'must be a PDF file, an image (PNG, JPEG, GIF, WebP) or an email (.eml), by its content',
  'evidence-larger-than': ({ megabytes }) => `is larger than ${megabytes} MB`,
  'evidence-quota': ({ megabytes }) => `cannot be stored: the ${megabytes} MB for all files of evidence are used up`,
  'line-not-utf8': ({ byte, text }) =>
    `is not encoded as UTF-8: byte 0x${byte}, in Latin-1 ${en.quote(text)}; other lines are; save the file again as UTF-8`,
  'csv-malformed': 'is not valid CSV',
  'column-unnamed': 'has no name',
  'column-unknown': ({ nearest }) => `is not a known column${nearest === null ? '' : `; the nearest is ${nearest}`}`,
  'column-duplicate': 'appears twice in the header',
  'column-missing': 'is missing from the header',
  'row-length': ({ cells, columns }) =>
    `has ${en.count(cells, 'cell', 'cells')}; the header has ${en.count(columns, 'column', 'columns')}`,
  'row-id-taken': ({ id }) => `cannot be recorded: its event id ${id} belongs to another event on record`,
  'not-a-ledger-file': ({ format }) => `must be "${format}", as in files made by jalon export`,
  'format-newer': ({ version, supported }) =>
    `is ${version}, written by a newer version of Jalon; this version reads up to ${supported}`,
  'line-after-end': 'follows the last line of the ledger file',
  'line-too-long': ({ maximum }) => `is longer than ${en.number(maximum)} bytes`,
  'line-not-json': 'is not valid JSON',
  'line-too-deep': ({ maximum }) => `is nested more than ${maximum} levels deep`,
  'event-count': ({ stated, found }) => `is ${stated}, but the file has ${en.count(found, 'event', 'events')}`,
  'checksum-mismatch': 'does not match the file, which was changed after its export; export it again',
  'text-not-storable': 'contains characters that cannot be stored',
  'uuid-format': 'must be a UUID in lowercase',
  'dossier-id-format': 'must be the id of a dossier, as listed by GET /v1/dossiers',
  'provider-id-format': 'must be the id of a provider, as listed by GET /v1/providers',
  'stream-format': 'must be provider-<id>, dossier-<id> (with a UUID in lowercase), scheme-<slug> or register-<slug>',
  'instant-utc-format': 'must be an instant in UTC with milliseconds, such as 2026-11-25T08:00:00.000Z',
  'event-newer': 'was written by a newer version of Jalon',
  'position-order': ({ position, expected }) => `is ${position}, but must be ${expected}`,
  'version-order': ({ version, expected }) => `is ${version}, but the next version of the stream is ${expected}`,
  'recorded-order': ({ previous }) => `is before ${previous}, the time of the previous line`,
  'recorded-in-future': 'is more than one day ahead of the clock of this ledger',
  'stream-not-opened': ({ type, expected }) => `is ${type}, but the first event of this stream must be ${expected}`,
  'stream-slug-mismatch': ({ slug, stream }) => `is ${slug}, which does not match the stream ${stream}`,
  'stream-not-found': ({ stream }) => `refers to ${stream}, which no earlier line opens`,
  'amended-event-not-found': ({ id, stream }) => `refers to event ${id}, which is on no earlier line of ${stream}`,
  'date-unreadable': 'must be a date such as 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023',
  'no-such-day': 'must be a day that exists: check day and month',
  'year-too-short': 'must have a four-digit year, as in 27 May 2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `may be ${en.date(dayFirst)} or ${en.date(monthFirst)}: write ${dayFirst} or ${monthFirst}`,
  'provider-name-unknown': 'must be the name of one registered provider',
  'dossier-name-unknown': 'must be the provider or the URL of an existing dossier',
  'dossier-name-ambiguous': ({ names }) => `matches several dossiers: enter one of ${en.list(names.map(en.quote))}`,
  'source-not-removable': 'is required: a recorded source can be replaced, but not removed',
  'provider-not-identified': ({ name }) => `contains ${en.quote(name)}, which is the name of no provider or of several`,
  'month-format': 'must be a month in the format yyyy-mm, such as 2026-11',
  'register-key-repeated': ({ entry }) => `is also the key of entry ${entry}`,
  'register-url-required': 'is required to fetch the register',
  'register-url-credentials': 'must not contain a user name or password: the address is published with every reading',
  'register-stage-field-required': 'is required: stages translates its texts',
  'register-stages-required': 'must contain at least one text of fields.stage',
  'register-part-required': 'must have part: an expression that finds the day in the text around the table',
  'register-not-for-tables': 'applies to the formats json, yaml and xml only',
  'register-only-for-tables': 'applies to tables only: csv, xlsx, html and pdf',
  'register-pattern':
    'must be a regular expression in the syntax of RE2 with a named group, such as (?<value>\\d+), without look-around and back references',
  'register-not-for-csv': 'does not apply to the format csv',
  'register-path-format':
    'must be field names joined by dots, such as data.items, names.name[lang=en], status.@since or #text',
  'register-key-required': 'is required: dependsOn and dependents are keys of entries',
  'register-stage-target': (p) =>
    `must be granted, suspended, withdrawn, expired, absent, ignored or a milestone of ${p.scheme} (${p.milestones.join(', ')}), not ${p.stage}`,
  required: 'is required',
  'unknown-field': 'is not a known field',
  'given-twice': 'must be given only once',
  'wrong-type': ({ expected }) => `must be ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }) => `must be one of ${values.join(', ')}`,
  'wrong-format': ({ format }) => `must be a valid ${format}`,
  'invalid-value': 'is not valid',
  'too-large': ({ of, maximum, included }) =>
    of === 'string'
      ? `must have at most ${en.count(maximum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at most ${en.count(maximum, 'entry', 'entries')}`
        : `must be ${included ? 'at most' : 'below'} ${maximum}`,
  'too-small': ({ of, minimum, included }) =>
    of === 'string'
      ? `must have at least ${en.count(minimum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at least ${en.count(minimum, 'entry', 'entries')}`
        : `must be ${included ? 'at least' : 'above'} ${minimum}`,
  'not-multiple-of': ({ divisor }) => `must be a multiple of ${divisor}`,
  'whole-number-between': ({ minimum, maximum }) => `must be a whole number from ${minimum} to ${maximum}`,
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
  'cursor-of-other-list':
    'belongs to another list, or to this list with other filters; begin again without it to read the first page',
  'etag-format': 'must be * or entity tags in double quotes as returned in ETag, such as "7.xTq2"',
  'idempotency-key-format': 'must be 1 to 200 visible ASCII characters',
  'idempotency-key-unread': 'is not supported by this operation; send the request without it',
  'idempotency-key-used': 'was already used for a different request',
  'provider-slug-format': 'must be up to 100 lowercase letters, digits and single hyphens, such as my-cloud',
  'digest-without-mail': 'must be immediate: only mails can be grouped in a digest',
  'version-stale': ({ expected, actual }) =>
    expected < 0
      ? `names no version on record; the current version is ${actual}`
      : `names version ${expected}, but the current version is ${actual}`,
  'position-beyond-head': ({ position, head }) => `is ${position}, but the last position of the ledger is ${head}`,
  'position-lost': ({ position }) => `is no longer on record: the ledger was reset to position ${position}`,
  'name-without-letters': 'must contain a letter or a digit',
  'identifier-invalid': 'is not an identifier of this type: check its length and its digits',
  'target-reason': 'is required to set a target aside',
  'no-changes': 'must change occurred, source or data',
  blank: 'must not be blank',
  'malformed-unicode': 'must be well-formed Unicode, without unpaired surrogates',
  'hidden-character': ({ kind, codePoint, position }) =>
    `must not contain ${HIDDEN[kind]}: ${codePoint} at character ${position}; remove it`,
  'web-address': 'must be an http or https address',
  'sha256-format': 'must be 64 lowercase hexadecimal digits',
  'country-format': 'must be a two-letter country code such as FR',
  'year-out-of-range': 'must have a year from 1900 to 2199',
  'instant-without-day': ({ day }) =>
    `is on ${day}, which does not exist; give a day that exists, as in 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }) =>
    `has the time ${time}, which does not exist; times run from 00:00:00 to 23:59:59, as in 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }) =>
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
  'listed-twice': ({ value }) => `repeats ${value}`,
  'only-for-escalation': 'applies to the role escalation only',
  'milestones-removed': ({ milestones }) =>
    `must keep ${en.list(milestones)}: existing dossiers may use ${milestones.length === 1 ? 'it' : 'them'}`,
  'scheme-slug-fixed': ({ slug }) => `must remain ${slug}`,
  'scheme-slug-format': 'must be lowercase words joined by hyphens',
  'register-slug-format': 'must be lowercase words joined by hyphens',
  'after-unknown-milestone': ({ milestone, milestones }) =>
    `names milestone ${milestone}, which the scheme does not have; available milestones: ${milestones.join(', ')}`,
  'after-itself': ({ cycle }) => `is circular: ${cycle.join(' after ')}`,
  'after-later-milestone': ({ milestone }) => `names ${milestone}, which must be earlier in the list`,
  'no-outcome': 'must contain a milestone that gives granted',
  'date-before': ({ field }) => `must not be before ${field}`,
  'version-overlaps': ({ version, day }) => `is before ${day} of version ${version}; versions must be listed in order`,
  'label-overlaps': ({ slug, from }) => `overlaps the rule of label ${slug} from ${from}`,
  'required-for-reports': 'is required for the family report',
  'only-for-reports': ({ family }) => `applies to the family report only, not to ${family}`,
  'not-for-reports': 'does not apply to the family report',
  'duties-required': 'must contain at least one for the family duty',
  'only-for-decisions': ({ family }) => `applies to the family decision only, not to ${family}`,
  'pause-end': ({ from, to }) => `must be a day from ${writtenDate(from, 'en')} to ${writtenDate(to, 'en')}`,
  'filter-not-offered': 'is not part of what the owner of the subscription offers',
  'digest-needs-email': 'must be immediate: digests are available for email only',
  'webhook-only': 'applies to webhooks only; this subscription sends email',
  'email-only': 'applies to emails only; this subscription is a webhook',
  'since-format': 'must be a date and time such as 2026-11-24T08:00:00Z, or a ledger position such as 120',
  'since-in-future': 'must not be in the future',
  'since-too-early': ({ most, earliest }) =>
    `must be followed by at most ${en.number(most)} events: position ${earliest} or later; read earlier events with GET /v1/events`,
  'filter-empty': 'must include changes, deadlines or both',
  'no-setting-changed':
    'must change something: filter, language, reminders, mode, digestDay, format, ordered, ratePerMinute, description or headers',
  'until-before-since': 'must be later than since',
  'email-format': 'must be an email address such as officer@example.org',
  'url-format': 'must be a URL such as https://hooks.example.org/jalon',
  'url-protocol': 'must start with https:// or http://',
  'url-not-normalized': 'must start with https:// or http:// and contain no spaces, backslashes or control characters',
  'url-with-credentials': 'must not contain a user name or password: whoever sees the address could use them',
  'url-with-fragment': 'must not contain a fragment, which is never sent to the server',
  'webhook-secret-format': 'must be whsec_ followed by 24 to 64 bytes in base64',
  'header-name-format': 'must be the name of an HTTP header such as x-api-key',
  'header-reserved': 'must not be a header of the connection or one that Jalon sets itself',
  'header-value-format': 'must be printable ASCII characters without spaces at the ends',
  'headers-too-many': 'must be 10 headers at most',
  'header-repeated': 'must not contain the same header twice',
  'url-port': 'must use port 443, port 80 or a port above 1023',
  'target-not-public': ({ host }) => `must resolve to a public address; ${host} does not`,
  'target-not-encrypted': ({ host }) =>
    `must start with https://; ${host} is outside the networks allowed over plain HTTP`,
  'mail-unreadable': ({ error }) => `must be a valid email message: ${error}`,
  'report-expected': ({ type }) =>
    `must be a delivery status notification (RFC 3464), a multipart/report with a message/delivery-status part; the content type is ${type}`,
  'report-without-recipient': 'must contain a Final-Recipient with Action and Status',
  'report-without-mail': 'must contain an Original-Envelope-Id or the headers of the returned email',
  'view-address': 'must be the path of a list of the console with its filters, such as /dossiers?scheme=secnumcloud',
  'services-on-board': 'must be the list of dossiers (/dossiers) if the view names services',
  'nothing-changed': 'must change at least one field',
  'person-needed': 'must be an account that is signed in; a key without an account creates subscriptions instead',
};

/** Reasons as sentences of their own, without final full stop. */
export const reasons: Sentences<OtherReasons> = {
  'register-not-found': ({ slug, registers }) =>
    `Register ${slug} not found; the registers are ${registers.join(', ')}`,
  'reading-not-found': ({ reading }) => `Reading ${reading} not found`,
  'register-unchanged': ({ slug }) => `Register ${slug} is unchanged`,
  'register-document-too-large': ({ megabytes }) => `The document is larger than ${megabytes} MB`,
  'register-day-missing':
    'The document does not state its day where the profile says (readOn): give the day with the document, or correct the profile',
  'register-document-empty': 'The document lists no entry',
  'reading-interrupted':
    'The process stopped or another one recorded on the same entries; nothing was recorded. Read the document again',
  'reading-in-future': ({ day, today }) => `The document is of ${day}, which is later than today (${today})`,
  'readings-not-held': ({ register }) => `No reading of ${register} waits for this decision`,
  'reading-state': ({ state }) => `The state of the reading is ${state}`,
  'entry-unreadable': ({ dossier }) => `Dossier ${dossier} has an event that this version of Jalon cannot read`,
  'reading-changed': 'The effect of the reading has changed since it was shown; check it again',
  'reading-older-than': ({ day, last }) => `The document is of ${day}, but the register was read for ${last}`,
  'proposal-not-found': ({ name }) => `The register lists no provider ${name} whose name is like that of the candidate`,
  'account-not-found': ({ id }) => `Account ${id} not found`,
  'account-erased': 'The account was erased',
  'account-not-invited': 'The person has already signed in; “Forgot password?” on the sign-in page sends another link',
  'email-taken': 'Another account has this address',
  'last-admin': 'This is the last administrator who can sign in; appoint another one first',
  'sign-in-wrong': 'Address or password wrong',
  'approval-needed': ({ schemes }) => `Another person must approve this change of status (${schemes.join(', ')})`,
  'account-needed': 'The key belongs to no account; proposals and approvals need a person',
  'own-proposal': 'The proposal is your own; another person must approve it',
  'proposal-id-not-found': ({ id }) => `Proposal ${id} not found`,
  'proposal-state': ({ state }) => `The state of the proposal is ${state}`,
  'proposal-changed': 'The effect of the proposal has changed since it was shown',
  'proposal-unreadable': 'It concerns an event that this version of Jalon cannot read',
  'proposal-recorded': 'The ledger already says so; there is nothing left to record',
  'approver-needed': 'Only an approver or an administrator can decide on a proposal',
  'proposal-not-own': 'Only its author can withdraw a proposal',
  'reminder-not-found': ({ id }) => `Reminder ${id} not found`,
  'reminder-dropped': ({ state }) => `The reminder is ${state}; only a planned or sent reminder can be acknowledged`,
  'reminded-deadline-moved': ({ due }) => `The deadline has moved; it is now due ${due}`,
  'reminded-deadline-closed': ({ state }) => `The deadline is already ${state}; no further reminders are sent`,
  'deadline-not-followed': 'The subscription no longer follows this deadline',
  'snooze-date-out-of-range': ({ today, last }) =>
    `The date must be after ${en.date(today)} (today) and no later than ${en.date(last)}, the last day of the deadline`,
  'snooze-too-late': ({ last }) => `The reminder can no longer be snoozed; ${last} is the last day of the deadline`,
  'reminded-deadline-not-found': ({ key }) => `Deadline ${key} not found`,
  'feed-not-found': ({ id }) => `Feed ${id} not found`,
  'feed-address-unknown': 'No feed exists at this address; ask its owner for a new address',
  'feed-address-revoked': 'This feed address has been revoked',
  'attempts-interrupted': 'Sending was interrupted repeatedly before it completed',
  'send-failed': ({ error }) => `Could not be sent: ${error}`,
  'mail-returned': ({ answer }) => `Email returned: ${answer}`,
  'mail-server-answer': ({ answer }) => answer,
  'mail-server-without-tls': ({ answer }) =>
    `The mail server does not offer STARTTLS, which SMTP_TLS requires: ${answer}`,
  'address-suppressed': ({ cause, detail }) => `The address is suppressed (${cause}): ${detail}`,
  'subscription-ended': 'The subscription was ended',
  'confirmation-expired': 'The confirmation period has expired',
  'confirmation-superseded': 'A later confirmation was requested',
  'challenge-not-returned': 'The endpoint did not return the challenge and has not confirmed',
  'endpoint-gone': 'The endpoint responded 410 Gone',
  'endpoint-status': ({ status }) => `The endpoint responded with status ${status}`,
  'endpoint-redirect': ({ status }) => `The endpoint responded with status ${status}; redirects are not followed`,
  'address-not-public': ({ host }) => `${host} is not a public address`,
  'http-not-allowed': ({ host }) => `${host} is outside the networks allowed over plain HTTP`,
  'response-timeout': ({ seconds }) => `No complete response within ${seconds} seconds`,
  'response-not-http': 'The response is not valid HTTP',
  'no-response': 'No response',
  'connection-failed': ({ error }) => `The connection failed: ${error}`,
  'name-not-resolved': ({ error }) => `The host name does not resolve (${error})`,
  'name-lookup-failed': ({ error }) => `The host name could not be resolved temporarily (${error})`,
  'connection-refused': ({ error }) => `Connection refused (${error})`,
  'connection-reset': ({ error }) => `Connection reset (${error})`,
  'host-unreachable': ({ error }) => `Host unreachable (${error})`,
  'network-unreachable': ({ error }) => `Network unreachable (${error})`,
  'connection-timeout': ({ error }) => `Connection timed out (${error})`,
  'connection-closed': ({ error }) => `Connection closed before a response (${error})`,
  'response-headers-too-long': ({ error }) => `Response headers too long (${error})`,
  'certificate-expired': ({ error }) => `TLS certificate expired (${error})`,
  'certificate-not-yet-valid': ({ error }) => `TLS certificate not yet valid (${error})`,
  'certificate-revoked': ({ error }) => `TLS certificate revoked (${error})`,
  'certificate-self-signed': ({ error }) => `Self-signed TLS certificate (${error})`,
  'certificate-untrusted': ({ error }) => `TLS certificate issued by an untrusted authority (${error})`,
  'certificate-chain-incomplete': ({ error }) => `Incomplete TLS certificate chain (${error})`,
  'certificate-name-mismatch': ({ error }) => `TLS certificate issued for another host name (${error})`,
  'tls-failed': ({ error }) => `TLS handshake failed (${error})`,
  'evidence-fixed': 'Evidence cannot be corrected; retract it and attach the right file',
  'evidence-store-down': 'The store of evidence does not answer; nothing was recorded',
  'evidence-removed': 'The bytes of this file were removed by an administrator',
  'evidence-not-found': ({ sha256 }) => `No stored file has the SHA-256 ${sha256}`,
  'import-rejected': ({ problems, rows, listed }) =>
    `Nothing was recorded: ${en.count(problems, 'problem', 'problems')} in ${en.count(rows, 'row', 'rows')}` +
    (listed < problems ? `, the first ${en.number(listed)} listed` : ''),
  'import-too-long': ({ maximum }) => `A file may have at most ${en.number(maximum)} rows; split it into several files`,
  'file-empty': 'The file is empty',
  'import-format': ({ found }) => `The file must be CSV or an Excel workbook (.xlsx), but is ${FOUND[found]}`,
  'file-not-utf8': 'The file is not encoded as UTF-8',
  'line-invalid': ({ line }) => `Line ${line} is invalid; nothing was recorded`,
  'csv-quote-unclosed': 'Unclosed quote',
  'csv-quote-misplaced': 'A quote is inside an unquoted cell; quote the whole cell and double the quote',
  'csv-quote-not-last': 'Text follows a closing quote; double quotes that are part of a cell',
  'header-too-long': ({ columns }) => `The header has ${en.count(columns, 'column', 'columns')}`,
  'type-unknown': ({ type, nearest }) =>
    `${type} is not an event type${nearest === null ? '' : `; the nearest is ${nearest}`}`,
  'type-needs-scheme': ({ type }) => `${type} is about a dossier; fill in its scheme`,
  'type-without-scheme': ({ type }) => `${type} is about a provider; leave the scheme blank`,
  'type-without-field': ({ type, on }) =>
    `${type} on a ${on}${on === 'provider' ? ' (the row has no scheme)' : ''} has no such field; leave the cell blank`,
  'type-not-importable': ({ type, path }) => `${type} cannot be imported: no column holds its ${path}`,
  'row-provider-ambiguous': ({ name, providers }) =>
    `${en.count(providers, 'provider', 'providers')} have or had the name ${name}`,
  'row-dossier-ambiguous': ({ provider, scheme, count }) =>
    `${provider} has ${dossiers(count)} for ${scheme.en}; name the service`,
  'row-dossier-not-held': ({ provider, scheme, date }) =>
    `${provider} has no dossier for ${scheme.en} ${date === null ? 'at present' : `in ${en.date(date)}`}, only at other times; name the service`,
  'row-service-ambiguous': ({ provider, scheme, service, count }) =>
    `${provider} has ${dossiers(count)} for ${scheme.en} that have or had the service name ${service}`,
  'row-service-transferred': ({ provider, service }) =>
    `${provider} had transferred ${service} by then; name the provider that held it`,
  'row-scope-ambiguous': ({ provider, scheme, count }) =>
    `${provider} has ${dossiers(count)} for ${scheme.en} without a service`,
  'row-dependency-not-found': ({ scheme, name }) =>
    `No dossier for ${scheme.en} matches ${name}; write provider / service`,
  'row-dependency-ambiguous': ({ scheme, name, count }) =>
    `${dossiers(count)} for ${scheme.en} match ${name}; write provider / service`,
  'file-truncated':
    'The file is incomplete: the line with the number of events and the checksum is missing; export it again',
  'stored-type-unknown': ({ type, kind }) => `${type} is not an event type of a ${kind} known to this version of Jalon`,
  'stream-opened-twice': ({ type }) => `${type} can only be the first event of a stream`,
  'event-id-repeated': ({ id }) => `${id} is already on an earlier line`,
  'lines-not-storable': ({ to, error }) =>
    `This line or a later one up to line ${to} cannot be stored: ${en.quote(error)}`,
  'restore-timeout': 'The upload was aborted after one minute without data; nothing was recorded',
  'ledger-has-events': 'A ledger file can be restored only into an empty ledger; this one has events',
  'no-change': 'No field was changed',
  'form-already-used': 'This form was already used to create another subscription; submit again to create one more',
  'event-type-not-recordable': ({ type }) => `Events of type ${type} cannot be recorded here`,
  'event-not-in-timeline': ({ id }) => `Event ${id} not found in this timeline`,
  'page-not-found': 'Page not found',
  'uploaded-file-not-found': 'File not found; uploaded files are kept for 24 hours',
  'unsent-mail-not-found': ({ delivery }) => `No stored mail for delivery ${delivery}`,
  'provider-not-found': ({ provider }) =>
    provider === undefined ? 'Provider not found' : `Provider ${provider} not found`,
  'provider-ambiguous': ({ name, slugs }) =>
    `Several providers have or had the name ${en.quote(name)}; use one of the slugs ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }) => `Dossier ${dossier} not found`,
  'several-match': 'Several match; use the id of one',
  'origin-not-allowed': ({ origin }) => `Requests from pages of ${origin} are not allowed`,
  'provider-name-taken': ({ name }) =>
    `Another provider has or had the name ${en.quote(name)}; record an alias on that provider instead`,
  'alias-taken': ({ name, provider }) => `Another provider (${provider}) has or had the name ${en.quote(name)}`,
  'provider-slug-taken': ({ slug }) => `Another provider has the slug ${slug}`,
  'register-document-blank': 'The document is empty',
  'register-document-format': ({ expected, found }) =>
    `The document must be ${FORMATS[expected]}, but is ${FOUND[found]}`,
  'register-gzip-damaged': 'The document is a damaged or truncated gzip file',
  'register-json-malformed': ({ line }) =>
    line === undefined ? 'The document is malformed JSON' : `The document is malformed JSON: see line ${line}`,
  'register-yaml-malformed': ({ line }) =>
    line === undefined ? 'The document is not valid YAML' : `The document is not valid YAML: see line ${line}`,
  'register-xml-malformed': 'The document is truncated or not well-formed XML: an element is not closed',
  'register-xml-entities': 'The document declares entities, which are never read',
  'register-pdf-damaged': 'The document is damaged, or no PDF',
  'register-pdf-password': 'The document has a password',
  'register-too-many-pages': ({ maximum }) => `The document has more than ${en.number(maximum)} pages`,
  'register-document-exhausting': ({ seconds, megabytes }) =>
    `Reading the document takes more than ${seconds} seconds or ${en.number(megabytes)} MB of memory`,
  'register-documents-wanted': ({ wanted, found }) =>
    `A reading of this register takes ${wanted} documents, one after the other, but ${found} were sent`,
  'register-json-truncated': 'The document is truncated: the JSON ends before its last bracket is closed',
  'register-too-deep': ({ maximum }) => `The document is nested more than ${maximum} levels deep`,
  'register-too-many-values': ({ maximum }) => `The document has more than ${en.number(maximum)} values`,
  'register-list-missing': ({ paths, found }) =>
    (paths.length === 0
      ? 'The document must be a list'
      : `The document must be a list or have one at ${paths.join(' or ')}`) +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'workbook-damaged': 'The file is not an Excel workbook or is damaged',
  'workbook-too-large': ({ megabytes }) =>
    `The workbook is too large when unpacked: at most ${en.number(megabytes)} MB are read`,
  'register-sheet-missing': ({ wanted, found }) =>
    (wanted.length === 0 ? 'The workbook has no visible sheet' : `The workbook has no sheet ${wanted.join(' or ')}`) +
    (found.length === 0 ? '' : `; sheets: ${found.join(', ')}`),
  'register-table-missing': ({ tables, title }) =>
    (tables === 0 ? 'The page has no table' : 'The page has no table with the caption or heading of the profile') +
    (title === '' ? '' : `; its title is ${en.quote(title)}`),
  'register-too-many-tables': ({ maximum }) => `The page has more than ${en.number(maximum)} tables`,
  'register-fields-missing': ({ missing, found }) =>
    `The document is not of this register: missing ${missing.join(', ')}` +
    (found.length === 0 ? '' : `; found ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }) =>
    `The document lists too many entries: at most ${en.number(maximum)} are read`,
  'register-nothing-readable': ({ entries }) =>
    `The document has ${en.count(entries, 'entry', 'entries')}, none of them readable`,
  'register-stage-unknown': ({ text }) => `${en.quote(text)} is not a stage of the reader profile`,
  'register-level-unknown': ({ text, levels }) =>
    `${en.quote(text)} is not a level of the scheme; levels: ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }) => `${en.quote(text)} is not a date such as ${DATES[dates]}`,
  'register-publisher-unknown': ({ publisher, publishers }) =>
    `${publisher} does not speak for the authority of the scheme; publishers: ${publishers.join(', ')}`,
  'register-status': ({ status }) => `The server responded with status ${status}`,
  'register-redirects': ({ redirects }) => `The server redirects more than ${redirects} times`,
  'register-redirect-invalid':
    'The server redirects from https to http, to another protocol, or to an address with a user name or password',
  'register-encoding': ({ encoding }) =>
    `The server sends the document with the content encoding ${encoding}, which was not asked for`,
  'current-version': ({ version }) => `Current version is ${version}; fetch it again and retry`,
  'allowed-methods': ({ methods }) => `Allowed methods: ${methods.join(', ')}`,
  'allowed-media-types': ({ types }) => `Send the body as ${types.join(' or ')}`,
  'available-media-types': ({ types }) => `Available formats: ${types.join(', ')}`,
  'content-encoding': ({ coding }) => `Send the body without Content-Encoding; ${coding} is not supported`,
  charset: ({ charset, charsets }) => `The charset ${charset} is not supported; supported are ${charsets.join(', ')}`,
  'json-encoding': 'The body is not valid UTF-8',
  'json-too-deep': ({ maximum }) => `The body is nested more than ${maximum} levels deep`,
  'form-unreadable': 'The form is incomplete or its parts are not separated correctly',
  'file-too-large': 'A file is limited to 10 MB, a field to 1 MB',
  'form-too-large': ({ kilobytes }) => `The form is limited to ${kilobytes} kB`,
  'key-missing': 'Send an API key: Authorization: Bearer <api key>',
  'key-invalid': 'The API key is unknown or was revoked',
  'key-not-found': ({ id }) => `API key ${id} not found`,
  'scope-missing': ({ scope }) => `The scope "${scope}" is required, which the key does not have`,
  'list-behind': ({ position }) => `The list has not reached position ${position} yet`,
  'streams-of-key': ({ limit }) =>
    `This key already has ${en.count(limit, 'open event stream', 'open event streams')}; close one first`,
  'streams-of-address': ({ limit }) =>
    `This address already has ${en.count(limit, 'open event stream', 'open event streams')}; close one first`,
  'streams-full': 'The maximum number of event streams is open',
  'server-stopping': 'The server is shutting down',
  'plan-busy': 'The reminders are being planned; nothing was changed',
  'migrations-pending': 'The database has pending migrations: run `jalon migrate`',
  'sample-loading': 'The sample ledger is being loaded',
  'lists-building': ({ position, of }) =>
    `The lists are being built: ${en.number(position)} of ${en.count(of, 'event', 'events')}`,
  'database-unreachable': 'The database is temporarily unreachable',
  'database-read-only': 'The database is read-only at the moment; nothing can be recorded',
  'database-full': 'The disk of the database is full; nothing can be recorded',
  'database-busy': 'The database is busy with other requests',
  'database-slow': 'The request took too long and was cancelled',
  'append-queue-full': 'Too many events are waiting to be recorded; this request recorded nothing',
  'provider-exists': ({ name }) => `Provider ${name} already exists`,
  'dossier-exists': 'The dossier already exists',
  'scheme-missing': 'Scheme not found',
  'scheme-not-found': ({ slug, schemes }) => `Scheme ${slug} not found; available schemes: ${schemes.join(', ')}`,
  'milestone-not-found': (p) =>
    `${p.scheme} has no milestone ${p.milestone}; available milestones: ${p.milestones.join(', ')}`,
  'milestone-not-before': (p) =>
    `In ${p.scheme}, milestone ${p.milestone} does not come before ${p.to}; available milestones: ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }) =>
    `${scheme} has no obligation ${duty}; ${duties.length === 0 ? 'it has none' : `available obligations: ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }) => `Deadline ${key} already exists; record DeadlineMoved to change it`,
  'deadline-not-open': ({ key }) => `No open deadline ${key}; record DeadlineSet to create it`,
  'own-dependency': 'A dossier cannot depend on itself',
  'dependency-cycle': ({ path }) =>
    `The services would depend on each other in a circle: ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }) => `No dependency on dossier ${dossier} is declared`,
  'transfer-to-holder': ({ provider }) => `Provider ${provider} already holds the service on that date`,
  'event-not-in-stream': ({ event }) => `Event ${event} not found here`,
  'event-retracted': 'The event is already retracted',
  'opening-event-kept': 'The first event of a stream can be corrected but not retracted',
  'amended-event-fixed': 'An amendment cannot be moved to another event',
  'dossier-identity-fixed':
    'The provider and the scheme of a dossier cannot change; open another dossier or record ServiceTransferred',
  'corrected-event-invalid': 'The corrected event would be invalid',
  'scheme-unchanged': ({ slug }) => `Scheme ${slug} is unchanged`,
  'label-unknown-version': ({ version, versions }) =>
    `Unknown version ${version}; versions of the scheme: ${versions.join(', ')}`,
  'subscription-not-found': ({ subscription }) => `Subscription ${subscription} not found`,
  'delivery-not-found': ({ delivery }) => `Delivery ${delivery} not found in this subscription`,
  'suppression-not-found': ({ address }) => `Address ${address} is not suppressed`,
  'filter-scheme-not-found': ({ scheme }) => `Scheme ${scheme} not found`,
  'confirmation-token-invalid':
    'The token is invalid, expired or superseded by a later confirmation request; request another confirmation',
  'preferences-token-invalid': 'The token does not belong to this subscription',
  'unsubscribe-token-invalid': 'The token does not belong to this subscription',
  'confirmation-not-needed': ({ state }) => `The subscription is ${STATES[state] ?? state}; it needs no confirmation`,
  'already-confirmed':
    'The subscription was confirmed before it was disabled; resume it instead (POST /v1/subscriptions/{id}/resume)',
  'confirmation-limit': ({ requests }) =>
    `Confirmation has been requested ${requests} times; create another subscription`,
  'confirmations-unanswered': ({ requests }) =>
    `${requests} confirmation requests to this address within 24 hours remain unanswered`,
  'subscription-not-disabled': ({ state }) =>
    `The subscription is ${STATES[state] ?? state}; only an active or disabled subscription can be resumed`,
  'never-confirmed':
    'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
  'subscription-has-ended': 'The subscription has ended; create another one',
  'webhook-has-secret': 'The subscription is not a webhook; only webhooks have a signing secret',
  'secret-replaced': 'The signing secret has been replaced in the meantime',
  'subscription-not-active': ({ state }) => `The subscription is ${STATES[state] ?? state}, not active`,
  'resume-first': 'The subscription is disabled; resume it first (POST /v1/subscriptions/{id}/resume)',
  'new-secret-first':
    'Its messages can no longer be signed with Ed25519; rotate the secret first (POST /v1/subscriptions/{id}/secret)',
  'recipient-paused': 'The recipient has paused this subscription',
  'already-sending-again': ({ after }) =>
    `Messages since position ${after} are being scheduled again; wait until that has finished (sendingAgain in GET /v1/subscriptions/{id})`,
  'suppression-in-force': ({ detail }) =>
    `The address is suppressed (${detail}); an administrator must lift the suppression first (DELETE /v1/admin/suppressions/{address})`,
  'returned-mail-unknown': ({ mail }) => `No email ${mail} was sent by this installation`,
  'view-not-found': ({ view }) => `No view ${view} that you may open or change`,
  'most-views': ({ most }) => `You already have ${most} saved views; delete one first`,
  'most-services': ({ most }) => `A view names at most ${most} services`,
  'service-not-found': ({ service }) => `The provider has no service named ${en.quote(service)}`,
  'log-part-not-found': 'The log has no such part, or is not signed yet',
  'not-proven-yet': ({ position }) => `Position ${position} is not in a signed checkpoint yet`,
  'view-not-followed': ({ filters }) =>
    `Subscriptions cannot filter by ${en.list(filters)}, and the view has no other filter`,
};
