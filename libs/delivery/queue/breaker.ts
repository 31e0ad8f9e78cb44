import { LONGEST_RETRY_AFTER_MS } from './retry-schedule.js';

/** How an endpoint fares, as it stands in its subscription's row. */
export interface EndpointHealth {
  /** Failures in a row. Of those that were under way together once it was paused, none counts. */
  failures: number;
  failingSince: Date | null;
  pausedUntil: Date | null;
}

/** From so many failures in a row, an endpoint is left alone for a while, then tried with one message at a time. */
export const BREAKER_THRESHOLD = 5;

const MINUTE = 60_000;
const LONGEST_PAUSE = 60 * MINUTE;

/** A minute, then twice as long each time one message found it no better, up to an hour. */
const pauseMs = (failures: number): number => Math.min(MINUTE * 2 ** (failures - BREAKER_THRESHOLD), LONGEST_PAUSE);

export const isPaused = ({ pausedUntil }: Pick<EndpointHealth, 'pausedUntil'>, now: Date): boolean =>
  pausedUntil !== null && pausedUntil > now;

/** Whether it is open: one message at a time finds out whether the endpoint is back. */
export const isOpen = ({ failures }: Pick<EndpointHealth, 'failures'>): boolean => failures >= BREAKER_THRESHOLD;

/**
 * After attempts that failed.
 *
 * @param failed how many are told of together; 0 where others were taken meanwhile
 * @param throttledMs for how long the endpoint asks to be left alone, if it does
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

/** What many messages find out together counts as much as what the first of them did. */
const failuresAfter = (before: number, failed: number): number =>
  before < BREAKER_THRESHOLD ? Math.min(before + failed, BREAKER_THRESHOLD) : before + Math.min(failed, 1);

/** Answers by which an endpoint, or what stands before it, says that it has too much to do. */
const OVERLOADED = [429, 502, 504];
const UNAVAILABLE = 503;

/** For how long the whole endpoint is to be left alone after such an answer; `undefined`: it is not. */
export function throttledMs(code: number | null, retryAfterMs: number | undefined): number | undefined {
  if (code === null) return undefined;
  if (OVERLOADED.includes(code)) return retryAfterMs ?? MINUTE;
  return code === UNAVAILABLE ? retryAfterMs : undefined;
}

/** How many messages of an endpoint with a rate go out at once: what it takes in a second, so that a fast one needs no claim for each. */
export const batchSize = (ratePerMinute: number): number => Math.max(1, Math.floor(ratePerMinute / 60));

/** When the next may go out after so many now: at even distances, nothing is saved up while nothing goes out. */
export const nextSlotAt = (now: Date, sent: number, ratePerMinute: number): Date =>
  new Date(now.getTime() + Math.ceil((sent * MINUTE) / ratePerMinute));
