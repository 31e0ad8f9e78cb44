import { Agent, buildConnector } from 'undici';
import { isRequestId, inSpan, traceHeaders } from '#tracing/tracing.js';
import type { Clock } from '#database/clock.js';
import type { Links } from '../../messages/links.js';
import type { Secrets } from '../../messages/secrets.js';
import { letterOf, testOf } from '../../messages/mail/letter-of.js';
import { chatBody, isChat } from '../../messages/webhook/chat.js';
import { isChallengeReturned, payloadOf } from '../../messages/webhook/payload.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Attempt, AttemptOutcome } from '../attempt.js';
import type { AddressGuard, Protocol } from './address-guard.js';
import { type Answer, outcomeOf, outcomeOfFailure, post, type WebhookRequest } from './post.js';
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
