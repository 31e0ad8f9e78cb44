import type { Day } from '../date/day.js';

const HOUR = '09:00:00';
const MOST_KNOWN = 10_000;

/** By zone and day: the same few days are asked for over and over, and Intl takes its time. */
const known = new Map<string, number>();

/** The instant at which reminders of a day are sent: nine o'clock in a time zone (an IANA name), whatever the season. */
export function reminderHour(day: Day, zone: string): Date {
  const key = `${zone} ${day}`;
  const instant = known.get(key) ?? nineOClock(day, zone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, instant);
  return new Date(instant);
}

function nineOClock(day: Day, zone: string): number {
  const asUtc = Date.parse(`${day}T${HOUR}Z`);
  const guess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(guess, zone); // the second look is for a clock that was changed in between
}

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(instant: number, zone: string): number {
  const parts = formatter(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(instant / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const ready = formatters.get(zone);
  if (ready) return ready;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
