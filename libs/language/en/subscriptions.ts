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
    'The subscription was confirmed before it was disabled; resume it instead (POST /v1/subscriptions/{id}/resume)',
  'confirmation-limit': ({ requests }: { requests: number }) =>
    `Confirmation has been requested ${requests} times; create another subscription`,
  'confirmations-unanswered': ({ requests }: { requests: number }) =>
    `${requests} confirmation requests to this address within 24 hours remain unanswered`,
  'subscription-not-disabled': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}; only an active or disabled subscription can be resumed`,
  'never-confirmed':
    'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
  'subscription-has-ended': 'The subscription has ended; create another one',
  'digest-needs-email': 'must be immediate: digests are available for email only',
  'webhook-only': 'applies to webhooks only; this subscription sends email',
  'email-only': 'applies to emails only; this subscription is a webhook',
  'webhook-has-secret': 'The subscription is not a webhook; only webhooks have a signing secret',
  'secret-replaced': 'The signing secret has been replaced in the meantime',
  'subscription-not-active': ({ state }: { state: string }) =>
    `The subscription is ${STATES[state] ?? state}, not active`,
  'resume-first': 'The subscription is disabled; resume it first (POST /v1/subscriptions/{id}/resume)',
  'new-secret-first':
    'Its messages can no longer be signed with Ed25519; rotate the secret first (POST /v1/subscriptions/{id}/secret)',
  'recipient-paused': 'The recipient has paused this subscription',
  'already-sending-again': ({ after }: { after: number }) =>
    `Messages since position ${after} are being scheduled again; wait until that has finished (sendingAgain in GET /v1/subscriptions/{id})`,
  'since-format': 'must be a date and time such as 2026-11-24T08:00:00Z, or a ledger position such as 120',
  'since-in-future': 'must not be in the future',
  'since-too-early': ({ most, earliest }: { most: number; earliest: number }) =>
    `must be followed by at most ${en.number(most)} events: position ${earliest} or later; read earlier events with GET /v1/events`,
  'suppression-in-force': ({ detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${detail}); an administrator must lift the suppression first (DELETE /v1/suppressions/{address})`,
  'filter-empty': 'must include changes, deadlines or both',
  'no-setting-changed':
    'must change something: filter, language, reminders, mode, digestDay, format, ordered, ratePerMinute, description or headers',
  'until-before-since': 'must be later than since',
  'email-format': 'must be an email address such as officer@example.org',
  'url-format': 'must be a URL such as https://hooks.example.org/jalon',
  'url-protocol': 'must start with https:// or http://',
  'url-not-normalized': 'must start with https:// or http:// and contain no spaces, backslashes or control characters',
  'url-with-credentials': 'must not contain a user name or password; verify the signature instead',
  'url-with-fragment': 'must not contain a fragment, which is never sent to the server',
  'webhook-secret-format': 'must be whsec_ followed by 24 to 64 bytes in base64',
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

/** HTTP problems about subscriptions. */
export const subscriptionRefusals = {
  'unknown-subscription': { title: 'Subscription not found', text: 'No subscription within your scope has this id.' },
  'unknown-delivery': { title: 'Delivery not found', text: 'The subscription has no delivery with this id.' },
  'subscription-unfit': {
    title: 'Invalid subscription state',
    text: 'The state of the subscription does not allow this operation. `detail` gives the state.',
  },
  'since-out-of-range': {
    title: 'Invalid start',
    text: 'It must be a position on record, or an instant in the past, that is followed by at most 100,000 events. `problems` gives the reason.',
  },
};
