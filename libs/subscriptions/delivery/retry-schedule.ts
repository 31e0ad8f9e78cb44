const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait after the first, second … attempt; after the last one there is no other. About three days in all. */
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

export const MOST_ATTEMPTS = WAITS.length + 1;

const LONGEST_RETRY_AFTER = 24 * HOUR;

/** Up to a fifth longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * The wait in ms after `attempts` failed attempts, or `undefined` when those were all. What the far end asks for
 * (`Retry-After`) is obeyed up to a day, and never shortens a wait.
 *
 * @param random from 0 to 1
 */
export function waitAfter(attempts: number, retryAfterMs: number, random: number): number | undefined {
  const wait = WAITS[attempts - 1];
  if (wait === undefined) return undefined;
  return Math.max(wait * (1 + JITTER * random), Math.min(retryAfterMs, LONGEST_RETRY_AFTER));
}
