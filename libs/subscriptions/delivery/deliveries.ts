import type { Transaction } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { Together } from '#database/together.js';
import type { EmailSender } from '../mail/email-sender.js';
import type { WebhookSender } from '../webhook/webhook-sender.js';
import type { Attempt } from './attempt.js';
import { beginHeld, claim } from './claim.js';
import { eachAbreast } from './each-abreast.js';
import { Leases, type Held } from './leases.js';
import type { Outcome } from './outcome.js';
import { persistently } from './persistently.js';
import { planDeliveries, type PlannedDelivery } from './plan.js';
import { MOST_ATTEMPTS } from './retry-schedule.js';
import { cancel, release, settle, type Attempted, type Ended } from './settle.js';
import { whyNot } from './why-not.js';

/** How many of the deliveries that were planned as claimed are under way at once, for each call of `attemptAll`. */
const ABREAST = 16;

/**
 * What is owed to subscribers, as rows. Whoever runs this (any number of processes, woken by a queue or by nothing but
 * time) may call `attempt` with any id at any moment: only a delivery that is due goes out, and one attempt at a time.
 *
 * Promised: one delivery per (cause, subscription); nothing but confirmations to a subscription that is not active.
 * Not promised: that a message goes out once only. A process that dies between the far end's "yes" and the record of it
 * leaves a claim that lapses within 20 s, and the message goes out again: with the same `webhook-id`, or the same
 * `Message-ID`, which is how the far end tells.
 */
export class Deliveries {
  readonly #leases: Leases;
  readonly #claiming: Together<string, Attempt>;
  readonly #beginning: Together<Held, Attempt>;
  readonly #settling: Together<Ended, Attempted>;
  readonly #underWay = new Set<Promise<Attempted>>();
  readonly #stopping = new AbortController();
  /** Aborts when nothing more is to be begun. */
  readonly stopping = this.#stopping.signal;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly email: EmailSender,
    private readonly webhooks: WebhookSender,
  ) {
    this.#leases = new Leases(db);
    this.#claiming = new Together((ids) => claim(db, ids, clock.now()));
    this.#beginning = new Together((held) => beginHeld(db, held));
    this.#settling = new Together((ended) => settle(db, ended));
  }

  /** Plans deliveries in the caller's transaction. What is planned already stays as it is. @returns how many are new */
  plan(tx: Transaction<Database>, deliveries: readonly PlannedDelivery[]): Promise<number> {
    return planDeliveries(tx, deliveries, this.clock.now());
  }

  /**
   * Sends one delivery if it is due, and records what became of it.
   *
   * @returns `skipped` when it is not due, claimed by another, or not for anybody any more
   */
  attempt(id: string): Promise<Attempted> {
    return this.#track(async () => {
      const attempt = this.stopping.aborted ? undefined : await this.#claiming.do(id);
      return attempt ? this.#carryOut(attempt) : 'skipped';
    });
  }

  /**
   * Sends what was planned as claimed, each settled on its own: a slow one keeps neither others from being recorded nor the
   * next batch from being asked for. Rejects once all is over, with the first error.
   *
   * @param onOver done for each that is over, however it ended; it does not reject
   */
  async attemptAll(batches: AsyncIterable<readonly Held[]>, onOver: (id: string) => Promise<void>): Promise<void> {
    await eachAbreast(ABREAST, this.#held(batches), async (one) => {
      try {
        await this.#track(() => this.#attemptHeld(one));
      } finally {
        this.#leases.drop(one);
        await onOver(one.id);
      }
    });
  }

  async *#held(batches: AsyncIterable<readonly Held[]>): AsyncGenerator<Held> {
    for await (const batch of batches) {
      for (const one of batch) this.#leases.hold(one);
      yield* batch;
    }
  }

  /** From now on nothing is begun, and claims that wait are given back. Resolves once what is being sent is recorded. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #track(attempt: () => Promise<Attempted>): Promise<Attempted> {
    const running = attempt();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  async #attemptHeld(held: Held): Promise<Attempted> {
    if (this.stopping.aborted) {
      await release(this.db, held);
      return 'skipped';
    }
    const attempt = await persistently(() => this.#beginning.do(held));
    return attempt ? this.#carryOut(attempt) : 'skipped';
  }

  async #carryOut(attempt: Attempt): Promise<Attempted> {
    this.#leases.hold(attempt.delivery);
    try {
      const reason = whyNot(attempt, this.clock.now());
      if (reason !== undefined) {
        await cancel(this.db, attempt, reason);
        return 'skipped';
      }
      const outcome = await this.#outcomeOf(attempt);
      const ended = { attempt, outcome, at: this.clock.now() };
      return (await persistently(() => this.#settling.do(ended))) ?? 'skipped';
    } finally {
      this.#leases.drop(attempt.delivery);
    }
  }

  /** What breaks on our side (a secret that does not open) is no reason to lose the delivery: it stands in the log. */
  async #outcomeOf(attempt: Attempt): Promise<Outcome> {
    if (attempt.delivery.attempts > MOST_ATTEMPTS)
      return { result: 'rejected', code: null, error: 'attempts died before their end, again and again' };
    try {
      return await this.#send(attempt);
    } catch (error) {
      return { result: 'unavailable', code: null, error: `could not be sent: ${(error as Error).message}` };
    }
  }

  #send(attempt: Attempt): Promise<Outcome> {
    switch (attempt.subscription.channel) {
      case 'email':
        return this.email.send(attempt);
      case 'webhook':
        return this.webhooks.send(attempt);
    }
  }
}
