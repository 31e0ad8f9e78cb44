import { REMINDER_OUTCOMES, type ReminderCause, type ReminderState } from '#database/tables/deadline.js';
import { addDays, type Day, daysBetween } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import type { DeadlineKind, DeadlineState } from '#domain/deadline/deadline.js';
import type { DossierNames } from '../dossier-names.js';
import { isAcknowledged, type ZonedNow, type ReminderRow } from './reminder-rows.js';

/** Why a reminder is not sent; the last only for rungs that were never planned. */
export const OUTCOMES = [...REMINDER_OUTCOMES, 'known-later'] as const;

type ReminderViewOutcome = (typeof OUTCOMES)[number];

/** A reminder that was, will or would have been sent, and all that says why. */
export interface ReminderView {
  /** `null` while it is not planned yet. */
  id: string | null;
  deadline: {
    key: string;
    /** That the reminder is for. */
    version: number;
    /** The dates have moved since; those shown are the new ones. */
    moved: boolean;
    kind: DeadlineKind;
    due: PartialDate;
    opens: Day;
    lapses: Day | null;
    title: string | null;
    state: DeadlineState;
  };
  dossier: DossierNames;
  subscription: { id: string; channel: 'email' | 'webhook'; target: string };
  rung: number;
  day: Day;
  fireAt: Date;
  state: ReminderState;
  because: ReminderCause;
  outcome: ReminderViewOutcome | null;
  escalation: boolean;
  delivery: string | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  snoozedUntil: Day | null;
}

/** An acknowledgement that no longer counts, or was of another reminder of the deadline, is none. */
export function reminderViewOf(
  row: ReminderRow,
  places: ReadonlyMap<string, DossierNames>,
  time: ZonedNow,
): ReminderView {
  const isAnswered = isAcknowledged(row, time);
  const { key, kind, due, opens, lapses, title } = row.body;
  return {
    id: row.id,
    deadline: {
      key,
      version: row.deadline_version,
      moved: row.deadline_version !== row.current,
      ...{ kind, due, opens, lapses, title },
      state: row.deadline_state,
    },
    dossier: namesOf(places, row.dossier),
    subscription: { id: row.subscription, channel: row.channel, target: row.target },
    rung: row.rung,
    day: row.day,
    fireAt: row.fire_at,
    state: row.state,
    because: row.because,
    outcome: row.outcome,
    escalation: row.escalation,
    delivery: row.delivery,
    acknowledgedAt: isAnswered ? row.acknowledged_at : null,
    acknowledgedBy: isAnswered ? row.acknowledged_by : null,
    snoozedUntil: row.snoozed_until,
  };
}

export function namesOf(places: ReadonlyMap<string, DossierNames>, dossier: string): DossierNames {
  const place = places.get(dossier);
  if (!place) throw new Error(`deadlines of dossier ${dossier}, which is not on record`);
  return place;
}

const outcomes: Record<ReminderViewOutcome, string> = {
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
export function describeReminder(reminder: ReminderView): string {
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
