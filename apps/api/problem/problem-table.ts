import type { RefusalCode } from '#domain/refusal.js';

/** What only the wire can get wrong, beside what the rules refuse. */
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
  | 'body-too-large'
  | 'address-too-long'
  | 'unsupported-media-type'
  | 'not-acceptable'
  | 'too-many-requests'
  | 'not-seen-yet'
  | 'unavailable'
  | 'internal';

export type ProblemCode = RefusalCode | WireCode;

/** The one place where a problem gets its HTTP status: a new code does not compile until it has one. */
export const problemTable: Record<ProblemCode, { status: number; title: string }> = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'malformed-address': { status: 400, title: 'The address is malformed' },
  'malformed-request': { status: 400, title: 'The request is malformed' },
  'invalid-request': { status: 400, title: 'A parameter or header does not do' },
  'invalid-body': { status: 422, title: 'The body does not do' },
  unauthorized: { status: 401, title: 'A key is needed' },
  forbidden: { status: 403, title: 'The key does not reach that far' },
  'foreign-form': { status: 403, title: 'The form was sent by another site' },
  'not-found': { status: 404, title: 'No such address' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  'stale-version': { status: 412, title: 'It has changed since it was read' },
  conflict: { status: 409, title: 'Others were faster, again and again' },
  'id-reused': { status: 422, title: 'The idempotency key was used for something else' },
  unstorable: { status: 422, title: 'A value cannot be stored' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'Not in this format' },
  'not-acceptable': { status: 406, title: 'Not to be had in this format' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'not-seen-yet': { status: 503, title: 'The list is not that far yet' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  internal: { status: 500, title: 'Something broke on our side' },

  'unknown-provider': { status: 404, title: 'No such provider' },
  'unknown-dossier': { status: 404, title: 'No such dossier' },
  'unknown-scheme': { status: 404, title: 'No such scheme' },
  'unknown-subscription': { status: 404, title: 'No such subscription' },
  'unknown-delivery': { status: 404, title: 'No such delivery' },
  'subscription-unfit': { status: 409, title: 'The subscription cannot do that now' },
  'unknown-reminder': { status: 404, title: 'No such reminder' },
  'no-such-deadline': { status: 404, title: 'No such deadline' },
  'reminder-not-sent': { status: 422, title: 'The reminder has not been sent' },
  'reminder-over': { status: 422, title: 'There is nothing left to be reminded of' },
  'snooze-out-of-range': { status: 422, title: 'Not to that day' },
  'unknown-key': { status: 404, title: 'No such key' },
  'unknown-milestone': { status: 422, title: 'The scheme has no such milestone' },
  'scheme-unchanged': { status: 409, title: 'The scheme says so already' },
  'milestone-dropped': { status: 422, title: 'A scheme keeps its milestones' },
  'unknown-duty': { status: 422, title: 'The scheme has no such duty' },
  'unknown-event': { status: 422, title: 'No such event on record here' },
  'unknown-deadline': { status: 422, title: 'No such open deadline' },
  'provider-exists': { status: 409, title: 'The provider is on record already' },
  'dossier-exists': { status: 409, title: 'The dossier was opened before' },
  'name-taken': { status: 409, title: 'Another provider has this name' },
  'slug-taken': { status: 409, title: 'Another provider has this slug' },
  'deadline-exists': { status: 409, title: 'The deadline stands already' },
  'already-retracted': { status: 409, title: 'The event was retracted before' },
  'name-ambiguous': { status: 422, title: 'The name fits several providers' },
  'service-ambiguous': { status: 422, title: 'The service is not clear' },
  'name-unusable': { status: 422, title: 'The name cannot be used' },
  'depends-on-itself': { status: 422, title: 'A dossier cannot depend on itself' },
  'transfer-to-holder': { status: 422, title: 'The service is with this provider already' },
  'amendment-invalid': { status: 422, title: 'The corrected event would not be valid' },
  'import-invalid': { status: 422, title: 'The import cannot be recorded' },
  'ledger-not-empty': { status: 409, title: 'The ledger holds events' },
  'too-many-rows': { status: 413, title: 'The import has too many rows' },
  'unknown-feed': { status: 404, title: 'No such feed' },
  'feed-revoked': { status: 410, title: 'The feed was revoked' },
  'unknown-suppression': { status: 404, title: 'No such suppression' },
  'not-a-bounce': { status: 422, title: 'This is no report of a mail that came back' },
  'bounce-unknown': { status: 422, title: 'No such mail was sent from here' },
  'token-invalid': { status: 422, title: 'The token does not do' },
  'target-not-allowed': { status: 422, title: 'The target is not allowed' },
};

export const problemType = (code: ProblemCode): string => `urn:jalon:problem:${code}`;
