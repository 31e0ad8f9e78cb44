import { reason } from '#domain/refusal.js';
import type { Reason, ReasonCode } from '#domain/reasons.js';
import type { AttemptOutcome } from '../outcome.js';
import { ForbiddenTarget } from './address-guard.js';
import type { Answer } from './post.js';

const GONE = 410;
/** Seconds; limit of `Retry-After`. */
const YEAR = 31_536_000;

/** 2xx is success, 410 disables the subscription, everything else is retried. */
export function outcomeOf(said: Answer, now: Date): AttemptOutcome {
  const { code } = said;
  const answer = notedOf(said);
  if (code >= 200 && code < 300) return { result: 'delivered', code, answer };
  if (code === GONE) return { result: 'rejected', code, error: reason('endpoint-gone'), gone: true, answer };
  const wait = retryAfterMs(said.headers['retry-after'], now);
  return {
    result: 'unavailable',
    code,
    error: reason(code >= 300 && code < 400 ? 'endpoint-redirect' : 'endpoint-status', { status: code }),
    ...(wait !== undefined && { retryAfterMs: wait }),
    answer,
  };
}

/** The outcome without a response. A forbidden address is retried, too: a DNS record or a setting may be wrong for a while. */
export function outcomeOfFailure(error: unknown): AttemptOutcome {
  if (error instanceof ForbiddenTarget) return { result: 'unavailable', code: null, error: error.inLog, blocked: true };
  return { result: 'unavailable', code: null, error: connectionError(error) };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); `undefined` if neither. */
export function retryAfterMs(value: string | string[] | undefined, now: Date): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text), YEAR) * 1000;
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const MOST_HEADERS = 20;
const LONGEST_HEADER = 200;
const LONGEST_BODY = 2_000;

/** The first headers and the beginning of the body, without cookies, which are credentials. */
const notedOf = ({ headers, body }: Answer): NonNullable<AttemptOutcome['answer']> => ({
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && name !== 'set-cookie')
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [storable(name, LONGEST_HEADER), storable(String(value), LONGEST_HEADER)]),
  ),
  body: storable(body, LONGEST_BODY),
});

/** PostgreSQL stores neither NUL in text nor lone surrogates in JSON. */
const storable = (text: string, longest: number): string =>
  Buffer.from(text.slice(0, longest)).toString('utf8').replaceAll('\0', '\uFFFD');

/** The reason for each error code of Node, OpenSSL and undici. */
const CONNECTION_ERRORS = {
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-lookup-failed',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'network-unreachable',
  ETIMEDOUT: 'connection-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection-timeout',
  UND_ERR_SOCKET: 'connection-closed',
  UND_ERR_HEADERS_OVERFLOW: 'response-headers-too-long',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  CERT_REVOKED: 'certificate-revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-chain-incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name-mismatch',
} as const satisfies Record<string, ReasonCode>;

const isKnown = (code: string): code is keyof typeof CONNECTION_ERRORS => Object.hasOwn(CONNECTION_ERRORS, code);

/** The reason for a missing response, by the name and code of the error. */
function connectionError(error: unknown): Reason {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
  if (name === 'TimeoutError') return reason('response-timeout', { seconds: 15 });
  if (name === 'HTTPParserError') return reason('response-not-http');
  const said = message || name;
  if (typeof code !== 'string') return said ? reason('connection-failed', { error: said }) : reason('no-response');
  if (isKnown(code)) return reason(CONNECTION_ERRORS[code], { error: code });
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return reason('tls-failed', { error: code });
  return reason('connection-failed', { error: said ? `${said} (${code})` : code });
}
