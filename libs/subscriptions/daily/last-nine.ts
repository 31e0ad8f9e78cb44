import { addDays, dayIn, type Day } from '#domain/date/day.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';

/** The last time that it was nine o'clock in a time zone (an IANA name): the day that has its digest then, and when. */
export function lastNine(zone: string, now: Date): { day: Day; at: Date } {
  const today = dayIn(zone, now);
  const day = reminderHour(today, zone) <= now ? today : addDays(today, -1);
  return { day, at: reminderHour(day, zone) };
}
