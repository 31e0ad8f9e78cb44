/** HTTP problems, by code: a title, what it means and what to do. */
export const problems = {
  'register-invalid': {
    title: 'Invalid register',
    text: 'The register does not fit its scheme. `problems` names each field and the reason.',
  },
  'register-document-invalid': {
    title: 'Invalid register document',
    text: 'The document cannot be read as the register describes. Nothing was recorded but the attempt.',
  },
  'reading-not-held': {
    title: 'The reading is not held',
    text: 'Only held readings can be accepted or discarded.',
  },
  'reading-older': {
    title: 'Older than the last reading',
    text: 'Readings are recorded in the order of their days. An older one can only be discarded.',
  },
  'account-unfit': {
    title: 'Not possible in this state of the account',
    text: 'The state of the account does not allow this: it was erased, or its person has already signed in.',
  },
  'last-admin': {
    title: 'Last administrator',
    text: 'No other administrator can sign in. Appoint another one, who signs in, before you change this account.',
  },
  'approval-needed': {
    title: 'Approval needed',
    text: 'The change affects a status of a scheme under the four-eyes principle; another person must approve it. Nothing was recorded.',
  },
  'account-needed': {
    title: 'Account needed',
    text: 'Only people propose and approve changes that need a second person. Use a key that belongs to an account, or sign in with one.',
  },
  'own-proposal': {
    title: 'Own proposal',
    text: 'Another person must approve a proposal.',
  },
  'proposal-decided': {
    title: 'Proposal already decided',
    text: 'The proposal is no longer open.',
  },
  'proposal-changed': {
    title: 'Proposal has another effect now',
    text: 'The ledger has changed: the proposal would no longer have the effect shown. Nothing was recorded. Fetch the proposal again and decide on its current effect.',
  },
  'evidence-invalid': {
    title: 'File not accepted as evidence',
    text: 'The file is empty or of another type than PDF, PNG, JPEG, GIF, WebP or email (.eml). The type is determined by its content. Nothing was stored.',
  },
  'evidence-too-large': {
    title: 'File too large',
    text: 'The file exceeds the limit of this installation (`EVIDENCE_MAX_MB`). Nothing was stored.',
  },
  'malformed-json': { title: 'Malformed JSON', text: 'The body is not valid JSON. Send one JSON object in UTF-8.' },
  'malformed-address': {
    title: 'Malformed URL',
    text: 'The URL contains percent-encoding that is not valid UTF-8. Encode it again.',
  },
  'malformed-request': { title: 'Malformed request', text: 'The request is not valid HTTP.' },
  'invalid-request': {
    title: 'Invalid parameter or header',
    text: 'A query parameter, a part of the path or a header is not valid. `problems` names each and the reason.',
  },
  'invalid-body': {
    title: 'Invalid request body',
    text: 'A field of the body is missing or not valid. `problems` names each and the reason. Nothing was recorded.',
  },
  unauthorized: {
    title: 'Authentication required',
    text: 'Send a valid API key in the header `Authorization: Bearer <api key>`.',
  },
  forbidden: {
    title: 'Insufficient permissions',
    text: 'The API key is valid but lacks the scope that this request requires. Use a key with that scope.',
  },
  'foreign-form': {
    title: 'Cross-site form',
    text: 'The form was sent from another site and was not processed. Open the page on this site and submit it again.',
  },
  'not-found': {
    title: 'Not found',
    text: 'Nothing exists at this URL, or it had not been recorded at the requested time. Check the path and the identifiers in it.',
  },
  'method-not-allowed': {
    title: 'Method not allowed',
    text: 'The URL exists, but not for this HTTP method. The `Allow` header lists the allowed methods.',
  },
  'stale-version': {
    title: 'Version conflict',
    text: 'The resource has changed since the version named in `If-Match`. Fetch it again and retry.',
  },
  conflict: {
    title: 'Concurrent update, please retry',
    text: 'Concurrent updates to the same resource prevented this one. Nothing was recorded; retry the request.',
  },
  'id-reused': {
    title: 'Idempotency key already used',
    text: 'This `Idempotency-Key` was already used for a different request. Use a new key for each request.',
  },
  unstorable: {
    title: 'Value cannot be stored',
    text: 'A value contains characters that cannot be stored, such as NUL. Remove them and retry.',
  },
  'request-timeout': {
    title: 'Request timeout',
    text: 'The request body did not arrive in time. Send it again without a pause.',
  },
  'body-too-large': {
    title: 'Request body too large',
    text: 'JSON bodies are limited to 1 MB, CSV imports to 10 MB, documents of registers to 64 MB. Split the request.',
  },
  'address-too-long': {
    title: 'URL too long',
    text: 'A part of the URL exceeds the maximum length. Use fewer filters.',
  },
  'expectation-failed': {
    title: 'Expectation failed',
    text: 'The only supported value of `Expect` is `100-continue`. Send the request with it or without `Expect`.',
  },
  'headers-too-large': {
    title: 'Headers too large',
    text: 'The request line and the headers together are limited to 16 kB. Send fewer or shorter ones.',
  },
  'unsupported-media-type': {
    title: 'Unsupported media type',
    text: 'This route does not accept the `Content-Type`, its `charset` or the `Content-Encoding` of the request. Most routes accept `application/json` in UTF-8 only.',
  },
  'not-acceptable': {
    title: 'Not acceptable',
    text: 'This route does not provide the format named in `Accept`. Name one that it provides.',
  },
  'too-many-requests': {
    title: 'Too many requests',
    text: 'The rate limit is exceeded. Wait for the time given in `Retry-After`, or send an API key.',
  },
  'not-seen-yet': {
    title: 'List not yet up to date',
    text: 'The list does not include the position named in `seen` yet. Retry after the time given in `Retry-After`.',
  },
  'ledger-reset': {
    title: 'Ledger reset to an earlier position',
    text: 'After a failover or a restore, the ledger continues from an earlier position. Later events may have been lost. Discard what you read after that position, and continue from there.',
  },
  'clock-jump': {
    title: 'Clock of the database ahead',
    text: 'The clock of the database is more than a day ahead of the last event and of the API. Nothing was recorded. The operator must correct the clock, or accept the time with `jalon accept-time`.',
  },
  'unreadable-event': {
    title: 'Unreadable event',
    text: 'This record contains an event that this version of Jalon cannot read, usually because a newer version recorded it. The operator must upgrade this process. Other records are not affected.',
  },
  unavailable: {
    title: 'Service unavailable',
    text: 'The service is temporarily unavailable. Nothing was recorded; retry after the time given in `Retry-After`.',
  },
  internal: {
    title: 'Internal server error',
    text: 'The request failed because of an error in Jalon. The error was logged; retry later or contact the operator.',
  },
  'already-exists': {
    title: 'Already exists',
    text: 'What the request would create is already on record, or its name, slug or address is taken. `problems` gives the reason.',
  },
  'name-ambiguous': {
    title: 'Ambiguous name',
    text: 'Several providers have, or had, this name. Use the slug or the id of the one that you mean; `problems` lists the slugs.',
  },
  unchanged: { title: 'Unchanged', text: 'The published version is identical. Nothing was recorded.' },
  'unknown-reference': {
    title: 'Reference not found',
    text: 'The request names something that is not on record here: a milestone, an obligation, an event, a deadline, a dependency or a proposal. `problems` names the field and the reason.',
  },
  'reminder-not-sent': {
    title: 'Reminder not sent yet',
    text: 'Only reminders that were sent can be acknowledged or snoozed.',
  },
  'reminder-over': {
    title: 'Deadline already closed',
    text: 'The deadline is already closed, so its reminder can no longer be snoozed.',
  },
  'snooze-out-of-range': {
    title: 'Invalid snooze date',
    text: 'A reminder can be snoozed from tomorrow until the day before the deadline. `detail` gives the bounds.',
  },
  'milestone-dropped': {
    title: 'Milestone removed',
    text: 'A new version of a scheme must keep all milestones of the previous one. Add the missing milestone.',
  },
  'reason-missing': { title: 'Reason missing', text: 'A target can only be set aside with a reason.' },
  'already-retracted': { title: 'Event already retracted', text: 'The event has already been retracted.' },
  'name-unusable': { title: 'Invalid name', text: 'A name must contain at least one letter or digit.' },
  'dependency-cycle': {
    title: 'Circular dependency',
    text: 'The services would depend on each other in a circle, or on themselves. The problem lists them in order.',
  },
  'transfer-to-holder': {
    title: 'Already held by this provider',
    text: 'The provider to which the service is transferred already holds it.',
  },
  'amendment-invalid': {
    title: 'Invalid correction',
    text: 'The corrected event would not be valid. `problems` names each field and the reason.',
  },
  'import-invalid': {
    title: 'Invalid import',
    text: 'Rows of the file are not valid. `problems` names each row and column. Nothing was recorded.',
  },
  'ledger-not-empty': {
    title: 'Ledger not empty',
    text: 'A ledger can only be restored into an empty database, or continue an interrupted restore of the same file.',
  },
  'too-many-rows': { title: 'Too many rows', text: 'The import has too many rows. Split the file.' },
  'feed-revoked': { title: 'Feed revoked', text: 'The private feed was revoked. Create a new one.' },
  'not-a-bounce': {
    title: 'Not a delivery status notification',
    text: 'The message is not a delivery status notification (RFC 3464). Send the complete message as received.',
  },
  'token-invalid': { title: 'Invalid token', text: 'The token is wrong or has expired. Request a new one.' },
  'target-not-allowed': {
    title: 'Target not allowed',
    text: 'The webhook target is not allowed, for example because it is a private address (SSRF protection). `JALON_WEBHOOK_ALLOW` allows networks of your own.',
  },
  'subscription-unfit': {
    title: 'Invalid subscription state',
    text: 'The state of the subscription does not allow this operation. `detail` gives the state.',
  },
  'since-out-of-range': {
    title: 'Invalid start',
    text: 'It must be a position on record, or an instant in the past, that is followed by at most 100,000 events. `problems` gives the reason.',
  },
  'limit-reached': {
    title: 'Limit reached',
    text: 'The maximum number of entries is reached. `detail` gives it. Delete some first.',
  },
  'not-followable': {
    title: 'Cannot be followed',
    text: 'No subscription can represent this. `detail` gives the reason.',
  },
};

/** What a page about a problem says besides. */
export const problemPages = {
  status: 'HTTP status',
  code: 'Code',
  all: 'API documentation',
  unknown: 'Unknown problem code',
  unknownText: 'No problem has this code.',
  /** After the first of several reasons. */
  more: (count: number): string => `, and ${count} more`,
  body: 'the body',
};
