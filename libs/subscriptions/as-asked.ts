import { createHash } from 'node:crypto';
import { ReminderWishesSchema } from '#domain/reminder/wishes.js';
import { canonicalJson } from '#event-store/canonical-json.js';
import type { SubscriptionRow } from '#delivery/queue/attempt.js';
import { type NewSubscription, targetOf } from './new-subscription.js';

/** Of what was asked for: it outlives every change, so that a request that comes again is known for the same. */
export const fingerprintOf = (asked: NewSubscription): Buffer =>
  createHash('sha256').update(canonicalJson(asked)).digest();

/** Those without a fingerprint were made when they could not yet change, nor wish for anything of their reminders. */
export const isAsAsked = (row: SubscriptionRow, asked: NewSubscription): boolean =>
  row.asked?.equals(fingerprintOf(asked)) ??
  (row.channel === asked.channel &&
    row.target === targetOf(asked) &&
    row.language === asked.language &&
    canonicalJson(row.filter) === canonicalJson(asked.filter) &&
    canonicalJson(asked.reminders) === canonicalJson(ReminderWishesSchema.parse({})));
