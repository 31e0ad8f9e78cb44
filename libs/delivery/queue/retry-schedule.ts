const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between attempts: about three days in total. */
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

/** Time from the first attempt to the last. */
export const SCHEDULE_MS = WAITS.reduce((sum, wait) => sum + wait, 0);

/** Limit of `Retry-After`. */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** Waits are up to a fifth longer, so that messages that failed together are not retried together. */
const JITTER = 0.2;

interface FailedAttempt {
  /** Time of the first attempt. */
  beganAt: Date;
  /** Begin and end of the failed attempt. */
  triedAt: Date;
  at: Date;
  /** Wait that the recipient asked for. */
  retryAfterMs?: number | undefined;
}

/**
 * When to retry, or `undefined` after the last attempt. The wait depends on the time since the first attempt, not on the number
 * of attempts: late or additional attempts do not change the schedule, which ends with a last attempt. `Retry-After` is obeyed
 * up to a day, even beyond the end of the schedule, and never shortens a wait.
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

/** The wait that follows after this time since the first attempt. */
function waitAfter(triedForMs: number): number {
  let passed = 0;
  for (const wait of WAITS) {
    passed += wait;
    if (triedForMs < passed) return wait;
  }
  return WAITS.at(-1) ?? 0;
}
