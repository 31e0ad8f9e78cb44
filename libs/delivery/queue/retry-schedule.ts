const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between the attempts of a message that nobody takes: about three days in all. */
const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** How long after the first attempt the last one is: that is when it ends, however many attempts there were. */
export const SCHEDULE_MS = WAITS.reduce((sum, wait) => sum + wait, 0);

/** However long an endpoint asks for. */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** Up to a fifth longer, so that what failed together does not come back together. */
const JITTER = 0.2;

export interface FailedAttempt {
  /** When the schedule began: with the first attempt. */
  beganAt: Date;
  /** When the attempt that failed was begun, and when it was over. */
  triedAt: Date;
  at: Date;
  /** What the far end asked for, if anything. */
  retryAfterMs?: number | undefined;
}

/**
 * When to try again, or `undefined` when that was the last time. How long to wait follows from how long it has been tried,
 * not from how often: an attempt that came late, for an endpoint that was paused, or one more, asked for, changes nothing
 * for the others. The last attempt is at the end of the schedule. What the far end asks for (`Retry-After`) is obeyed up to a
 * day, also beyond that end, and never shortens a wait.
 *
 * @param random from 0 to 1
 */
export function retryAt({ beganAt, triedAt, at, retryAfterMs = 0 }: FailedAttempt, random: number): Date | undefined {
  const end = beganAt.getTime() + SCHEDULE_MS;
  if (triedAt.getTime() >= end) return undefined;
  const wait = waitAfter(triedAt.getTime() - beganAt.getTime()) * (1 + JITTER * random);
  const asked = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
  const byPlan = Math.max(Math.min(at.getTime() + wait, end), at.getTime() + SECOND);
  return new Date(Math.max(byPlan, at.getTime() + asked));
}

/** The wait that is next once it has been tried for so long. */
function waitAfter(triedForMs: number): number {
  let passed = 0;
  for (const wait of WAITS) {
    passed += wait;
    if (triedForMs < passed) return wait;
  }
  return WAITS.at(-1) ?? 0;
}
