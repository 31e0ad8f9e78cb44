import { Agent, buildConnector, type Dispatcher, errors } from 'undici';
import type { Clock } from '#database/clock.js';
import type { Reason, ReasonCode } from '#domain/reasons.js';
import { reason } from '#domain/refusal.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { inSpan, isRequestId, traceHeaders } from '#tracing/tracing.js';
import type { Links } from '../../messages/links.js';
import { letterOf, testOf } from '../../messages/mail/letter-of.js';
import type { Secrets } from '../../messages/secrets.js';
import { chatBody, isChat } from '../../messages/webhook/chat.js';
import { isChallengeReturned, payloadOf } from '../../messages/webhook/payload.js';
import type { Attempt, AttemptOutcome } from '../attempt.js';
import { type AddressGuard, ForbiddenTarget, type Protocol } from './address-guard.js';
import { headersIn, signedHeaders } from './webhook-settings.js';

/**
 * Sends messages as signed POSTs (Standard Webhooks). `webhook-id` is the same at every attempt, so receivers can detect
 * duplicates; the timestamp is that of the attempt. Responses to verifications are not logged: an endpoint that echoes its
 * requests would disclose the challenge to readers of the log.
 */
export class WebhookSender {
  readonly #agent;
  /** Decrypted secrets, cached for the lifetime of the row that they were read from. */
  readonly #opened = new WeakMap<Buffer, string>();

  constructor(
    guard: AddressGuard,
    private readonly secrets: Secrets,
    private readonly links: Links,
    private readonly clock: Clock,
    /** For messages to people. */
    private readonly letters: { schemes: Pick<SchemeCatalogue, 'at'>; zone: string },
  ) {
    this.#agent = guardedAgent(guard);
  }

  async send(attempt: Attempt): Promise<AttemptOutcome> {
    const now = this.clock.now();
    const request = await this.requestOf(attempt);
    let answer: Answer;
    try {
      answer = await this.#post(request);
    } catch (error) {
      return outcomeOfFailure(error);
    }
    return this.outcomeOf(attempt, answer, now);
  }

