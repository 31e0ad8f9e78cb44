/** HTTP problems of requests as such, by code: a title, what it means and what to do. */
export const problems = {
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
    title: 'Insufficient scope',
    text: 'The API key is valid but lacks the scope that this request requires. Use a key with that scope.',
  },
  'foreign-form': {
    title: 'Cross-site form',
    text: 'The form was sent from another site and was not processed. Open the page here and submit it again.',
  },
  'not-found': { title: 'Not found', text: 'Nothing exists at this URL. Check the path and the identifiers in it.' },
  'method-not-allowed': {
    title: 'Method not allowed',
    text: 'The URL exists, but not for this HTTP method. The header `Allow` lists the allowed methods.',
  },
  'stale-version': {
    title: 'Version conflict',
    text: 'The resource has changed since the version named in `If-Match`. Fetch it again and retry.',
  },
  conflict: {
    title: 'Concurrent update, please retry',
    text: 'Other updates of the same resource took precedence several times in a row. Nothing was recorded: retry.',
  },
  'id-reused': {
    title: 'Idempotency key already used',
    text: 'This `Idempotency-Key` was sent with a different request before. Use a new key for a new request.',
  },
  unstorable: {
    title: 'Value cannot be stored',
    text: 'A value contains characters that cannot be stored, such as NUL. Remove them and send it again.',
  },
  'body-too-large': {
    title: 'Request body too large',
    text: 'JSON bodies are limited to 1 MB, CSV imports to 10 MB. Split the request.',
  },
  'address-too-long': {
    title: 'URL too long',
    text: 'A part of the URL exceeds the maximum length. Use fewer filters.',
  },
  'unsupported-media-type': {
    title: 'Unsupported media type',
    text: 'This route does not accept the `Content-Type` of the request. Most routes accept `application/json` only.',
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
  unavailable: {
    title: 'Service unavailable',
    text: 'The service cannot answer at the moment. Nothing was recorded: retry after the time given in `Retry-After`.',
  },
  internal: {
    title: 'Internal server error',
    text: 'The request failed because of an error in Jalon. The error was logged: retry later, or tell the operator.',
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
