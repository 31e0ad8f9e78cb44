import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Weekday } from '#domain/date/weekday.js';
import type { Reason } from '#domain/reasons.js';

/** JSON. */
type ReasonColumn = ColumnType<Reason | null, string | null | undefined, string | null>;

export type SubscriptionState = 'pending' | 'active' | 'disabled' | 'unsubscribed';
/** `format-removed`, `signature-removed`: of an endpoint that used CloudEvents or a key pair, which earlier releases offered. */
export type DisabledBecause = 'gone' | 'failing' | 'bounced' | 'format-removed' | 'signature-removed';
export type DeliveryState = 'planned' | 'claimed' | 'sent' | 'failed' | 'cancelled';

export interface SubscriptionTable {
  id: string;
  channel: 'email' | 'webhook';
  /** An e-mail address, or an http(s) URL. */
  target: string;
  /** The feature's `Filter`. */
  filter: JSONColumnType<object>;
  /** The filter of the owner, while the recipient wishes less. */
  offered_filter: ColumnType<object | null, string | null | undefined, string | null>;
  mode: 'immediate' | 'daily' | 'weekly';
  /** Of weekly digests. */
  digest_day: Generated<Weekday>;
  /** Until then, the recipient wants nothing; not null until the worker has ended the pause. */
  recipient_paused_until: Date | null;
  /** The domain's `ReminderPreferences`, as asked for. */
  reminders: ColumnType<object, string | undefined, string>;
  language: 'fr' | 'en';
  /** Fingerprint of the request that created it; null for older subscriptions. */
  asked: Buffer | null;
  state: SubscriptionState;
  /** Number of confirmation requests; only the token of the latest is valid. */
  confirm_round: number;
  confirm_until: Date;
  /** A webhook's signing secret, sealed with `JALON_SECRET`. */
  secret: Buffer | null;
  /** What an endpoint is for. */
  description: string | null;
  /** Further headers of its messages, as JSON, sealed like the secret. */
  headers: Buffer | null;
  /** The previous secret, which also signs until then. */
  former_secret: Buffer | null;
  former_secret_until: Date | null;
  /** The ledger's head at confirmation: later events are sent. */
  since_position: number | null;
  /** Format of a webhook's body. */
  format: Generated<'standard' | 'slack' | 'teams'>;
  /** `ed25519`: `secret` is a private key of an earlier release. The subscription is disabled until it has a shared secret. */
  signature: Generated<'hmac' | 'ed25519'>;
  /** Messages about one provider are sent one at a time, in ledger order. */
  ordered: Generated<boolean>;
  rate_per_minute: number | null;
  /** Failed attempts since the last successful one. */
  failures: Generated<number>;
  /** Time of the first of them. */
  failing_since: Date | null;
  /** Error of the last failed attempt, until one succeeds. */
  failing_reason: ReasonColumn;
  /** Hours of failure of which its owner has been alerted. */
  warned_hours: Generated<number>;
  /** No attempts until then: the circuit breaker is open, or the endpoint asked for a lower rate. */
  paused_until: Date | null;
  /** How often it was resumed: failures of attempts that began before the last time do not count. */
  resumes: Generated<number>;
  /** With a rate limit: the earliest time of the next message. */
  next_slot_at: Date | null;
  /** Only if disabled; its deliveries are held. */
  disabled_because: DisabledBecause | null;
  /** Held messages that were dropped since it was disabled last; kept until it is disabled again. */
  dropped: Generated<number>;
  /** Position before the first event concerned. */
  dropped_after: number | null;
  /** When the first and the last of them were planned. */
  dropped_first: Date | null;
  dropped_last: Date | null;
  /** The feature's `SendingAgain`: the last one. */
  recovery: ColumnType<object | null, string | null | undefined, string | null>;
  /** It is not over. */
  recovering: Generated<boolean>;
  /** Its reminders may have to be planned again. Set by a trigger whenever a setting or the state changes. */
  replan: Generated<boolean>;
  created_by: string;
  /**
   * Not a subscription, but a mail to the person of this account: pending, and deleted once its link has expired. Or a
   * `report`, which is active.
   */
  account: string | null;
  /** The id of a saved view of services, of which the person is mailed a report each month. */
  report: Generated<string | null>;
  /** The day of the last report that is planned. */
  reported: Generated<string | null>;
  created_at: Date;
  confirmed_at: Date | null;
  ended_at: Date | null;
}

/** `digest`: of reminders. Rows of earlier releases may have others. */
export type DeliveryKind =
  | 'event'
  | 'reading'
  | 'import'
  | 'daily'
  | 'weekly'
  | 'reminder'
  | 'digest'
  | 'confirm'
  | 'test'
  | 'report'
  | 'epoch';

