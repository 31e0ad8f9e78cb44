import type { Said } from '../queue/outcome.js';
import { ForbiddenTarget } from './address-guard.js';
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
function retryAfterMs(value: string | string[] | undefined, now: Date): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text), YEAR) * 1000;
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const MOST_HEADERS = 20;
const LONGEST_HEADER = 200;
const LONGEST_BODY = 2_000;

/** Of an answer, what the log of attempts keeps. */
interface NotedAnswer {
  headers: Record<string, string>;
  body: string;
}

/** The first headers and the beginning of the body. Cookies are left out: they may let somebody in. */
const notedOf = ({ headers, body }: Answer): NotedAnswer => ({
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && name !== 'set-cookie')
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [storable(name, LONGEST_HEADER), storable(String(value), LONGEST_HEADER)]),
  ),
  body: storable(body, LONGEST_BODY),
});

/** PostgreSQL holds no NUL in text, and no half of a surrogate pair in JSON. */
const storable = (text: string, longest: number): string =>
  Buffer.from(text.slice(0, longest)).toString('utf8').replaceAll('\0', '\uFFFD');

/** What went wrong before there was an answer, in words for whoever reads the log; the code in brackets is for looking it up. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name could not be resolved just now',
  ECONNREFUSED: 'nothing takes connections there',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about within 5 s',
  UND_ERR_SOCKET: 'the connection was closed before an answer',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too long',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself, not by an authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the certificates between its own and the authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** @param error as it came from the connection, or from reading the answer */
function plainReason(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
  if (name === 'TimeoutError') return 'no complete answer within 15 s';
  if (name === 'HTTPParserError') return 'what it answered is not HTTP';
  const said = message || name || 'no answer';
  if (typeof code !== 'string') return said;
  const tls = code.startsWith('ERR_SSL_') || code === 'EPROTO';
  const reason = REASONS[code] ?? (tls ? 'encryption (TLS) could not be agreed on' : undefined);
  if (reason !== undefined) return `${reason} (${code})`;
  return said.includes(code) ? said : `${said} (${code})`;
}
