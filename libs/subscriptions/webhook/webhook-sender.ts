import type { Clock } from '#database/clock.js';
import type { Attempt } from '../delivery/attempt.js';
import type { Outcome } from '../delivery/outcome.js';
import type { Links } from '../links.js';
import type { Secrets } from '../secrets.js';
import type { AddressGuard } from './address-guard.js';
import { guardedAgent } from './guarded-agent.js';
import { echoes, payloadOf } from './payload.js';
import { post, type Answer } from './post.js';
import { signedHeaders } from './signature.js';
import { outcomeOf, outcomeOfFailure } from './webhook-outcome.js';

/**
 * Sends messages as signed POSTs (Standard Webhooks). `webhook-id` is the same at every attempt, so a receiver that has
 * seen it may drop it; the time is that of the attempt. Once a verification is answered with its challenge, the outcome
 * says so.
 */
export class WebhookSender {
  readonly #agent;

  constructor(
    guard: AddressGuard,
    private readonly secrets: Secrets,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {
    this.#agent = guardedAgent(guard);
  }

  async send({ delivery, subscription }: Attempt): Promise<Outcome> {
    const now = this.clock.now();
    const body = payloadOf(delivery, { secrets: this.secrets, links: this.links });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Jalon',
      'jalon-attempt': String(delivery.attempts),
      ...signedHeaders(delivery.message_id, now, body, this.#secretsOf(subscription, now)),
    };
    let answer: Answer;
    try {
      answer = await post(subscription.target, headers, body, this.#agent);
    } catch (error) {
      return outcomeOfFailure(error);
    }
    const outcome = outcomeOf(answer, now);
    const { message } = delivery;
    if (outcome.result !== 'delivered' || message.type !== 'subscription.verification') return outcome;
    const challenge = this.secrets.confirmToken(subscription.id, message.data.round);
    return { ...outcome, confirmed: echoes(answer.body, challenge) };
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  /** The one that holds, and during a rotation the one before. */
  #secretsOf({ id, secret, former_secret, former_secret_until }: Attempt['subscription'], now: Date): string[] {
    const former = former_secret_until !== null && former_secret_until > now ? former_secret : null;
    return [secret, former].flatMap((sealed) => (sealed ? [this.secrets.open(sealed, id)] : []));
  }
}
