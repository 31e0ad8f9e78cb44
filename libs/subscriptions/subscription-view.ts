import type { DisabledBecause, SubscriptionState } from '#database/tables/subscription.js';
import { type ReminderWishes, wishesOf } from '#domain/reminder/wishes.js';
import type { SubscriptionRow } from '#delivery/queue/attempt.js';
import type { Filter } from './filter.js';
import type { Language } from '#language/language.js';

/** A subscription as its owner sees it; no secret and no token in it. */
export interface SubscriptionView {
  id: string;
  channel: 'email' | 'webhook';
  /** The address or URL. */
  target: string;
  filter: Filter;
  mode: 'immediate' | 'daily';
  language: Language;
  reminders: ReminderWishes;
  state: SubscriptionState;
  createdAt: Date;
  /** While pending: how long the confirmation is waited for. */
  confirmUntil: Date | null;
  confirmedAt: Date | null;
  /** It hears of events recorded after this position. */
  since: number | null;
  /** Of a webhook. */
  endpoint: EndpointView | null;
  /** Of a disabled one. */
  disabledBecause: DisabledBecause | null;
}

export interface EndpointView {
  format: 'standard' | 'cloudevents';
  signature: 'hmac' | 'ed25519';
  publicKey: string | null;
  ordered: boolean;
  ratePerMinute: number | null;
  health: {
    /** Attempts that failed since the last one that was taken. */
    failures: number;
    failingSince: Date | null;
    /** Nothing is attempted until then. */
    pausedUntil: Date | null;
  };
}

export const viewOf = (row: SubscriptionRow): SubscriptionView => ({
  id: row.id,
  channel: row.channel,
  target: row.target,
  filter: row.filter as Filter,
  mode: row.mode,
  language: row.language,
  reminders: wishesOf(row.reminders),
  state: row.state,
  createdAt: row.created_at,
  confirmUntil: row.state === 'pending' ? row.confirm_until : null,
  confirmedAt: row.confirmed_at,
  since: row.since_position,
  endpoint: row.channel === 'webhook' ? endpointOf(row) : null,
  disabledBecause: row.disabled_because,
});

const endpointOf = (row: SubscriptionRow): EndpointView => ({
  format: row.format,
  signature: row.signature,
  publicKey: row.public_key,
  ordered: row.ordered,
  ratePerMinute: row.rate_per_minute,
  health: { failures: row.failures, failingSince: row.failing_since, pausedUntil: row.paused_until },
});
