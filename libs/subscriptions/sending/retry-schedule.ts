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

export const SCHEDULE_MS = WAITS.reduce((sum, wait) => sum + wait, 0);

/** Limit of `Retry-After`. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** Waits are up to a fifth longer, so that messages that failed together are not retried together. */
const JITTER = 0.2;

interface FailedAttempt {
  beganAt: Date;
  /** Begin and end of the failed attempt. */
  triedAt: Date;
  at: Date;
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

/** Circuit-breaker state of an endpoint, stored with its subscription. */
export interface EndpointHealth {
  /** Consecutive failures. Attempts that were in progress when the endpoint was paused do not count. */
  failures: number;
  failingSince: Date | null;
  pausedUntil: Date | null;
}

/** Number of consecutive failures that opens the breaker: the endpoint is paused, then tried with one message at a time. */
export const BREAKER_THRESHOLD = 5;

const LONGEST_PAUSE = 60 * MINUTE;

/** One minute, doubled after each failed trial, up to an hour. */
const pauseMs = (failures: number): number => Math.min(MINUTE * 2 ** (failures - BREAKER_THRESHOLD), LONGEST_PAUSE);

export const isPaused = ({ pausedUntil }: Pick<EndpointHealth, 'pausedUntil'>, now: Date): boolean =>
  pausedUntil !== null && pausedUntil > now;

/** An open breaker lets one message through at a time. */
export const isOpen = ({ failures }: Pick<EndpointHealth, 'failures'>): boolean => failures >= BREAKER_THRESHOLD;

/**
 * The state after failed attempts.
 *
 * @param failed number of failed attempts; 0 if others succeeded in the same batch
 * @param throttledMs pause that the endpoint asked for
 */
export function afterFailures(
  health: EndpointHealth,
  { failed, at, throttledMs }: { failed: number; at: Date; throttledMs?: number | undefined },
): EndpointHealth {
  const failures = isPaused(health, at) ? health.failures : failuresAfter(health.failures, failed);
  const opened = isOpen({ failures }) && failures > health.failures ? pauseMs(failures) : 0;
  const pause = Math.max(opened, Math.min(throttledMs ?? 0, LONGEST_RETRY_AFTER_MS));
  const until = new Date(at.getTime() + pause);
  const later = pause > 0 && (health.pausedUntil === null || health.pausedUntil < until);
  return {
    failures,
    failingSince: health.failingSince ?? (failed > 0 ? at : null),
    pausedUntil: later ? until : health.pausedUntil,
  };
}

/** While the breaker is open, concurrent failures count once. */
const failuresAfter = (before: number, failed: number): number =>
  before < BREAKER_THRESHOLD ? Math.min(before + failed, BREAKER_THRESHOLD) : before + Math.min(failed, 1);

const OVERLOADED = [429, 502, 504];
const UNAVAILABLE = 503;

/** How long to pause the endpoint after a response; `undefined`: no pause. */
export function throttledMs(code: number | null, retryAfterMs: number | undefined): number | undefined {
  if (code === null) return undefined;
  if (OVERLOADED.includes(code)) return retryAfterMs ?? MINUTE;
  return code === UNAVAILABLE ? retryAfterMs : undefined;
}

/** Interval between two messages to a rate-limited endpoint. */
export const spacingMs = (ratePerMinute: number): number => MINUTE / ratePerMinute;

/** Number of messages claimed together for a rate-limited endpoint: those of one second. They are begun one interval apart. */
export const batchSize = (ratePerMinute: number): number => Math.max(1, Math.floor(ratePerMinute / 60));

/** When the next message may be sent: at even intervals, without accumulating unused capacity. */
export const nextSlotAt = (now: Date, sent: number, ratePerMinute: number): Date =>
  new Date(now.getTime() + Math.ceil((sent * MINUTE) / ratePerMinute));
