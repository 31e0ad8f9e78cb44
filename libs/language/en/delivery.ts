import { english as en, writtenDate } from '../format.js';

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
  'preferences-token-invalid': 'The token does not belong to this subscription',
  'pause-end': ({ from, to }: { from: string; to: string }) =>
    `must be a day from ${writtenDate(from, 'en')} to ${writtenDate(to, 'en')}`,
  'filter-not-offered': 'is not part of what the owner of the subscription offers',
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
  'digest-needs-email': 'must be immediate: digests are available for email only',
  'email-only': 'applies to emails only; this subscription is a webhook',
  'webhook-only': 'applies to webhooks only; this subscription sends email',
  'not-a-listener': 'The subscription is not a listener; Jalon sends its messages itself',
  'status-or-error': 'must be given, unless error is: either status or error',
  'webhook-has-secret': 'The subscription is not a webhook; only webhooks have a signing secret',
  'secret-replaced': 'The signing secret has been replaced in the meantime',
  'subscription-not-active': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}, not active`,
  'confirmation-not-repeatable': 'A confirmation request cannot be redelivered; the subscription is confirmed',
  'suppression-in-force': ({ detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${detail}); an administrator must lift the suppression first (DELETE /v1/suppressions/{address})`,
  'filter-empty': 'must include changes, deadlines or both',
  'no-setting-changed':
    'must change something: filter, language, reminders, mode, format, ordered, ratePerMinute, description or headers',
  'until-before-since': 'must be later than since',
  'email-format': 'must be an email address such as officer@example.org',
  'url-format': 'must be a URL such as https://hooks.example.org/jalon',
  'url-protocol': 'must start with https:// or http://',
  'url-not-normalized': 'must start with https:// or http:// and contain no spaces, backslashes or control characters',
  'url-with-credentials': 'must not contain a user name or password; verify the signature instead',
  'url-with-fragment': 'must not contain a fragment, which is never sent to the server',
  'webhook-secret-format': 'must be whsec_ followed by 24 to 64 bytes in base64',
  'secret-needs-hmac': 'cannot be supplied with ed25519: the private key never leaves Jalon',
  'header-name-format': 'must be the name of an HTTP header such as x-api-key',
  'header-reserved': 'must not be a header of the connection or one that Jalon sets itself',
  'header-value-format': 'must be printable ASCII characters without spaces at the ends',
  'headers-too-many': 'must be 10 headers at most',
  'header-repeated': 'must not contain the same header twice',
  'url-port': 'must use port 443, port 80 or a port above 1023',
  'target-not-public': ({ host }: { host: string }) => `must resolve to a public address; ${host} does not`,
  'target-not-encrypted': ({ host }: { host: string }) =>
    `must start with https://; ${host} is outside the networks allowed over plain HTTP`,
  'mail-unreadable': ({ error }: { error: string }) => `must be a valid email message: ${error}`,
  'report-expected': ({ type }: { type: string }) =>
    `must be a delivery status notification (RFC 3464), a multipart/report with a message/delivery-status part; the content type is ${type}`,
  'report-without-recipient': 'must contain a Final-Recipient with Action and Status',
  'report-without-mail': 'must contain an Original-Envelope-Id or the headers of the returned email',
  'returned-mail-unknown': ({ mail }: { mail: string }) => `No email ${mail} was sent by this installation`,
};

/** The code of a connection error, for looking it up. */
type Failed = { error: string };

