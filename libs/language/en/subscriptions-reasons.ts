const STATES: Readonly<Record<string, string>> = {
  pending: 'awaiting confirmation',
  active: 'active',
  disabled: 'disabled',
  unsubscribed: 'ended',
};

/** Reasons of subscriptions, mail addresses and webhook endpoints. */
export const subscriptionsReasons = {
  'subscription-not-found': ({ subscription }: { subscription: string }) => `Subscription ${subscription} not found`,
  'delivery-not-found': ({ delivery }: { delivery: string }) => `Delivery ${delivery} not found in this subscription`,
  'suppression-not-found': ({ address }: { address: string }) => `Address ${address} is not suppressed`,
  'filter-scheme-not-found': ({ scheme }: { scheme: string }) => `Scheme ${scheme} not found`,
  'confirmation-token-invalid':
    'The token is invalid, expired or superseded by a later confirmation request; request another confirmation',
  'unsubscribe-token-invalid': 'The token does not belong to this subscription',
  'confirmation-not-needed': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}; it needs no confirmation`,
  'already-confirmed':
    'The subscription was confirmed before it was disabled; enable it instead (POST /v1/subscriptions/{id}/enable)',
  'confirmation-limit': ({ requests }: { requests: number }) =>
    `Confirmation has been requested ${requests} times; create another subscription`,
  'confirmations-unanswered': ({ requests }: { requests: number }) =>
    `${requests} confirmation requests to this address within 24 hours remain unanswered`,
  'subscription-not-disabled': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}; only a disabled subscription can be enabled`,
  'never-confirmed':
    'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
  'subscription-has-ended': 'The subscription has ended; create another one',
  'digest-needs-email': 'must be immediate: daily digests are sent by email only',
  'webhook-only': 'applies to webhooks only; this subscription sends email',
  'webhook-has-secret': 'The subscription is not a webhook; only webhooks have a signing secret',
  'secret-replaced': 'The signing secret has been replaced in the meantime',
  'subscription-not-active': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}, not active`,
  'confirmation-not-repeatable': 'A confirmation request cannot be redelivered; the subscription is confirmed',
  'suppression-in-force': ({ detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${detail}); an administrator must lift the suppression first (DELETE /v1/suppressions/{address})`,
  'filter-empty': 'must include changes, deadlines or both',
  'no-changes': 'must change something: filter, language, reminders, mode, format, ordered or ratePerMinute',
  'instant-format': 'must be a date and time with a UTC offset, such as 2026-11-25T08:00:00Z',
  'until-before-since': 'must be later than since',
  'email-format': 'must be an email address such as officer@example.org',
  'url-format': 'must be a URL such as https://hooks.example.org/jalon',
  'url-protocol': 'must start with https:// or http://',
  'url-not-normalized': 'must contain no spaces, backslashes or missing slashes',
  'url-with-credentials': 'must contain no user name or password; verify the signature instead',
  'url-with-fragment': 'must contain no fragment; it is never sent to the server',
  'url-port': 'must use port 443, port 80 or a port above 1023',
  'target-not-public': ({ host }: { host: string }) => `must lead to a public address; ${host} does not`,
  'target-not-encrypted': ({ host }: { host: string }) =>
    `must start with https://; ${host} is outside the networks allowed over plain HTTP`,
  'mail-unreadable': ({ error }: { error: string }) => `must be a readable mail: ${error}`,
  'report-expected': ({ type }: { type: string }) =>
    `must be a delivery status notification (RFC 3464), a multipart/report with a message/delivery-status part; the content type is ${type}`,
  'report-without-recipient': 'must contain a Final-Recipient with Action and Status',
  'report-without-mail': 'must contain an Original-Envelope-Id or the headers of the returned mail',
  'returned-mail-unknown': ({ mail }: { mail: string }) => `No mail ${mail} was sent from here`,
};
