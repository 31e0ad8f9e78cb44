import { reason } from '#domain/refusal.js';
import { type Reason, say } from '#language/phrases.js';
import type { Attempt } from '../recipient.js';
import { retryAt } from './retry-schedule.js';

/** What became of one attempt, as the far end has it; `answer`: what a webhook's endpoint said, as the log keeps it. */
export type Outcome = AttemptOutcome | Postponed;

/** An attempt that was made. */
export type AttemptOutcome = Reply & { answer?: { headers: Record<string, string>; body: string } };

/** Nothing was said to the far end, and it counts as no attempt: there is a time for it that has not come. */
interface Postponed {
  result: 'postponed';
  until: Date;
}

type Reply =
  | { result: 'delivered'; code: number | null; confirmed?: boolean }
  /**
   * Worth another attempt, not before `retryAfterMs` where the far end said so. `ours`: what is wrong is on this side, so it
   * says nothing about the endpoint.
   */
  | { result: 'unavailable'; code: number | null; error: Reason; retryAfterMs?: number; ours?: boolean }
  /** No attempt will succeed; `gone`: the far end wants nothing any more; `bounce`: what a mail server's refusal means. */
  | { result: 'rejected'; code: number | null; error: Reason; gone?: boolean; bounce?: 'hard' | 'soft' };

export type AttemptStatus = 'sent' | 'retry' | 'failed' | 'skipped';

/** An attempt that is over, and what became of it. */
export interface FinishedAttempt {
  attempt: Attempt;
  outcome: Outcome;
  /** When it was begun, and when it was over, by the app's clock; and how long it took, in ms. */
  triedAt: Date;
  at: Date;
  tookMs: number;
}

/** What the row of a delivery becomes. */
interface Settlement {
  attempted: AttemptStatus;
  state: 'sent' | 'planned' | 'failed';
  sentAt: Date | null;
  /** `null`: as before. */
  nextAttemptAt: Date | null;
  error: Reason | null;
  code: number | null;
}

const LONGEST_ERROR = 500;

/**
 * A message that was refused for good has failed. One that met an endpoint which is gone is held with what is still owed to it,
 * unless it only asked for a confirmation.
 */
export function settlementOf({ attempt, outcome, triedAt, at }: FinishedAttempt): Settlement {
  const none = { sentAt: null, nextAttemptAt: null, error: null, code: null };
  if (outcome.result === 'postponed')
    return {
      ...none,
      attempted: 'retry',
      state: 'planned',
      nextAttemptAt: outcome.until,
      error: attempt.delivery.last_reason,
      code: attempt.delivery.response_code,
    };
  const { code } = outcome;
  const error = errorOf(outcome);
  if (outcome.result === 'delivered') return { ...none, attempted: 'sent', state: 'sent', sentAt: at, error, code };
  const { began_at: beganAt, message } = attempt.delivery;
  const held = outcome.result === 'rejected' && outcome.gone && message.type !== 'subscription.verification';
  if (held) return { ...none, attempted: 'retry', state: 'planned', error, code };
  const next =
    outcome.result === 'unavailable'
      ? retryAt({ beganAt, triedAt, at, retryAfterMs: outcome.retryAfterMs }, Math.random())
      : undefined;
  if (!next) return { ...none, attempted: 'failed', state: 'failed', error, code };
  return { ...none, attempted: 'retry', state: 'planned', nextAttemptAt: next, error, code };
}

/** Why an attempt failed. An endpoint may also accept a challenge without returning it. */
export function errorOf(outcome: AttemptOutcome): Reason | null {
  if (outcome.result !== 'delivered') return outcome.error;
  return outcome.confirmed === false ? reason('challenge-not-returned') : null;
}

/** How the log keeps an error: an English sentence, and JSON of its code and parameters. */
export function errorColumns(error: Reason): { text: string; json: string };
export function errorColumns(error: Reason | null): { text: string | null; json: string | null };
export function errorColumns(error: Reason | null) {
  if (!error) return { text: null, json: null };
  const clean = (_: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);
  return { text: storable(say(error, 'en')), json: JSON.stringify(error, clean) };
}

/** PostgreSQL holds no NUL in text, and no half of a surrogate pair. */
export const storable = (text: string): string => text.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
