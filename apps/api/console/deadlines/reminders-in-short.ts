import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import type { Day } from '#domain/date/day.js';

/** What there is to say of the reminders of a deadline, of all subscriptions together. */
export interface InShort {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  /** The first that is still to come. */
  next?: Day;
  wasSent: boolean;
  snoozable?: Snoozable;
}

export interface Snoozable {
  from: Day;
  to: Day;
  /** One reminder of each subscription: it is put off for that. */
  ids: string[];
}

export function inShort(reminders: readonly AnswerableReminder[]): InShort {
  const canAcknowledge = reminders.some((reminder) => reminder.canAcknowledge);
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
    ...(acknowledged && !canAcknowledge && { acknowledged }),
    ...(snoozedUntil[0] !== undefined && { snoozedUntil: snoozedUntil[0] }),
    ...(next !== undefined && { next }),
    ...(snoozable && { snoozable }),
  };
}

/** The days that fit all of them. */
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
