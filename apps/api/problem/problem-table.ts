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
  | 'headers-too-large'
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
  'headers-too-large': 431,
  'unsupported-media-type': 415,
  'not-acceptable': 406,
  'too-many-requests': 429,
  'not-seen-yet': 503,
  'ledger-reset': 410,
  'clock-jump': 503,
  'unreadable-event': 503,
  unavailable: 503,
  internal: 500,

  'subscription-unfit': 409,
  'reminder-not-sent': 422,
  'reminder-over': 422,
  'since-out-of-range': 422,
  'snooze-out-of-range': 422,
  'account-unfit': 409,
  'already-exists': 409,
  'last-admin': 409,
  'unknown-reference': 422,
  unchanged: 409,
  'milestone-dropped': 422,
  'reason-missing': 422,
  'already-retracted': 409,
  'name-ambiguous': 409,
  'name-unusable': 422,
  'dependency-cycle': 422,
  'transfer-to-holder': 422,
  'amendment-invalid': 422,
  'import-invalid': 422,
  'register-invalid': 422,
  'evidence-invalid': 422,
  'evidence-too-large': 413,
  'register-document-invalid': 422,
  'reading-not-held': 409,
  'reading-older': 409,
  'ledger-not-empty': 409,
  'too-many-rows': 413,
  'feed-revoked': 410,
  'not-a-bounce': 422,
  'approval-needed': 409,
  'account-needed': 403,
  'own-proposal': 403,
  'proposal-decided': 409,
  'proposal-changed': 409,
  'limit-reached': 409,
  'not-followable': 422,
  'token-invalid': 422,
  'target-not-allowed': 422,
};
