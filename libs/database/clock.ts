import { type Kysely, sql } from 'kysely';
import { type Day, dayIn } from '#domain/date/day.js';
import type { Database } from './tables.js';

/**
 * The only place that reads the system's time; everything else is given a `Clock`. A clock may run ahead of the
 * system or behind it by a fixed offset, so that a demonstration or a test starts at a chosen instant and ticks on.
 */
export class Clock {
  constructor(readonly offsetMs = 0) {}

  /**
   * `JALON_CLOCK_OFFSET` (milliseconds) is what a parent hands to its children, so that a restarted child does not
   * jump back. `JALON_CLOCK` (an ISO 8601 instant) is what a person sets. Both are refused in production.
   *
   * @throws Error naming the variable, when it does not read as what it should be
   */
  static fromEnvironment(env: Record<string, string | undefined>): Clock {
    const { JALON_CLOCK: instant, JALON_CLOCK_OFFSET: offset } = env;
    if (!instant && !offset) return new Clock();
    if (env['NODE_ENV'] === 'production') throw new Error('JALON_CLOCK is for tests and demos: unset it in production');
    if (offset) return new Clock(parseOffset(offset));
    return Clock.startingAt(parseInstant(instant ?? ''));
  }

  /** A clock that shows `instant` now and ticks on from there. */
  static startingAt(instant: Date): Clock {
    return new Clock(instant.getTime() - Date.now());
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** The calendar day in an IANA time zone, as `yyyy-mm-dd`. */
  today(zone: string): Day {
    return dayIn(zone, this.now());
  }
}

function parseOffset(text: string): number {
  const offset = Number(text);
  if (!Number.isSafeInteger(offset)) throw new Error(`JALON_CLOCK_OFFSET is not a number of milliseconds: ${text}`);
  return offset;
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) {
    throw new Error(`JALON_CLOCK is not an instant such as 2026-11-25T08:00:00Z: ${text}`);
  }
  return instant;
}

/**
 * Lets `recorded_at` run ahead of the database's clock by `ms`, for tests and demos; 0 in production. Only the owner may.
 * Setting it back does not turn time back: `recorded_at` stands still until the clock has caught up with the last event.
 */
export async function setClockOffset(ownerDb: Kysely<Database>, ms: number): Promise<void> {
  await sql`update ledger_head set clock_offset = ${ms} * interval '1 millisecond'`.execute(ownerDb);
}