export interface DeliveryTable {
  id: string;
  /** Increases in the order of planning. */
  ordinal: GeneratedAlways<number>;
  kind: DeliveryKind;
  /** The event by its position with the epoch, the reminder, reading, day … that it is for; see `Cause`. */
  reference: string;
  /** Tells apart what is sent again; null the first time. */
  again: string | null;
  subscription: string;
  /** The `webhook-id`; a message that is sent again keeps that of the first delivery. */
  message_id: string;
  /** The feature's `Message`, frozen when it was planned. */
  message: JSONColumnType<object>;
  state: DeliveryState;
  /** Counted when claimed, so that an attempt that killed its process counts. */
  attempts: Generated<number>;
  /** Of a message that is sent again: the attempts of its earlier deliveries. */
  attempts_before: Generated<number>;
  next_attempt_at: Date;
  claim: string | null;
  claimed_until: Date | null;
  /** In English. */
  last_error: string | null;
  /** As a code with parameters; null if nothing failed, or for failures before codes were introduced. */
  last_reason: ReasonColumn;
  response_code: number | null;
  created_at: Date;
  sent_at: Date | null;
  /** `X-Request-Id` of the request that caused it; null where none did, as for reminders. */
  request_id: string | null;
  /** The provider that it is about; an ordered subscription gets its messages one at a time. */
  provider: string | null;
  /** Time of the first attempt, or of the first after a reset: the start of its retry schedule. */
  began_at: Date | null;
  /** For a rejected or bounced mail: permanent or temporary failure of the address. */
  bounce: 'hard' | 'soft' | null;
  /** The span that caused it: of the event, or of the request or job that planned it. Null if that was not traced. */
  traceparent: string | null;
}

/** A completed attempt of a delivery. */
interface DeliveryAttemptTable {
  delivery: string;
  /** That of the delivery; null for what workers of an earlier release logged during an upgrade. */
  subscription: string | null;
  number: number;
  at: Date;
  took_ms: number;
  result: 'delivered' | 'unavailable' | 'rejected';
  code: number | null;
  /** In English. */
  error: string | null;
  /** As a code with parameters. */
  reason: ReasonColumn;
  /** Excerpt of the endpoint's response. */
  headers: JSONColumnType<Record<string, string>> | null;
  /** The beginning of it. */
  body: string | null;
}

/** A suppressed address: no mail is sent to it. */
export interface SuppressionTable {
  /** In lower case. */
  address: string;
  reason: 'hard-bounce' | 'soft-bounces';
  /** What was said there. */
  detail: string;
  at: Date;
}

/** Rate limit of mail per recipient domain. */
interface MailHostTable {
  /** In lower case. */
  host: string;
  /** When the mails that went there would have gone out, had they kept the distance that the rate asks for. */
  next_at: Date;
  /** When the next one that has to wait is to ask again, each at a time of its own. */
  ask_at: Date;
  blocked_until: Date | null;
}

/** A change to be included in the next digest. */
interface DailyChangeTable {
  subscription: string;
  position: number;
  /** The feature's `Message`, frozen when the event was fanned out. */
  message: JSONColumnType<object>;
}

/** Past events that an import has recorded, until the summary for the subscription is planned. */
export interface ImportSummaryTable {
  subscription: string;
  import: string;
  events: number;
  /** Positions: all of them are after the one and up to the other. */
  after: number;
  up_to: number;
  /** By stream; one more than are named in the summary, at least. */
  subjects: JSONColumnType<object>;
  /** Time of recording of the last one. */
  recorded_at: Date;
}

/** Changes of a reading of a register for one subscription, until the fan-out reaches the reading itself. */
interface ReadingSummaryTable {
  subscription: string;
  /** Id of the event of the reading. */
  reading: string;
  /** Number of changes, and of the dossiers that they are about. */
  changes: number;
  dossiers: number;
  /** Stream of the last change. */
  last: string;
  /** The changes while there are few, and the dossiers to be named, as the fan-out keeps them. */
  body: JSONColumnType<object>;
}

/** A feed with a secret address that can be read without a key. */
export interface FeedTable {
  id: string;
  kind: 'calendar' | 'atom';
  token_hash: Buffer;
  name: string;
  filter: JSONColumnType<object>;
  language: 'fr' | 'en';
  created_by: string;
  created_at: Date;
  revoked_at: Date | null;
}

/** A mail that was not sent because no SMTP server is configured. */
interface KeptMailTable {
  delivery: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  headers: JSONColumnType<Record<string, string>>;
  at: Date;
}

/** How many rows retention has removed. */
interface RemovedRowsTable {
  kind: 'delivery' | 'reminder' | 'subscription' | 'held';
  count: number;
}

export interface SubscriptionTables {
  removed_rows: RemovedRowsTable;
  subscription: SubscriptionTable;
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  suppression: SuppressionTable;
  mail_host: MailHostTable;
  daily_change: DailyChangeTable;
  import_summary: ImportSummaryTable;
  reading_summary: ReadingSummaryTable;
  feed: FeedTable;
  kept_mail: KeptMailTable;
}
