import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Reason } from '#language/phrases.js';

/** JSON. */
type ReasonColumn = ColumnType<Reason | null, string | null | undefined, string | null>;

export type SubscriptionState = 'pending' | 'active' | 'disabled' | 'unsubscribed';
export type DisabledBecause = 'gone' | 'failing' | 'bounced';
export type DeliveryState = 'planned' | 'claimed' | 'sent' | 'failed' | 'cancelled';

export interface SubscriptionTable {
  id: string;
  channel: 'email' | 'webhook';
  /** An e-mail address, or an http(s) URL. */
  target: string;
  /** The feature's `Filter`. */
  filter: JSONColumnType<object>;
  mode: 'immediate' | 'daily';
  /** The domain's `ReminderPreferences`, as asked for. */
  reminders: ColumnType<object, string | undefined, string>;
  language: 'fr' | 'en';
  /** A fingerprint of the request that made it; none of those that were made before there was one. */
  asked: Buffer | null;
  state: SubscriptionState;
  /** Counts the confirmations asked for; a token belongs to one round, and only the latest counts. */
  confirm_round: number;
  confirm_until: Date;
  /** A webhook's signing secret, sealed with `JALON_SECRET`. */
  secret: Buffer | null;
  /** The one before, which still signs until then. */
  former_secret: Buffer | null;
  former_secret_until: Date | null;
  /** The ledger's head when it was confirmed: it hears of what comes after. */
  since_position: number | null;
  /** What a webhook's body looks like. */
  format: Generated<'standard' | 'cloudevents'>;
  /** What it is signed with: a secret that both sides know, or a key whose public half the receiver has. */
  signature: Generated<'hmac' | 'ed25519'>;
  /** `whpk_…`, with `ed25519`. */
  public_key: string | null;
  /** What is about one provider is sent one after the other, in the order of the ledger. */
  ordered: Generated<boolean>;
  rate_per_minute: number | null;
  /** Failed attempts since the last one that was taken. */
  failures: Generated<number>;
  /** When the first of them failed. */
  failing_since: Date | null;
  /** Its owner was told of so many hours of failing. */
  warned_hours: Generated<number>;
  /** Nothing is attempted until then: the breaker is open, or the endpoint asked for less. */
  paused_until: Date | null;
  /** With a rate: when the next message may go out. */
  next_slot_at: Date | null;
  /** Of a disabled one; what is owed to it is held. */
  disabled_because: DisabledBecause | null;
  /** The API key that made it. */
  created_by: string;
  created_at: Date;
  confirmed_at: Date | null;
  ended_at: Date | null;
}

export interface DeliveryTable {
  id: string;
  /** Grows in the order of planning. */
  ordinal: GeneratedAlways<number>;
  /** `event:<position>`, `reminder:<id>`, `digest:<id>`, `confirm:<round>`, `test:<id>`; a redelivery adds `:again:<id>`. */
  cause: string;
  subscription: string;
  /** The `webhook-id`; a redelivery keeps that of the delivery it repeats. */
  message_id: string;
  /** The feature's `Message`, frozen when it was planned. */
  message: JSONColumnType<object>;
  state: DeliveryState;
  /** Counted when claimed, so that an attempt that killed its process counts. */
  attempts: Generated<number>;
  next_attempt_at: Date;
  claim: string | null;
  claimed_until: Date | null;
  /** In English. */
  last_error: string | null;
  /** The same as a code with its parameters; null where nothing failed, or it failed before there were codes. */
  last_reason: ReasonColumn;
  response_code: number | null;
  created_at: Date;
  sent_at: Date | null;
  /** The provider that it is about: what an ordered subscription is told of one after the other. */
  lane: string | null;
  /** When it was attempted first, or first again: from then its schedule counts. */
  began_at: Date | null;
  /** Of a mail that was refused, or came back: whether its address is no good, or may be again. */
  bounce: 'hard' | 'soft' | null;
}

/** One attempt that is over, for whoever asks what became of a message. */
export interface DeliveryAttemptTable {
  delivery: string;
  number: number;
  at: Date;
  took_ms: number;
  result: 'delivered' | 'unavailable' | 'rejected';
  code: number | null;
  /** In English. */
  error: string | null;
  /** The same as a code with its parameters. */
  reason: ReasonColumn;
  /** Some of what a webhook's endpoint answered. */
  headers: JSONColumnType<Record<string, string>> | null;
  /** The beginning of it. */
  body: string | null;
}

/** An address that takes no mail; nothing is sent there. */
export interface SuppressionTable {
  /** In lower case. */
  address: string;
  reason: 'hard-bounce' | 'soft-bounces';
  /** What was said there. */
  detail: string;
  at: Date;
}

/** When a domain may be sent the next mail. */
export interface MailHostTable {
  /** In lower case. */
  host: string;
  /** When the mails that went there would have gone out, had they kept the distance that the rate asks for. */
  next_at: Date;
  /** When the next one that has to wait is to ask again, each at a time of its own. */
  ask_at: Date;
  blocked_until: Date | null;
}

/** A change that waits for the digest of the day. */
export interface DailyChangeTable {
  subscription: string;
  position: number;
  /** The feature's `Message`, frozen when the event was fanned out. */
  message: JSONColumnType<object>;
}

/** A feed with an address of its own, which whoever has it may read without a key. */
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

/** What would have been sent, while no SMTP server is configured. */
export interface KeptMailTable {
  delivery: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  headers: JSONColumnType<Record<string, string>>;
  at: Date;
}

export interface SubscriptionTables {
  subscription: SubscriptionTable;
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  suppression: SuppressionTable;
  mail_host: MailHostTable;
  daily_change: DailyChangeTable;
  feed: FeedTable;
  kept_mail: KeptMailTable;
}
