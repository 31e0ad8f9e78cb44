import { uptime } from 'node:os';
import { type Kysely, sql } from 'kysely';
import { type Day, dayIn } from '#domain/date/day.js';
import { isInstant } from '#domain/date/instant.js';
import type { Database } from './tables.js';

const MINUTE_MS = 60_000;

/**
 * The system's time plus a fixed offset, so that a demonstration or a test can start at a chosen instant. Nothing else
 * reads the system's time.
 */
export class Clock {
  readonly #days = new Map<string, { minute: number; day: Day }>();
  readonly #started = { ms: Date.now(), uptime: uptime() };

  constructor(readonly offsetMs = 0) {}

  /**
   * Users set `JALON_CLOCK` (an ISO 8601 instant). A parent passes `JALON_CLOCK_OFFSET` (milliseconds) to its children,
   * so that the clock of a restarted child does not jump back. Both are refused in production.
   *
   * @throws Error naming the invalid variable
   */
  static fromEnvironment(env: Record<string, string | undefined>): Clock {
    const { JALON_CLOCK: instant = '', JALON_CLOCK_OFFSET: offset } = env;
    if (!instant && !offset) return new Clock();
    if (env['NODE_ENV'] === 'production') throw new Error('JALON_CLOCK cannot be used in production; unset it');
    if (offset) {
      if (Number.isSafeInteger(Number(offset))) return new Clock(Number(offset));
      throw new Error(`JALON_CLOCK_OFFSET must be a number of milliseconds, but is "${offset}"`);
    }
    if (isInstant(instant)) return Clock.startingAt(new Date(instant));
    throw new Error(`JALON_CLOCK must be an instant that exists, such as 2026-11-25T08:00:00Z, but is "${instant}"`);
  }

  /** A clock that starts at `instant` now. */
  static startingAt(instant: Date): Clock {
    return new Clock(instant.getTime() - Date.now());
  }

  now(): Date {
    return new Date(this.system().getTime() + this.offsetMs);
  }

  /** The system's time, without the offset. */
  system(): Date {
    return new Date(Date.now());
  }

  /**
   * The system's time as it was when the process started, plus the time since then: a clock that was set meanwhile does not
   * change it. Time during which the machine was suspended counts, except on a paused virtual machine.
   */
  sinceStart(): Date {
    return new Date(this.#started.ms + (uptime() - this.#started.uptime) * 1000);
  }

  /** The calendar day in an IANA time zone, as `yyyy-mm-dd`. It changes at the beginning of a minute. */
  today(zone: string): Day {
    const now = this.now();
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    const known = this.#days.get(zone);
    if (known?.minute === minute) return known.day;
    const day = dayIn(zone, now);
    this.#days.set(zone, { minute, day });
    return day;
  }
}

/**
 * Offsets `recorded_at` from the database's clock by `ms`, for tests and demos; 0 in production. Needs the owner role.
 * `recorded_at` never goes backwards: after a reduction it stays the same until the clock reaches the last event's time.
 */
export async function setClockOffset(ownerDb: Kysely<Database>, ms: number): Promise<void> {
  await sql`update ledger_head set clock_offset = ${ms} * interval '1 millisecond'`.execute(ownerDb);
}

/** How far the system's time is ahead of the database's (negative: behind), in ms, without the time that the question takes. */
export async function aheadOfDatabase(db: Kysely<Database>, clock: Clock): Promise<number> {
  const before = clock.system().getTime();
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const after = clock.system().getTime();
  const now = rows[0]?.now.getTime() ?? NaN;
  return now > after ? after - now : Math.max(0, before - now);
}

/** A worker whose clock differs from the database's by more does nothing that depends on the day. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** The time, or `undefined` if the clock is wrong. Whoever asks goes by this time: the clock may be set at any moment. */
export async function confirmedTime(db: Kysely<Database>, clock: Clock): Promise<Date | undefined> {
  const now = clock.now();
  return Math.abs(await aheadOfDatabase(db, clock)) <= CLOCK_TOLERANCE_MS ? now : undefined;
}
