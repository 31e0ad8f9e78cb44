import { MOST_IN_DIGEST } from '#deadlines/claim-reminders.js';
import type { PastReminder } from '#deadlines/queries/past-reminders.js';
import { addDays } from '#domain/date/day.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';
import { lastNine } from '#subscriptions/daily-digest.js';
import type { Change } from '#notifications/message.js';

/** A message that would have been sent, and when. */
export type Foreseen =
  | { type: 'event.recorded' | 'changes.digest'; at: Date; changes: Change[] }
  | { type: 'deadline.reminder' | 'deadline.digest'; at: Date; reminders: PastReminder[] };

export interface PreviewSpan {
  /** Of a daily digest: where it is nine o'clock. */
  zone: string;
  since: Date;
  until: Date;
}

/** One for each change, or one for all that came between two times that it was nine o'clock. Newest first, as they come. */
export function messagesOfChanges(
  changes: readonly Change[],
  mode: 'immediate' | 'daily',
  { zone, since, until }: PreviewSpan,
): Foreseen[] {
  const timed = changes.map((change) => ({ change, at: new Date(change.recordedAt) }));
  if (mode === 'immediate')
    return timed
      .filter(({ at }) => at >= since)
      .map(({ change, at }) => ({ type: 'event.recorded', at, changes: [change] }));
  const digests = together(timed.map(({ change, at }) => [nextNine(zone, at), change] as const));
  return digests
    .filter(({ at }) => at >= since && at <= until)
    .map(({ at, some }) => ({ type: 'changes.digest', at, changes: some.reverse() }));
}

function nextNine(zone: string, at: Date): Date {
  return reminderHour(addDays(lastNine(zone, at).day, 1), zone);
}

/** What comes at one instant is one message, as long as that has room for it. */
export const messagesOfReminders = (reminders: readonly PastReminder[]): Foreseen[] =>
  together(reminders.map((reminder) => [reminder.fireAt, reminder] as const)).flatMap(({ at, some }) =>
    inParts(some, MOST_IN_DIGEST).map((part): Foreseen => {
      const type = part.length === 1 ? 'deadline.reminder' : 'deadline.digest';
      return { type, at, reminders: part };
    }),
  );

function together<T>(timed: readonly (readonly [Date, T])[]): { at: Date; some: T[] }[] {
  const groups = new Map<number, { at: Date; some: T[] }>();
  for (const [at, one] of timed) {
    const group = groups.get(at.getTime());
    if (group) group.some.push(one);
    else groups.set(at.getTime(), { at, some: [one] });
  }
  return [...groups.values()];
}

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));

/** Changes and reminders shown. */
const MOST_SHOWN = 500;

/** Messages until they hold so many things; one at least. */
export function firstOf(messages: readonly Foreseen[]): Foreseen[] {
  let room = MOST_SHOWN;
  return messages.filter((message, nth) => {
    room -= sizeOf(message);
    return nth === 0 || room >= 0;
  });
}

const sizeOf = (message: Foreseen): number => ('changes' in message ? message.changes : message.reminders).length;
