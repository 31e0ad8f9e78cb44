import { dayIn } from '#domain/date/day.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Moment } from './moment.js';
import type { ReminderRow } from '../showing/reminder-rows.js';
import { zoneOf } from '../rungs/reminder-zone.js';

/** It was, since it was sent; and since its deadline passed, for an answer before that was to something else. */
export function isAcknowledged(row: ReminderRow, { now, zone: usual }: Moment): boolean {
  const { acknowledged_at: at, carried_at, fire_at, due_latest } = row;
  if (!isSent(row) || at === null || at < (carried_at ?? fire_at)) return false;
  const zone = zoneOf(row, usual);
  return dayIn(zone, now) <= due_latest || dayIn(zone, at) > due_latest;
}

/** Its deadline is to be told of still, and its dates have not moved. */
export const stands = ({ deadline_version, current, deadline_state }: ReminderRow): boolean =>
  deadline_version === current && !isSettled(deadline_state);

/**
 * One on its way counts: whoever got it may be faster than the note that it was sent. One that was, and was taken back when it
 * was acknowledged, does so too: acknowledging it again is no mistake.
 */
export const isSent = ({ state, outcome, delivery }: ReminderRow): boolean =>
  state === 'sent' || state === 'claimed' || state === 'failed' || (outcome === 'acknowledged' && delivery !== null);

/** Its deadline is still one to be told of, somebody was told, and nobody has answered. */
export const canAcknowledge = (row: ReminderRow, moment: Moment): boolean =>
  stands(row) && isSent(row) && !isAcknowledged(row, moment);
