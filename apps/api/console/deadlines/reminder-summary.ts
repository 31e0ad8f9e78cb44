import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import type { Day } from '#domain/date/day.js';

/** The reminders of a deadline across subscriptions. */
export interface ReminderSummary {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  next?: Day;
  wasSent: boolean;
  snoozable?: Snoozable;
}

export interface Snoozable {
  from: Day;
  to: Day;
  ids: string[];
}

export function summarize(reminders: readonly AnswerableReminder[]): ReminderSummary {
  const canAcknowledge = acknowledgeable(reminders).length > 0;
  const answers = reminders.flatMap(({ acknowledgedAt: at, acknowledgedBy: by }) => (at && by ? [{ at, by }] : []));
  const acknowledged = answers.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  const planned = reminders.filter(({ state }) => state === 'planned').map(({ day }) => day);
  const [next] = planned.toSorted();
  const snoozedUntil = reminders.flatMap(({ snoozedUntil: day }) =>
    day !== null && planned.includes(day) ? [day] : [],
  );
  const snoozable = snoozableIn(reminders);
  return {
    canAcknowledge,
    wasSent: reminders.some(({ state }) => state === 'sent' || state === 'claimed' || state === 'failed'),
    ...(acknowledged && { acknowledged }),
    ...(snoozedUntil[0] !== undefined && { snoozedUntil: snoozedUntil[0] }),
    ...(next !== undefined && { next }),
    ...(snoozable && { snoozable }),
  };
}

/**
 * The reminders that an acknowledgement applies to: those sent, or, before any was sent, the next one of each subscription,
 * which then need not be sent.
 */
export function acknowledgeable(reminders: readonly AnswerableReminder[]): string[] {
  const possible = reminders.filter((reminder) => reminder.canAcknowledge);
  const sent = possible.filter(({ state }) => state !== 'planned');
  if (sent.length > 0) return sent.map(({ id }) => id);
  if (reminders.some(({ acknowledgedAt }) => acknowledgedAt !== null)) return [];
  return [...new Map(possible.toReversed().map((one) => [one.subscription.id, one.id])).values()];
}

/** The snooze window common to all. */
export function snoozableIn(reminders: readonly AnswerableReminder[]): Snoozable | undefined {
  const bySubscription = new Map(reminders.flatMap((one) => (one.snoozable ? [[one.subscription.id, one]] : [])));
  const ones = [...bySubscription.values()];
  const windows = ones.flatMap(({ snoozable }) => snoozable ?? []);
  const from = windows
    .map((window) => window.from)
    .sort()
    .at(-1);
  const to = windows.map((window) => window.to).sort()[0];
  return from === undefined || to === undefined || from > to ? undefined : { from, to, ids: ones.map(({ id }) => id) };
}
