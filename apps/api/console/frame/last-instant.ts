import { addDays, dayIn, type Day } from '#domain/date/day.js';

const HOUR_MS = 3_600_000;

/** The last millisecond of a day in a time zone (an IANA name), whatever its clocks do that night. */
export function lastInstantOf(day: Day, zone: string): Date {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  let within = midnight - 15 * HOUR_MS; // no zone is further ahead of UTC
  let beyond = midnight + 13 * HOUR_MS; // or further behind
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (dayIn(zone, new Date(middle)) > day) beyond = middle;
    else within = middle;
  }
  return new Date(within);
}
