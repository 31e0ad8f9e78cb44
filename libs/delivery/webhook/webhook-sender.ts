import { Agent, buildConnector } from 'undici';
import type { Clock } from '#database/clock.js';
import type { Links } from '#notifications/links.js';
import type { Secrets } from '#notifications/secrets.js';
import { CONTENT_TYPE, isChallengeReturned, payloadOf } from '#notifications/webhook/payload.js';
import type { AttemptOutcome } from '../queue/outcome.js';
import type { Attempt } from '../recipient.js';
import type { AddressGuard, Protocol } from './address-guard.js';
import { type Answer, post } from './post.js';
import { signedHeaders } from './signing-key.js';
import { outcomeOf, outcomeOfFailure } from './webhook-outcome.js';

/**
 * Sends messages as signed POSTs (Standard Webhooks). `webhook-id` is the same at every attempt, so a receiver that has
 * seen it may drop it; the time is that of the attempt. Once a verification is answered with its challenge, the outcome
 * says so, and nothing else of the answer: whoever reads the log could confirm for an endpoint that repeats what it is sent.
 */
export class WebhookSender {
  readonly #agent;
  /** What was opened, for as long as the row lives that it was read from: that of a batch. */
  readonly #opened = new WeakMap<Buffer, string>();

  constructor(
    guard: AddressGuard,
    private readonly secrets: Secrets,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {
    this.#agent = guardedAgent(guard);
  }

  async send({ delivery, subscription }: Attempt): Promise<AttemptOutcome> {
    const now = this.clock.now();
    const body = payloadOf(delivery, { secrets: this.secrets, links: this.links }, subscription.format);
    const headers = {
      'content-type': CONTENT_TYPE[subscription.format],
      'user-agent': 'Jalon',
      'jalon-attempt': String(delivery.attempts),
      ...signedHeaders(delivery.message_id, now, body, this.#secretsOf(subscription, now)),
    };
    let answer: Answer;
    try {
      answer = await post({ url: subscription.target, headers, body }, this.#agent);
    } catch (error) {
      return outcomeOfFailure(error);
    }
    const outcome = outcomeOf(answer, now);
    const { message } = delivery;
    if (message.type !== 'subscription.verification') return outcome;
    delete outcome.answer;
    if (outcome.result !== 'delivered') return outcome;
    const challenge = this.secrets.confirmToken(subscription.id, message.data.round);
    return { ...outcome, confirmed: isChallengeReturned(answer.body, challenge) };
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  /** The one that holds, and during a rotation the one before. */
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

/** Shorter than the five seconds that servers usually keep a connection, so that few are closed under a request. */
const KEPT_MS = 3_000;

/**
 * Connections for webhooks: TLS is verified, and the guard sees every address before a packet goes there. A literal
 * address never reaches the resolver, so it is looked at first. A connection that is kept was looked at when it was made.
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
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
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
  /** How long a connection may take, from the name's resolution to the end of the TLS handshake. */
  connectMs?: number;
  /** Whose certificates are trusted, where it is not the system's authorities. */
  ca?: string;
}
