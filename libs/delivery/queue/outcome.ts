import type { Attempt } from '../recipient.js';
import { retryAt } from './retry-schedule.js';

/** What became of one attempt, as the far end has it; `answer`: what a webhook's endpoint said, as the log keeps it. */
export type Outcome = Said | Postponed;

/** An attempt that was made. */
export type Said = Reply & { answer?: { headers: Record<string, string>; body: string } };

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
  | { result: 'unavailable'; code: number | null; error: string; retryAfterMs?: number; ours?: boolean }
  /** No attempt will succeed; `gone`: the far end wants nothing any more; `bounce`: what a mail server's refusal means. */
  | { result: 'rejected'; code: number | null; error: string; gone?: boolean; bounce?: 'hard' | 'soft' };

export type Attempted = 'sent' | 'retry' | 'failed' | 'skipped';

/** An attempt that is over, and what became of it. */
export interface Ended {
  attempt: Attempt;
  outcome: Outcome;
  /** When it was begun, and when it was over, by the app's clock; and how long it took, in ms. */
  triedAt: Date;
  at: Date;
  tookMs: number;
}

/** What the row of a delivery becomes. */
interface Verdict {
  attempted: Attempted;
  state: 'sent' | 'planned' | 'failed';
  sentAt: Date | null;
  /** `null`: as before. */
  nextAttemptAt: Date | null;
  lastError: string | null;
  code: number | null;
}

const LONGEST_ERROR = 500;

/**
 * A message that was refused for good has failed. One that met an endpoint which is gone is held with what is still owed to it,
 * unless it only asked for a confirmation.
 */
export function judge({ attempt, outcome, triedAt, at }: Ended): Verdict {
  const none = { sentAt: null, nextAttemptAt: null, lastError: null, code: null };
  if (outcome.result === 'postponed')
    return {
      ...none,
      attempted: 'retry',
      state: 'planned',
      nextAttemptAt: outcome.until,
      lastError: attempt.delivery.last_error,
      code: attempt.delivery.response_code,
    };
  const { code } = outcome;
  const lastError = remarkOn(outcome);
  if (outcome.result === 'delivered') return { ...none, attempted: 'sent', state: 'sent', sentAt: at, lastError, code };
  const { began_at: beganAt, message } = attempt.delivery;
  const held = outcome.result === 'rejected' && outcome.gone && message.type !== 'subscription.verification';
  if (held) return { ...none, attempted: 'retry', state: 'planned', lastError, code };
  const next =
    outcome.result === 'unavailable'
      ? retryAt({ beganAt, triedAt, at, retryAfterMs: outcome.retryAfterMs }, Math.random())
      : undefined;
  if (!next) return { ...none, attempted: 'failed', state: 'failed', lastError, code };
  return { ...none, attempted: 'retry', state: 'planned', nextAttemptAt: next, lastError, code };
}

/** Why it came to nothing, in words; an endpoint may also take the question whether it wants messages, and not answer it. */
export function remarkOn(outcome: Said): string | null {
  if (outcome.result !== 'delivered') return storable(outcome.error);
  return outcome.confirmed === false ? 'the endpoint did not answer with the challenge: it has not confirmed' : null;
}

/** PostgreSQL holds no NUL in text, and no half of a surrogate pair. */
export const storable = (text: string): string => text.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