  /** The signed request; its timestamp is now. */
  async requestOf({ delivery, subscription }: Attempt): Promise<WebhookRequest> {
    const now = this.clock.now();
    const body = await this.#bodyOf({ delivery, subscription });
    const headers = {
      ...(subscription.headers && headersIn(this.#open(subscription.headers, subscription.id))),
      'content-type': 'application/json',
      'user-agent': 'Jalon',
      ...(delivery.kind === 'test' && { 'jalon-test': 'true' }),
      'jalon-attempt': String(delivery.attempts_before + delivery.attempts),
      ...(isRequestId(delivery.request_id) && { 'x-request-id': delivery.request_id }),
      ...signedHeaders(delivery.message_id, now, body, this.#secretsOf(subscription, now)),
    };
    return { url: subscription.target, headers, body };
  }

  /** What a response means for the delivery. @param now for a `Retry-After` that is a date */
  outcomeOf({ delivery, subscription }: Attempt, answer: Answer, now: Date): AttemptOutcome {
    const outcome = outcomeOf(answer, now);
    const { message } = delivery;
    if (message.type !== 'subscription.verification') return outcome;
    delete outcome.answer;
    // A person confirms with the link in the message: chat programs answer what they like.
    if (outcome.result !== 'delivered' || isChat(subscription.format)) return outcome;
    const challenge = this.secrets.token('confirmation', subscription.id, message.data.round);
    return { ...outcome, confirmed: isChallengeReturned(answer.body, challenge) };
  }

  /** The request is a span, which its headers name to the receiver. */
  #post(request: WebhookRequest): Promise<Answer> {
    const attributes = { 'http.request.method': 'POST', 'server.address': new URL(request.url).hostname };
    return inSpan('POST', { kind: 'CLIENT', attributes }, async (span) => {
      const answer = await post({ ...request, headers: { ...request.headers, ...traceHeaders() } }, this.#agent);
      span.setAttribute('http.response.status_code', answer.code);
      return answer;
    });
  }

  async #bodyOf({ delivery, subscription }: Attempt): Promise<string> {
    const { format, language } = subscription;
    if (!isChat(format)) return payloadOf(delivery, { secrets: this.secrets, links: this.links });
    const { schemes, zone } = this.letters;
    const context = { links: this.links, schemes: await schemes.at(), zone };
    const letter = letterOf(delivery, subscription, context);
    return chatBody(delivery.kind === 'test' ? testOf(letter, language) : letter, format, language);
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  /** The current secret and, during a rotation, the former one. */
  #secretsOf({ id, secret, former_secret, former_secret_until }: Attempt['subscription'], now: Date): string[] {
    const former = former_secret_until !== null && former_secret_until > now ? former_secret : null;
    return [secret, former].flatMap((sealed) => (sealed ? [this.#open(sealed, id)] : []));
  }

  #open(sealed: Buffer, id: string): string {
    const opened = this.#opened.get(sealed) ?? this.secrets.open(sealed, id);
    this.#opened.set(sealed, opened);
    return opened;
  }
}

const CONNECT_MS = 5_000;
const ONE_ADDRESS_MS = 1_000;

/** Shorter than the usual five seconds of servers, so that few connections are closed during a request. */
const KEEP_ALIVE_MS = 3_000;

/**
 * The HTTP agent of webhooks. TLS is verified, and the SSRF guard checks every address before a connection is made. Literal
 * addresses, which never reach the resolver, are checked separately.
 */
export function guardedAgent(guard: AddressGuard, { connectMs = CONNECT_MS, ca }: ConnectionOptions = {}): Agent {
  const connectors = Object.fromEntries(
    (['http:', 'https:'] as const).map((protocol) => [
      protocol,
      buildConnector({
        timeout: connectMs,
        lookup: guard.lookupFor(protocol),
        autoSelectFamilyAttemptTimeout: ONE_ADDRESS_MS,
        ...(ca !== undefined && { ca }),
      }),
    ]),
  ) as Record<Protocol, buildConnector.connector>;
  return new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    connect(options, callback) {
      const protocol = options.protocol as Protocol;
      try {
        guard.assertLiteral(options.hostname, protocol);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connectors[protocol](options, callback);
    },
  });
}

export interface ConnectionOptions {
  /** Time limit from name resolution to the end of the TLS handshake. */
  connectMs?: number;
  /** Trusted certificates; default: those of the system. */
  ca?: string;
}

const TOTAL_MS = 15_000;

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends a POST with a time limit of 15 s in total. Redirects are not followed.
 *
 * @throws if there is no response
 */
export function post(request: WebhookRequest, dispatcher: Dispatcher, totalMs = TOTAL_MS): Promise<Answer> {
  const last = performance.now() + totalMs;
  return new Promise((resolve, reject) => {
    const again = (error: Error, hasBegun: boolean): void => {
      if (hasBegun || !wasIdleClosed(error)) reject(error);
      else dispatch(request, dispatcher, new Exchange(resolve, reject, last - performance.now()));
    };
    dispatch(request, dispatcher, new Exchange(resolve, again, totalMs));
  });
}

function dispatch({ url, headers, body }: WebhookRequest, dispatcher: Dispatcher, exchange: Exchange): void {
  const { origin, pathname, search } = new URL(url);
  dispatcher.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, exchange);
}

/** The server closed an idle connection, as it may at any time: the request is sent again. */
const wasIdleClosed = (error: unknown): boolean =>
  error instanceof errors.SocketError && error.message === 'other side closed' && (error.socket?.bytesRead ?? 0) > 0;

export interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  /** The first 16 KiB; the rest is not read. */
  body: string;
}

const LONGEST_ANSWER = 16 * 1024;

/**
 * An HTTP request in progress, with limits for size and time; exceeding either closes the connection.
 *
 * Implemented as a dispatch handler: the streams and signals of `request` would take a third of the time of a send.
 */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #hasBegun = false;
  #code = 0;
  #headers: Answer['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Why the request was aborted. */
  #aborted: Error | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (answer: Answer) => void,
    /** `hasBegun`: part of the response was received. */
    private readonly reject: (error: Error, hasBegun: boolean) => void,
    withinMs: number,
  ) {
    this.#timer = setTimeout(() => {
      const late = new DOMException('the response timed out', 'TimeoutError');
      this.#end(() => {
        reject(late, this.#hasBegun);
      });
      this.#abort(late);
    }, withinMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(_: Dispatcher.DispatchController, code: number, headers: Answer['headers']): void {
    this.#hasBegun = true;
    if (code < 200) return; // informational; the final response follows
    this.#code = code;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#aborted) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < LONGEST_ANSWER) return;
    this.#answer();
    this.#abort(new Error('the response is too long'));
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#aborted) return;
    this.#end(() => {
      this.reject(error, this.#hasBegun);
    });
  }

  #answer(): void {
    const body = this.#length === 0 ? '' : Buffer.concat(this.#chunks).subarray(0, LONGEST_ANSWER).toString('utf8');
    this.#end(() => {
      this.resolve({ code: this.#code, headers: this.#headers, body });
    });
  }

  #end(settle: () => void): void {
    clearTimeout(this.#timer);
    settle();
  }

  /** A request that waits for a connection is aborted once it has one. */
  #abort(reason: Error): void {
    this.#aborted = reason;
    this.#controller?.abort(reason);
  }
}

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
