import { reason } from '#domain/refusal.js';
import type { Transaction } from 'kysely';
import type { Clock } from '#database/clock.js';
import { isRefusedValue, type LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { Batcher } from '#concurrency/batcher.js';
import type { EmailSender } from '../mail/email-sender.js';
import { type Suppressed, suppressionReasons } from '../suppressions.js';
import type { WebhookSender } from '../webhook/webhook-sender.js';
import type { Attempt } from '../recipient.js';
import { beginClaimed, releaseClaims, type Claim, Leases } from './leases.js';
import { claimDue, type Claimed } from './claim-due.js';
import { nextDueAt } from './due.js';
import type { AttemptStatus, FinishedAttempt, Outcome } from './outcome.js';
import { SubscriptionBatches } from './subscription-batches.js';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { retry } from '#concurrency/retry.js';
import { planDeliveries, type PlannedDelivery } from '../planned-deliveries.js';
import { PendingRecords } from './pending-records.js';
import { settle } from './settle.js';
import { refusalToSend, type Withheld, withhold } from './withhold.js';

/** How many of the deliveries that were planned as claimed are under way at once, for each call of `attemptAll`. */
const ABREAST = 16;

/** How many go to one subscription at once, for each call of `work`. */
const ABREAST_EACH = 8;

/** How many of them may be taken and not recorded yet: so many may come twice when the process dies. */
const UNRECORDED_EACH = 16;

/** So often a message may take its process with it. */
const MOST_DEATHS = 10;

/** Called for each delivery whose attempt is over, however it ended; it does not reject. */
export type OnFinished = (attempt: Attempt['delivery'], attempted: AttemptStatus) => Promise<void>;

/**
 * What is owed to subscribers, as rows. Whoever runs this (any number of processes, woken by a queue or by nothing but
 * time) may call `work` with any subscription at any moment: only what is due goes out, and one attempt at a time.
 *
 * Promised: one delivery per (cause, subscription); nothing but confirmations to a subscription that is not active; what a
 * slow or dead endpoint is owed waits for it alone.
 * Not promised: that a message goes out once only. A process that dies between the far end's "yes" and the record of it
 * leaves a claim that lapses within 20 s, and the message goes out again: with the same `webhook-id`, or the same
 * `Message-ID`, which is how the far end tells. Nor any order, but to a subscription that asked for one.
 */
export class Deliveries {
  readonly #leases: Leases;
  readonly #beginning: Batcher<Claim, Attempt>;
  readonly #settling: Batcher<FinishedAttempt, AttemptStatus>;
  readonly #suppressions: Batcher<string, Suppressed>;
  readonly #underWay = new Set<Promise<unknown>>();
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
    this.#beginning = new Batcher((held) => beginClaimed(db, held, clock.now()), { isItemError: isRefusedValue });
    this.#suppressions = new Batcher((addresses) => suppressionReasons(db, addresses), { isItemError: isRefusedValue });
    this.#settling = new Batcher((ended) => settle(db, ended), { isItemError: isRefusedValue });
  }

  /** Plans deliveries in the caller's transaction. What is planned already stays as it is. @returns how many are new */
  plan(tx: Transaction<Database>, deliveries: readonly PlannedDelivery[]): Promise<number> {
    return planDeliveries(tx, deliveries, this.clock.now());
  }

  /**
   * Sends what is due to a subscription, some of it abreast, until nothing is due or its time is over.
   *
   * @returns when it is to be called again, if something is left; whatever is planned meanwhile is the caller's to notice
   */
  async work(subscription: string, onOver: OnFinished): Promise<Date | undefined> {
    const lane = new SubscriptionBatches(
      (most) => this.#claim(subscription, most),
      (attempts) => this.#release(attempts),
      this.stopping,
    );
    await this.#track(this.#workOff(lane, onOver));
    if (this.stopping.aborted) return undefined;
    if (lane.isTimeUp) return this.clock.now();
    const next = await nextDueAt(this.db, subscription);
    return next && next > this.clock.now() ? next : undefined;
  }

  /**
   * What was taken is recorded while the next messages are sent, up to a number; what was not, before anything else is: it
   * may say that the endpoint is to be left alone.
   */
  async #workOff(lane: SubscriptionBatches, onOver: OnFinished): Promise<void> {
    const recording = new PendingRecords(UNRECORDED_EACH);
    const each = async (attempt: Attempt): Promise<void> => {
      const made = await this.#make(attempt);
      const wasTaken = 'outcome' in made && made.outcome.result === 'delivered';
      const recorded = this.#settle(attempt, made)
        .catch((error: unknown) => {
          recording.failed(error);
          return undefined;
        })
        .then(async (attempted) => {
          lane.over(attempted);
          await onOver(attempt.delivery, attempted ?? 'skipped');
        });
      await (wasTaken ? recording.add(recorded) : recorded);
    };
    try {
      await forEachConcurrent(ABREAST_EACH, lane.attempts(), each);
    } finally {
      await recording.end();
    }
  }

  /**
   * Sends what was planned as claimed, each settled on its own: a slow one keeps neither others from being recorded nor the
   * next batch from being asked for. What may not go out now is planned. Rejects once all is over, with the first error.
   *
   * @param onOver done for each that is over, however it ended; it does not reject
   */
  async attemptAll(batches: AsyncIterable<readonly Claim[]>, onOver: (id: string) => Promise<void>): Promise<void> {
    await forEachConcurrent(ABREAST, this.#held(batches), async (one) => {
      try {
        await this.#track(this.#attemptHeld(one));
      } finally {
        this.#leases.drop(one);
        await onOver(one.id);
      }
    });
  }

  /** From now on nothing is begun, and claims that wait are given back. Resolves once what is being sent is recorded. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async *#held(batches: AsyncIterable<readonly Claim[]>): AsyncGenerator<Claim> {
    for await (const batch of batches) {
      for (const one of batch) this.#leases.hold(one);
      yield* batch;
    }
  }

  /** All of a batch is held from the moment at which it is claimed. */
  async #claim(subscription: string, most: number): Promise<Claimed> {
    const claimed = await claimDue(this.db, subscription, this.clock.now(), most);
    for (const { delivery } of claimed.attempts) this.#leases.hold(delivery);
    return claimed;
  }

  async #release(attempts: readonly Attempt[]): Promise<void> {
    const held = attempts.map(({ delivery }) => delivery);
    for (const one of held) this.#leases.drop(one);
    await releaseClaims(this.db, held, 1);
  }

  async #track<T>(running: Promise<T>): Promise<T> {
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  async #attemptHeld(held: Claim): Promise<AttemptStatus> {
    if (this.stopping.aborted) {
      await releaseClaims(this.db, [held]);
      return 'skipped';
    }
    const attempt = await retry(() => this.#beginning.add(held));
    return attempt ? this.#carryOut(attempt) : 'skipped';
  }

  async #carryOut(attempt: Attempt): Promise<AttemptStatus> {
    return this.#settle(attempt, await this.#make(attempt));
  }

  /** @returns why not, when it may not be made at all */
  async #make(attempt: Attempt): Promise<FinishedAttempt | Withheld> {
    this.#leases.hold(attempt.delivery);
    const triedAt = this.clock.now();
    const refused = refusalToSend(attempt, triedAt);
    if (refused !== undefined) return { reason: refused, suppressed: false };
    const suppressed = await this.#suppressionReason(attempt);
    if (suppressed !== undefined) return { reason: suppressed, suppressed: true };
    const began = performance.now();
    const outcome = await this.#outcomeOf(attempt);
    return { attempt, outcome, triedAt, at: this.clock.now(), tookMs: performance.now() - began };
  }

  async #suppressionReason({ subscription: { channel, target } }: Attempt): Promise<Suppressed | undefined> {
    return channel === 'email' ? retry(() => this.#suppressions.add(target)) : undefined;
  }

  async #settle(attempt: Attempt, made: FinishedAttempt | Withheld): Promise<AttemptStatus> {
    try {
      if ('outcome' in made) return (await retry(() => this.#settling.add(made))) ?? 'skipped';
      await withhold(this.db, attempt, made, this.clock.now());
      return 'skipped';
    } finally {
      this.#leases.drop(attempt.delivery);
    }
  }

  /** What breaks on our side (a secret that does not open) is no reason to lose the delivery: it stands in the log. */
  async #outcomeOf(attempt: Attempt): Promise<Outcome> {
    if (attempt.delivery.died >= MOST_DEATHS)
      return { result: 'rejected', code: null, error: reason('attempts-interrupted') };
    try {
      return await this.#send(attempt);
    } catch (error) {
      const { message } = error as Error;
      return { result: 'unavailable', code: null, error: reason('send-failed', { error: message }), ours: true };
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
