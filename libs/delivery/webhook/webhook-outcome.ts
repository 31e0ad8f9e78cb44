import type { Said } from '../queue/outcome.js';
import { ForbiddenTarget } from './forbidden-target.js';
import { notedOf } from './noted-answer.js';
import { plainReason } from './plain-reason.js';
import type { Answer } from './post.js';

const GONE = 410;
/** Seconds; nobody waits longer. */
const YEAR = 31_536_000;

/** 2xx is taken, 410 wants no more, anything else is worth another attempt: endpoints break in every possible way. */
export function outcomeOf(said: Answer, now: Date): Said {
  const { code } = said;
  const answer = notedOf(said);
  if (code >= 200 && code < 300) return { result: 'delivered', code, answer };
  if (code === GONE) return { result: 'rejected', code, error: 'the endpoint answered 410 Gone', gone: true, answer };
  const wait = retryAfterMs(said.headers['retry-after'], now);
  const redirect = code >= 300 && code < 400 ? ', and redirects are not followed' : '';
  return {
    result: 'unavailable',
    code,
    error: `the endpoint answered ${code}${redirect}`,
    ...(wait !== undefined && { retryAfterMs: wait }),
    answer,
  };
}

/** No answer at all. A forbidden address is not tried again: the name leads somewhere it may not. */
export function outcomeOfFailure(error: unknown): Said {
  if (error instanceof ForbiddenTarget) return { result: 'rejected', code: null, error: error.message };
  return { result: 'unavailable', code: null, error: plainReason(error) };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); `undefined` when it is neither. */
export function retryAfterMs(value: string | string[] | undefined, now: Date): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text), YEAR) * 1000;
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
