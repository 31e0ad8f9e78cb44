import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { Batcher } from '#concurrency/batcher.js';
import { retry } from '#concurrency/timeout.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { reason } from '#domain/refusal.js';
import { inSpan } from '#tracing/tracing.js';
import { beginClaimed, claimDueDeliveries, type Claimed, nextDueAt } from './claim-due.js';
import { type Claim, leaseEnd, releaseClaims } from './delivery-states.js';
import { EmailSender } from './mail/email-sender.js';
import type { Attempt, AttemptStatus, FinishedAttempt, Outcome } from './attempt.js';
import { planDeliveries, type PlannedDelivery } from './planned-deliveries.js';
import { refusalToSend, ResultRecorder, type Withheld, withhold } from './settle.js';
import { SlowShare, SubscriptionBatches } from './fair-shares.js';
import { type Suppressed, suppressionReasons } from './bounces.js';
import { WebhookSender } from './webhook/webhook-sender.js';

/** Concurrent attempts of each call of `attemptAll`, beside those at slow endpoints. */
const CONCURRENCY = 16;

/** Concurrent attempts of each call of `work`. */
const CONCURRENCY_EACH = 8;

/** Accepted messages whose result is not recorded yet: they are sent twice if the process dies. */
const UNRECORDED_EACH = 16;

/** Attempts without a recorded result, such as crashes of the process, after which a delivery fails. */
const MOST_INTERRUPTED = 10;

/** Called after each attempt, whatever its result; must not reject. */
export type OnFinished = (attempt: Attempt['delivery'], attempted: AttemptStatus) => Promise<void>;

/**
 * The deliveries to subscribers, stored as rows. Any number of processes may call `work` for any subscription at any time:
 * only due deliveries are sent, each by one process at a time.
 *
 * Guaranteed: one delivery per (cause, subscription); only confirmation requests to a subscription that is not active; a slow
 * or unavailable endpoint delays its own deliveries only.
 * Not guaranteed: exactly-once delivery. If a process dies after the recipient accepted a message and before the result is
 * recorded, its claim expires within 20 s and the message is sent again with the same `webhook-id` or `Message-ID`, by which
 * the recipient detects the duplicate. Order is not guaranteed either, except for ordered subscriptions.
 */
@Injectable()
export class Deliveries {
  readonly #leases: Leases;
  readonly #beginning: Batcher<Claim, Attempt>;
  readonly #results: ResultRecorder;
  readonly #suppressions: Batcher<string, Suppressed>;
  readonly #slow = new SlowShare();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  /** Told of each attempt, for metrics and logs. */
  readonly onAttempt: ((made: FinishedAttempt) => void)[] = [];
  /** Aborted by `stop`: no more attempts are begun. */
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
    this.#results = new ResultRecorder(db);
  }

  /** How many results could not be logged since the last one that could. */
  get unrecorded(): number {
    return this.#results.unrecorded;
  }

  /** Plans deliveries in the caller's transaction; planned ones are left unchanged. @returns the number of new ones */
  plan(tx: Transaction<Database>, deliveries: Iterable<PlannedDelivery>): Promise<number> {
    return planDeliveries(tx, deliveries, this.clock.now());
  }

  /**
   * Sends the due deliveries of a subscription, several concurrently, until nothing is due or the time slice has ended.
   *
   * @param release called when it takes long because the endpoint is slow: the caller may turn to others meanwhile
   * @returns when to call it again, if deliveries remain; deliveries planned later are not considered
   */
  work(subscription: string, onFinished: OnFinished, release = (): void => undefined): Promise<Date | undefined> {
    return this.#slow.run({ endpoint: subscription, release }, (answered) =>
      this.#turn(subscription, (...attempt) => {
        answered();
        return onFinished(...attempt);
      }),
    );
  }

  async #turn(subscription: string, onFinished: OnFinished): Promise<Date | undefined> {
    const batches = new SubscriptionBatches(
      (most) => this.#claim(subscription, most),
      (attempts) => this.#release(attempts),
      this.stopping,
    );
    await this.#track(this.#workOff(batches, onFinished));
    if (this.stopping.aborted) return undefined;
    if (batches.isTimeUp) return this.clock.now();
    const next = await nextDueAt(this.db, subscription);
    return next && next > this.clock.now() ? next : undefined;
  }

  /**
   * Successes are recorded while the next messages are sent, up to a limit. Failures are recorded first, because they may
   * pause the endpoint.
   */
  async #workOff(batches: SubscriptionBatches, onFinished: OnFinished): Promise<void> {
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
          batches.finished(attempted);
          await onFinished(attempt.delivery, attempted ?? 'skipped');
        });
      await (wasTaken ? recording.add(recorded) : recorded);
    };
    try {
      await forEachConcurrent(CONCURRENCY_EACH, batches.attempts(), each);
    } finally {
      await recording.end();
    }
  }

  /**
   * Sends deliveries that were planned as claimed, each settled on its own, so a slow one delays neither the records of others
   * nor the next batch. Those that may not be sent now become planned. Rejects with the first error once all have finished.
   *
   * @param onFinished called after each one, whatever its result; must not reject
   */
  async attemptAll(batches: AsyncIterable<readonly Claim[]>, onFinished: (id: string) => Promise<void>): Promise<void> {
    const attempt = async (one: Claim): Promise<void> => {
      try {
        await this.#track(this.#attemptHeld(one));
      } finally {
        this.#leases.drop(one);
        await onFinished(one.id);
      }
    };
    await forEachConcurrent(CONCURRENCY, this.#held(batches), (one, release) =>
      this.#slow.run({ release }, () => attempt(one)),
    );
  }

  /** Begins no more attempts and releases waiting claims. Resolves once the attempts in progress are recorded. */
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

  async #claim(subscription: string, most: number): Promise<Claimed> {
    const claimed = await claimDueDeliveries(this.db, subscription, { now: this.clock.now(), most });
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
    return attempt ? this.#settle(attempt, await this.#make(attempt)) : 'skipped';
  }

  /** @returns the reason if no attempt may be made */
  async #make(attempt: Attempt): Promise<FinishedAttempt | Withheld> {
    this.#leases.hold(attempt.delivery);
    return traced(attempt, () => this.#try(attempt));
  }

  async #try(attempt: Attempt): Promise<FinishedAttempt | Withheld> {
    const triedAt = this.clock.now();
    const refused = refusalToSend(attempt, triedAt);
    if (refused !== undefined) return { reason: refused, suppressed: false };
    const { channel, target } = attempt.subscription;
    const suppressed = channel === 'email' ? await retry(() => this.#suppressions.add(target)) : undefined;
    if (suppressed !== undefined) return { reason: suppressed, suppressed: true };
    const began = performance.now();
    const outcome = await this.#outcomeOf(attempt);
    const made = { attempt, outcome, triedAt, at: this.clock.now(), tookMs: performance.now() - began };
    for (const tell of this.onAttempt) tell(made);
    return made;
  }

  async #settle(attempt: Attempt, made: FinishedAttempt | Withheld): Promise<AttemptStatus> {
    try {
      if ('outcome' in made) return await this.#results.record(made);
      await withhold(this.db, attempt, made, this.clock.now());
      return 'skipped';
    } finally {
      this.#leases.drop(attempt.delivery);
    }
  }

  /** An error on this side, such as a secret that cannot be decrypted, is logged and retried. */
  async #outcomeOf(attempt: Attempt): Promise<Outcome> {
    if (attempt.delivery.died >= MOST_INTERRUPTED)
      return { result: 'rejected', code: null, error: reason('attempts-interrupted') };
    try {
      const { channel } = attempt.subscription;
      return await (channel === 'email' ? this.email : this.webhooks).send(attempt);
    } catch (error) {
      const { message } = error as Error;
      return { result: 'unavailable', code: null, error: reason('send-failed', { error: message }), ours: true };
    }
  }
}

