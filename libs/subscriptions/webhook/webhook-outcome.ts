import type { Outcome } from '../delivery/outcome.js';
import { ForbiddenTarget } from './address-guard.js';
import type { Answer } from './post.js';

const GONE = 410;

/** 2xx is taken, 410 wants no more, anything else is worth another attempt: endpoints break in every possible way. */
export function outcomeOf(answer: Answer, now: Date): Outcome {
  const { code, retryAfter } = answer;
  if (code >= 200 && code < 300) return { result: 'delivered', code };
  if (code === GONE) return { result: 'rejected', code, error: 'the endpoint answered 410 Gone', gone: true };
  const wait = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, now);
  const redirect = code >= 300 && code < 400 ? ', and redirects are not followed' : '';
  return {
    result: 'unavailable',
    code,
    error: `the endpoint answered ${code}${redirect}`,
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}

/** No answer at all. A forbidden address is not tried again: the name leads somewhere it may not. */
export function outcomeOfFailure(error: unknown): Outcome {
  if (error instanceof ForbiddenTarget) return { result: 'rejected', code: null, error: error.message };
  return { result: 'unavailable', code: null, error: reasonOf(error) };
}

function reasonOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
  if (name === 'TimeoutError') return 'no complete answer within 15 s';
  const said = message || name || 'no answer';
  return typeof code === 'string' && !said.includes(code) ? `${code}: ${said}` : said;
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); `undefined` when it is neither. */
export function retryAfterMs(text: string, now: Date): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
