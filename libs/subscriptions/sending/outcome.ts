import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { say } from '#language/phrases.js';
import type { Attempt } from './attempt.js';

/** Result of an attempt. `postponed`: nothing was sent because of a rate limit; does not count as an attempt. */
export type Outcome = AttemptOutcome | { result: 'postponed'; until: Date };

/** Result of an attempt that was made; `answer`: the response of a webhook, as logged. */
export type AttemptOutcome = Reply & { answer?: { headers: Record<string, string>; body: string } };

type Reply =
  | { result: 'delivered'; code: number | null; confirmed?: boolean }
  /**
   * To be retried, after `retryAfterMs` if the recipient asked for it. `ours`: an error on this side, which says nothing about
   * the endpoint. `blocked`: webhooks may not connect to its address.
   */
  | {
      result: 'unavailable';
      code: number | null;
      error: Reason;
      retryAfterMs?: number;
      ours?: boolean;
      blocked?: boolean;
    }
  /** Not to be retried. `gone`: response 410; `bounce`: kind of rejection by a mail server. */
  | { result: 'rejected'; code: number | null; error: Reason; gone?: boolean; bounce?: 'hard' | 'soft' };

export type AttemptStatus = 'sent' | 'retry' | 'failed' | 'skipped';

export interface FinishedAttempt {
  attempt: Attempt;
  outcome: Outcome;
  /** Begin and end by the clock of the application, and duration in ms. */
  triedAt: Date;
  at: Date;
  tookMs: number;
}

const LONGEST_ERROR = 500;

/** Why an attempt failed; also set if an endpoint accepts a challenge without returning it. */
export function errorOf(outcome: AttemptOutcome): Reason | null {
  if (outcome.result !== 'delivered') return outcome.error;
  return outcome.confirmed === false ? reason('challenge-not-returned') : null;
}

/** The columns of a logged error: an English sentence, and its code and parameters as JSON. */
export function errorColumns(error: Reason): { text: string; json: string };
export function errorColumns(error: Reason | null): { text: string | null; json: string | null };
export function errorColumns(error: Reason | null) {
  if (!error) return { text: null, json: null };
  const clean = (_: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);
  return { text: storable(say(error, 'en')), json: JSON.stringify(error, clean) };
}

/** PostgreSQL stores neither NUL nor lone surrogates in text. */
export const storable = (text: string): string => text.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
