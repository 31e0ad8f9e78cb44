import { LONGEST_RETRY_AFTER_MS } from './retry-schedule.js';

/** Circuit-breaker state of an endpoint, stored with its subscription. */
export interface EndpointHealth {
  /** Consecutive failures. Attempts that were in progress when the endpoint was paused do not count. */
  failures: number;
  failingSince: Date | null;
  pausedUntil: Date | null;
}

/** Number of consecutive failures that opens the breaker: the endpoint is paused, then tried with one message at a time. */
export const BREAKER_THRESHOLD = 5;

const MINUTE = 60_000;
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

/** Responses of an overloaded endpoint or proxy. */
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
