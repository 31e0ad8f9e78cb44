import type { Clock } from '#database/clock.js';
import type { Attempt } from '../queue/attempt.js';
import type { Said } from '../queue/outcome.js';
import type { Links } from '#notifications/links.js';
import type { Secrets } from '#notifications/secrets.js';
import type { AddressGuard } from './address-guard.js';
import { guardedAgent } from './guarded-agent.js';
import { CONTENT_TYPE, echoes, payloadOf } from '#notifications/webhook/payload.js';
import { post, type Answer } from './post.js';
import { signedHeaders } from './signature.js';
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

  async send({ delivery, subscription }: Attempt): Promise<Said> {
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
    return { ...outcome, confirmed: echoes(answer.body, challenge) };
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