/** Reasons of delivery attempts that failed, as the log keeps them. An answer of a server is quoted as it is. */
export const deliveryReasons = {
  'attempts-interrupted': 'Sending was interrupted repeatedly before it completed',
  'send-failed': ({ error }: Failed) => `Could not be sent: ${error}`,
  'mail-returned': ({ answer }: { answer: string }) => `Email returned: ${answer}`,
  'mail-server-answer': ({ answer }: { answer: string }) => answer,
  'mail-server-without-tls': ({ answer }: { answer: string }) =>
    `The mail server does not offer STARTTLS, which SMTP_TLS requires: ${answer}`,
  'address-suppressed': ({ cause, detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${cause}): ${detail}`,
  'subscription-ended': 'The subscription was ended',
  'confirmation-expired': 'The confirmation period has expired',
  'confirmation-superseded': 'A later confirmation was requested',
  'challenge-not-returned': 'The endpoint did not return the challenge and has not confirmed',
  'endpoint-gone': 'The endpoint responded 410 Gone',
  'endpoint-status': ({ status }: { status: number }) => `The endpoint responded with status ${status}`,
  'endpoint-redirect': ({ status }: { status: number }) =>
    `The endpoint responded with status ${status}; redirects are not followed`,
  'address-not-public': ({ host }: { host: string }) => `${host} is not a public address`,
  'http-not-allowed': ({ host }: { host: string }) => `${host} is outside the networks allowed over plain HTTP`,
  'response-timeout': ({ seconds }: { seconds: number }) => `No complete response within ${seconds} seconds`,
  'response-not-http': 'The response is not valid HTTP',
  'no-response': 'No response',
  'connection-failed': ({ error }: Failed) => `The connection failed: ${error}`,
  'name-not-resolved': ({ error }: Failed) => `The host name does not resolve (${error})`,
  'name-lookup-failed': ({ error }: Failed) => `The host name could not be resolved temporarily (${error})`,
  'connection-refused': ({ error }: Failed) => `Connection refused (${error})`,
  'connection-reset': ({ error }: Failed) => `Connection reset (${error})`,
  'host-unreachable': ({ error }: Failed) => `Host unreachable (${error})`,
  'network-unreachable': ({ error }: Failed) => `Network unreachable (${error})`,
  'connection-timeout': ({ error }: Failed) => `Connection timed out (${error})`,
  'connection-closed': ({ error }: Failed) => `Connection closed before a response (${error})`,
  'response-headers-too-long': ({ error }: Failed) => `Response headers too long (${error})`,
  'certificate-expired': ({ error }: Failed) => `TLS certificate expired (${error})`,
  'certificate-not-yet-valid': ({ error }: Failed) => `TLS certificate not yet valid (${error})`,
  'certificate-revoked': ({ error }: Failed) => `TLS certificate revoked (${error})`,
  'certificate-self-signed': ({ error }: Failed) => `Self-signed TLS certificate (${error})`,
  'certificate-untrusted': ({ error }: Failed) => `TLS certificate issued by an untrusted authority (${error})`,
  'certificate-chain-incomplete': ({ error }: Failed) => `Incomplete TLS certificate chain (${error})`,
  'certificate-name-mismatch': ({ error }: Failed) => `TLS certificate issued for another host name (${error})`,
  'tls-failed': ({ error }: Failed) => `TLS handshake failed (${error})`,
};

/** Deliveries of a subscription, and their attempts. */
export const deliveries = {
  heading: 'Deliveries',
  none: 'Nothing has been sent yet.',
  noneMatch: 'No delivery matches these filters.',
  reset: 'View all deliveries',
  type: {
    'event.recorded': 'Event recorded',
    'changes.digest': 'Digest',
    'import.summary': 'Summary of an import',
    'register.read': 'A register was read',
    'register.stale': 'Register not read in time',
    'register.held': 'Reading needs a decision',
    'deadline.reminder': 'Deadline reminder',
    'deadline.digest': 'Reminder of several deadlines',
    'subscription.verification': 'Confirmation request',
    'subscription.failing': 'Alert: recipient unreachable',
    'subscription.disabled': 'Alert: subscription disabled',
    'subscription.test': 'Test message',
    'account.link': 'Link to an account',
    'proposal.waiting': 'Change waiting for approval',
    'ledger.reset': 'Ledger reset',
  },
  state: {
    planned: 'scheduled',
    claimed: 'in progress',
    sent: 'sent',
    failed: 'failed',
    cancelled: 'cancelled',
    held: 'held',
    kept: 'not sent (stored)',
  },
  stateMeans: {
    planned: 'It will be sent shortly.',
    claimed: 'An attempt is in progress.',
    sent: 'The recipient’s server accepted it.',
    failed: 'All attempts failed. You can resend it.',
    cancelled: 'It is no longer needed and will not be sent.',
    held: 'It will be sent once the subscription is enabled.',
    kept: 'No mail server was configured: the email is stored and was not sent.',
  },
  column: { what: 'Message', state: 'Status', planned: 'Scheduled for', attempts: 'Attempts', answer: 'Response' },
  filter: {
    label: 'Filter deliveries',
    state: 'Status',
    type: 'Message',
    since: 'Scheduled from',
    until: 'to',
    go: 'Apply',
  },
  older: 'Older deliveries',
  newest: 'Back to the latest',
  again: 'Resend this message',
  againHint: 'Sends the same message again under the same ID.',
  isAgain: 'resent',
  next: 'Next attempt, at the earliest',
  sent: 'Sent on',
  identity: 'Message ID',
  identityHint: 'The webhook-id header: identical for every attempt and redelivery.',
  says: {
    heading: 'Content',
    mail: 'Email',
    payload: 'Request body',
    to: 'To',
    subject: 'Subject',
    without:
      'Links to confirm, acknowledge or unsubscribe are shown without their token, which only the recipient gets.',
  },
  sendHeaders: 'Request headers',
  whole: 'Show more',
  tooLong: (shown: number) => `Truncated after ${en.count(shown, 'character', 'characters')}.`,
  attempts: 'Attempts',
  noAttempt: 'No attempt has completed yet.',
  attempt: (number: number) => `Attempt ${number}`,
  result: { delivered: 'accepted', unavailable: 'unavailable, will be retried', rejected: 'rejected' },
  at: 'Date',
  took: 'Duration',
  code: 'Response code',
  error: 'Error',
  headers: 'Response headers',
  body: 'Response body',
  seeAnswer: 'View the response',
  bodyHint: 'The first 2,000 characters.',
  notKept: 'Responses to confirmation requests are not stored.',
  keptMail: 'View in unsent mail',
  all: 'View all deliveries of this subscription',
};

/** Mail that was stored instead of sent. */
export const mails = {
  title: 'Unsent mail',
  intro:
    'No mail server is configured (SMTP_URL): mail is stored and can be read on this page. Links in it work, including those that confirm a subscription.',
  sent: 'A mail server is configured: mail is sent and no longer stored here. The deliveries of each subscription show the outcome.',
  empty: 'No email is stored. When you subscribe an address, the confirmation request appears here.',
  column: { subject: 'Subject', to: 'To', at: 'Date' },
  older: 'Older mail',
  newest: 'Back to the latest',
  to: 'To',
  at: 'Stored on',
  text: 'Email text',
  headers: 'Headers',
  html: 'HTML source',
  htmlHint: 'As displayed by mail clients.',
  download: 'Download (.eml)',
  back: 'All unsent mail',
  tooLong: 'The rest is in the .eml file.',
};
