import type { RefusalCode } from '#domain/refusal.js';

/** Problems of HTTP requests; the others are refusals of the domain. */
export type WireCode =
  | 'malformed-json'
  | 'malformed-address'
  | 'malformed-request'
  | 'invalid-request'
  | 'invalid-body'
  | 'unauthorized'
  | 'forbidden'
  | 'foreign-form'
  | 'not-found'
  | 'method-not-allowed'
  | 'stale-version'
  | 'conflict'
  | 'id-reused'
  | 'unstorable'
  | 'request-timeout'
  | 'body-too-large'
  | 'address-too-long'
  | 'unsupported-media-type'
  | 'not-acceptable'
  | 'too-many-requests'
  | 'not-seen-yet'
  | 'ledger-reset'
  | 'clock-jump'
  | 'unreadable-event'
  | 'unavailable'
  | 'internal';

export type ProblemCode = RefusalCode | WireCode;

/** The HTTP status of every problem: a new code does not compile until it has one, nor without a title in every language. */
export const statusOf: Record<ProblemCode, number> = {
  'malformed-json': 400,
  'malformed-address': 400,
  'malformed-request': 400,
  'invalid-request': 400,
  'invalid-body': 422,
  unauthorized: 401,
  forbidden: 403,
  'foreign-form': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'stale-version': 412,
  conflict: 409,
  'id-reused': 422,
  unstorable: 422,
  'request-timeout': 408,
  'body-too-large': 413,
  'address-too-long': 414,
  'unsupported-media-type': 415,
  'not-acceptable': 406,
  'too-many-requests': 429,
  'not-seen-yet': 503,
  'ledger-reset': 410,
  'clock-jump': 503,
  'unreadable-event': 503,
  unavailable: 503,
  internal: 500,

  'unknown-provider': 404,
  'unknown-dossier': 404,
  'unknown-scheme': 404,
  'unknown-subscription': 404,
  'unknown-delivery': 404,
  'subscription-unfit': 409,
  'unknown-reminder': 404,
  'no-such-deadline': 404,
  'reminder-not-sent': 422,
  'reminder-over': 422,
  'snooze-out-of-range': 422,
  'unknown-key': 404,
  'unknown-milestone': 422,
  'scheme-unchanged': 409,
  'milestone-dropped': 422,
  'unknown-duty': 422,
  'unknown-event': 422,
  'unknown-deadline': 422,
  'reason-missing': 422,
  'provider-exists': 409,
  'dossier-exists': 409,
  'name-taken': 409,
  'slug-taken': 409,
  'deadline-exists': 409,
  'already-retracted': 409,
  'name-ambiguous': 422,
  'service-ambiguous': 422,
  'name-unusable': 422,
  'depends-on-itself': 422,
  'dependency-cycle': 422,
  'no-such-dependency': 422,
  'transfer-to-holder': 422,
  'amendment-invalid': 422,
  'import-invalid': 422,
  'unknown-register': 404,
  'unknown-reading': 404,
  'register-invalid': 422,
  'register-unchanged': 409,
  'register-document-invalid': 422,
  'reading-not-held': 409,
  'reading-older': 409,
  'no-such-proposal': 422,
  'ledger-not-empty': 409,
  'too-many-rows': 413,
  'unknown-feed': 404,
  'feed-revoked': 410,
  'unknown-suppression': 404,
  'not-a-bounce': 422,
  'bounce-unknown': 422,
  'unknown-view': 404,
  'limit-reached': 409,
  'not-followable': 422,
  'token-invalid': 422,
  'target-not-allowed': 422,
};