class PendingRecords {
  readonly #underWay = new Set<Promise<void>>();
  #errors: unknown[] = [];

  constructor(private readonly most: number) {}

  /** Resolves once fewer than the limit are pending. @param recorded must not reject */
  async add(recorded: Promise<void>): Promise<void> {
    this.#underWay.add(recorded);
    void recorded.finally(() => this.#underWay.delete(recorded));
    while (this.#underWay.size > this.most) await Promise.race(this.#underWay);
  }

  failed(error: unknown): void {
    this.#errors.push(error);
  }

  /** Resolves when all are written. @throws the first error reported to `failed` */
  async end(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}

type Made = FinishedAttempt | Withheld;

/** An attempt in the trace of what its message is about, which the message's row carries; else in that of the job. */
const traced = ({ delivery, subscription }: Attempt, attempt: () => Promise<Made>): Promise<Made> =>
  inSpan(
    `deliver ${subscription.channel}`,
    {
      kind: 'CONSUMER',
      parent: delivery.traceparent,
      attributes: {
        'jalon.delivery.id': delivery.id,
        'jalon.delivery.attempt': delivery.attempts,
        'jalon.message.type': delivery.message.type,
      },
    },
    async (span) => {
      const made = await attempt();
      span.setAttribute('jalon.outcome', 'outcome' in made ? made.outcome.result : 'withheld');
      return made;
    },
  );

const RENEW_MS = 5_000;
/** Longer than any attempt and its record take; claims that have waited longer are left to other processes. */
const LONGEST_MS = 120_000;

/**
 * Renews the claims that this process holds. If the process dies or hangs for 20 s, or an attempt for two minutes, the claims
 * expire and other processes take over. Results of expired claims that were taken over are ignored.
 */
export class Leases {
  readonly #held = new Map<string, { id: string; since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly longestMs = LONGEST_MS,
  ) {}

  /** Renews a claim for two minutes at most, starting now even if it is held already. */
  hold({ claim, id }: Claim): void {
    this.#held.set(claim, { id, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#renew().catch(() => undefined); // the database is unavailable; the next renewal may be in time
    }, RENEW_MS).unref();
  }

  drop({ claim }: Claim): void {
    this.#held.delete(claim);
    if (this.#held.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Skips locked rows: they are being settled. */
  async #renew(): Promise<void> {
    const since = performance.now() - this.longestMs;
    const held = [...this.#held].filter(([, one]) => one.since > since);
    if (held.length === 0) return;
    await sql`
      update delivery set claimed_until = ${leaseEnd}
      where id in (
        select delivery.id from delivery
        join unnest(${held.map(([, { id }]) => id)}::uuid[], ${held.map(([claim]) => claim)}::uuid[]) as held (id, claim)
          using (id, claim)
        for update of delivery skip locked
      )
    `.execute(this.db);
  }
}
