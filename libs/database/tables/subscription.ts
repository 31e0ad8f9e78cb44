import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

export type SubscriptionState = 'pending' | 'active' | 'disabled' | 'unsubscribed';
export type DeliveryState = 'planned' | 'claimed' | 'sent' | 'failed' | 'cancelled';

export interface SubscriptionTable {
  id: string;
  channel: 'email' | 'webhook';
  /** An e-mail address, or an http(s) URL. */
  target: string;
  /** The feature's `Filter`. */
  filter: JSONColumnType<object>;
  mode: 'immediate';
  /** The domain's `ReminderWishes`, as asked for. */
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
  last_error: string | null;
  response_code: number | null;
  created_at: Date;
  sent_at: Date | null;
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
  kept_mail: KeptMailTable;
}
