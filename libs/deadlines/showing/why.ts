import { addDays, daysBetween } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { Outcome, ReminderView } from './reminder-view.js';

const outcomes: Record<Outcome, string> = {
  'more-urgent': 'a more urgent one of the same deadline was due with it',
  'before-subscription': 'its time was over before the subscription was confirmed',
  'known-later': 'its time was over before the deadline was known',
  snoozed: 'it was put off to a later day',
  acknowledged: 'the deadline was acknowledged before',
  'nobody-told': 'nobody was told before, so nobody can have failed to answer',
  moved: 'the dates of the deadline moved',
  met: 'the deadline is met',
  'deadline-cancelled': 'the deadline is cancelled',
  gone: 'the deadline no longer follows from what is on record',
  transferred: 'the service went to a provider that the subscription does not follow',
  unconfirmed: 'the deadline rests on no confirmed fact any more, and the subscription wants no others',
  'ladder-changed': 'the ladder of the scheme changed',
  'subscription-ended': 'the subscription ended',
  'subscription-changed': 'the wishes of the subscription changed',
  'not-delivered': 'every attempt to deliver it failed',
};

/** Why a reminder is sent when it is, or is not: one sentence. */
export function why(reminder: ReminderView): string {
  const { state, day, outcome } = reminder;
  const reason = reasonFor(reminder);
  const not = outcome === null ? state : outcomes[outcome];
  switch (state) {
    case 'planned':
      return `Will be sent on ${day}: ${reason}.`;
    case 'claimed':
      return `On its way since ${day}: ${reason}.`;
    case 'sent':
      return `Sent, planned for ${day}: ${reason}.`;
    case 'failed':
      return `Not delivered, planned for ${day} (${reason}): ${outcomes['not-delivered']}.`;
    case 'skipped':
    case 'cancelled':
    case 'superseded':
      return `Not sent on ${day} (${reason}): ${not}.`;
  }
}

function reasonFor(reminder: ReminderView): string {
  const { because, escalation } = reminder;
  const told = escalation ? ', for the case that nobody acknowledges what others were sent' : '';
  switch (because) {
    case 'snooze':
      return `asked for again on that day${told}`;
    case 'known-late':
      return `the deadline became known with at most 30 days left, after its earlier reminders${told}`;
    case 'ladder':
      return `${rungOf(reminder)}${told}`;
  }
}

/** Of dates that moved, the old ones are not kept. */
function rungOf({ rung, deadline: { due, moved }, day, escalation }: ReminderView): string {
  if (moved) return rung >= 0 ? `${days(rung)} before it was due` : 'after it was due';
  const nominal = addDays(earliest(due), -rung);
  const shifted = escalation || nominal === day ? '' : `, and nobody works on ${nominal}`;
  if (rung === 0) return `the day it is due, ${due}${shifted}`;
  const late = nominal > latest(due) ? rung + spanOf(due) : 0;
  return late < 0
    ? `${days(-late)} after it was due, ${due}${shifted}`
    : `${days(rung)} before it is due, ${due}${shifted}`;
}

/** From the earliest to the latest day of a date. */
const spanOf = (due: string): number => daysBetween(earliest(due), latest(due));

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
