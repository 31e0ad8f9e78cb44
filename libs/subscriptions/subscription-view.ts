import type { SubscriptionState } from '#database/tables/subscription.js';
import { type ReminderWishes, wishesOf } from '#domain/reminder/wishes.js';
import type { SubscriptionRow } from './delivery/attempt.js';
import type { Filter } from './filter.js';
import type { Language } from './mail/language.js';

/** A subscription as its owner sees it; no secret and no token in it. */
export interface SubscriptionView {
  id: string;
  channel: 'email' | 'webhook';
  /** The address or URL. */
  target: string;
  filter: Filter;
  mode: 'immediate';
  language: Language;
  reminders: ReminderWishes;
  state: SubscriptionState;
  createdAt: Date;
  /** While pending: how long the confirmation is waited for. */
  confirmUntil: Date | null;
  confirmedAt: Date | null;
  /** It hears of events recorded after this position. */
  since: number | null;
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
});
