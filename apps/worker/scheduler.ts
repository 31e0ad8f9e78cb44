import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PeriodicTask } from '#concurrency/periodic-task.js';
import { aborted, pause, withTimeout } from '#concurrency/timeout.js';
import { Clock, confirmedTime } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { withAdvisoryLock } from '#database/transactions.js';
import { settleReminders, wakeTimes } from '#deadlines/claim-reminders.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { extendHorizon, planSubscriptions } from '#deadlines/plan/plan-days.js';
import { planningCheckpoint, replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { watchFailing } from '#subscriptions/sending/subscription-states.js';
import { dueSubscriptions, hasLapsedClaims, tracesOf } from '#subscriptions/sending/claim-due.js';
import { type Day, dayIn } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { deleteOldUploads } from '#imports/uploads.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { announceEpochs, planDigests } from '#subscriptions/planning/digests.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { planSummaries } from '#subscriptions/planning/import-summaries.js';
import { planReports } from '#subscriptions/reports.js';
import { planSendingAgain } from '#subscriptions/send-again.js';
import { Followers } from './followers.js';
import { SelfCheck } from './health.js';
import { FirstOfItsKind, LOG, type Log } from './settings.js';
import { Proving } from './proving.js';
import { deliveryWakeUp, Queues, reminderWakeUps } from './queues.js';
import { RegisterHandler, RegisterWatch } from './registers.js';
import { ServiceReports } from './service-reports.js';
import { Retention } from './retention.js';

const MINUTE_MS = 60_000;
const SOON_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An endpoint to which messages are sent again accepts what is planned for it at a time within about as long. */
const SENDING_AGAIN_MS = 2_000;
const LOOK_MS = 5_000;
/** Timeouts of a webhook (15 s) and most mail servers are shorter. */
const LAST_MS = 25_000;
/** Planning and projections stop between commits; whatever takes longer is cut off and resumed by another worker. */
const PLANNING_MS = 5_000;
/** So long, deadlines may take to follow the expiries that were just recorded. */
const FOLLOWED_WITHIN_MS = 1_000;
/** Subscriptions that are queued at once. */
const MOST = 5_000;

/** Injection token of the callback for fatal errors: `@Inject(ON_FAILURE) fail: (error: unknown) => void`. */
export const ON_FAILURE = Symbol('on failure');

/**
 * Starts and stops all that the worker does, and does itself what time makes due: it compares what is due with what is planned
 * and queued, and adds what is missing. Idempotent, and safe to run in several workers. Apart from its intervals, it reconciles
 * after commits that plan something due, when a projection catches up, when claims lapse, when an impairment ends, because steps
 * were skipped until then, and when the clock was set.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Identifies this run of the process. */
  readonly #boot = randomUUID();
  readonly #ending = new AbortController();
  readonly #reconciling: PeriodicTask;
  /** Apart from reconciling, which goes on while the queue is unavailable. */
  readonly #queueing: PeriodicTask;
  readonly #sendingAgain: PeriodicTask;
  readonly #looking: PeriodicTask;
  #running: Promise<unknown> = Promise.resolve();
  #markEnded: () => void = () => undefined;
  /** Resolves when shutdown work is complete. Connections that fail to close do not delay the exit any further. */
  readonly ended = new Promise<void>((resolve) => (this.#markEnded = resolve));

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    @Inject(PLANNING) private readonly planning: Planning,
    private readonly followers: Followers,
    private readonly queues: Queues,
    private readonly deliveries: Deliveries,
    private readonly fetching: RegisterHandler,
    private readonly registers: RegisterWatch,
    private readonly reports: ServiceReports,
    private readonly retention: Retention,
    private readonly selfCheck: SelfCheck,
    private readonly proving: Proving,
    @Inject(LOG) log: Log,
    @Inject(ON_FAILURE) private readonly fail: (error: unknown) => void,
  ) {
    const { signal } = this.#ending;
    setMaxListeners(0, signal); // all of the tasks wait for it while the database is lost
    const complaints = new FirstOfItsKind(MINUTE_MS);
    const every = (ms: number, work: (isPeriodic: boolean) => Promise<void>): PeriodicTask =>
      new PeriodicTask(ms, work, (error) => {
        if (!signal.aborted && complaints.isNews(String(error)))
          log.error({ err: error }, 'Reconciliation failed; retrying');
      });
    this.#reconciling = every(MINUTE_MS, async () => {
      await this.reconcile(signal).finally(() => {
        this.#queueing.trigger();
      });
    });
    this.#queueing = every(MINUTE_MS, (isPeriodic) => this.queue(isPeriodic ? DAY_MS : SOON_MS));
    const means = { db, deliveries, ...planning, now: () => clock.now() };
    this.#sendingAgain = every(SENDING_AGAIN_MS, () => planSendingAgain(means, signal));
    this.#looking = every(LOOK_MS, () => this.#look());
  }

  onApplicationBootstrap(): void {
    const { signal } = this.#ending;
    const wake = () => {
      this.#reconciling.trigger();
      this.#sendingAgain.trigger();
    };
    this.queues.start();
    const tasks = [
      this.followers.run(signal, wake),
      listenForOwed(this.db, signal, wake),
      watchClock(this.clock, signal, wake),
      this.#reconciling.run(signal),
      this.#queueing.run(signal),
      this.#sendingAgain.run(signal),
      this.#looking.run(signal),
      this.proving.run(signal),
    ];
    this.#running = Promise.allSettled(tasks);
    Promise.all(tasks).catch(this.fail);
  }

  /**
   * Stops taking new work and returns queued work, then waits for deliveries in progress. Work that does not end in
   * time is taken over by other workers after its claim has lapsed.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    const sent = Promise.allSettled([this.deliveries.stop(), this.fetching.stop(), this.queues.close()]);
    await Promise.allSettled([
      withTimeout(LAST_MS, 'what is being sent', sent),
      withTimeout(PLANNING_MS, 'what is being planned', this.#running),
    ]);
    this.#markEnded();
  }

  /**
   * With a wrong clock, only what does not depend on the time. What cannot be undone goes by the time that was checked, even
   * if the clock is set meanwhile.
   *
   * @param stopping stops between two commits
   */
  async reconcile(stopping = new AbortController().signal): Promise<void> {
    await withAdvisoryLock(this.db, 'jalon reconciler', stopping, async (signal) => {
      const now = await confirmedTime(this.db, this.clock);
      if (!now) return settleReminders(this.db);
      const today = dayIn(this.planning.zone, now);
      await eachInTurn(
        signal,
        () => extendHorizon(this.db, this.planning, signal),
        () => planSubscriptions(this.db, this.planning, signal),
        () => replanDossiers(this.db, this.planning, signal),
        () => settleReminders(this.db),
        () => this.#expire(today, signal),
        () => watchFailing(this.db, now),
        () => this.registers.look(now, today),
        () => this.#digest(now, signal),
        () => this.#report(now, signal),
        () => this.retention.remove(now, today, signal),
        () => announceEpochs(this.db, now),
        () => deleteOldUploads(this.db, now),
      );
    });
  }

  async #expire(today: Day, signal: AbortSignal): Promise<void> {
    const followed = async () => {
      const head = await this.events.head();
      const isSeen = !signal.aborted && (await waitUntilSeen(this.db, planningCheckpoint, head, FOLLOWED_WITHIN_MS));
      return isSeen ? head : undefined;
    };
    await expireGrants(this.db, this.planning, today, followed);
  }

  /** Only when all changes are fanned out; otherwise a digest would be incomplete until the next day. */
  async #digest(now: Date, signal: AbortSignal): Promise<void> {
    if (!(await waitUntilSeen(this.db, CHANGES, await this.events.head(), 0))) return;
    const noticesFor = (address: string) => this.registers.noticesFor(address);
    await planDigests(this.db, now, this.planning.zone, { noticesFor, signal });
    await planSummaries(this.db, now, signal);
  }

  /** Only when the lists follow all that is on record. */
  async #report(now: Date, signal: AbortSignal): Promise<void> {
    if (await waitUntilSeen(this.db, boardCheckpoint, await this.events.head(), 0))
      await planReports(this.db, now, this.planning.zone, this.reports.of, signal);
  }

  /** Queues jobs for what is due within a time. Rejects while the queue is unavailable. */
  async queue(horizonMs: number): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + horizonMs);
    const times = await wakeTimes(this.db, until);
    const owed = await dueSubscriptions(this.db, until, MOST);
    const traces = await tracesOf(this.db, owed);
    await this.queues.everyMinute('register');
    await this.queues.wake('reminder', reminderWakeUps(times, now, randomUUID()));
    await this.queues.wake(
      'delivery',
      owed.map((one) => deliveryWakeUp({ ...one, traceparent: traces.get(one.id) }, now, this.#boot)),
    );
  }

  /** For what raises no notification: an impairment that has ended, and claims of a process that crashed. */
  async #look(): Promise<void> {
    if ((await this.selfCheck.check()) || (await hasLapsedClaims(this.db))) this.#reconciling.trigger();
  }
}

/** A failing step does not prevent the others. */
async function eachInTurn(signal: AbortSignal, ...steps: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) if (!signal.aborted) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}

const CLOCK_LOOK_MS = 500;
const JUMP_MS = 1_000;

/**
 * Calls `onJump` when the wall clock drifts from the monotonic clock by more than a second: the clock was set, or the
 * machine slept. Delayed jobs would otherwise run late. Resolves when the signal aborts.
 */
async function watchClock(clock: Clock, signal: AbortSignal, onJump: () => void): Promise<void> {
  let apart = clock.now().getTime() - performance.now();
  while (!signal.aborted) {
    await pause(CLOCK_LOOK_MS, signal);
    const now = clock.now().getTime() - performance.now();
    if (Math.abs(now - apart) < JUMP_MS) continue;
    apart = now;
    onJump();
  }
}

const BACK_MS = 1_000;

/**
 * Calls `onNews` after each commit, in any process, that plans something due, and after each reconnection. Resolves
 * when the signal aborts.
 */
async function listenForOwed(db: LedgerDatabase, signal: AbortSignal, onNews: () => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const session = await db.session('jalon worker owed');
      session.client.on('notification', onNews);
      try {
        await session.query('listen jalon_owed');
        onNews();
        await aborted(AbortSignal.any([signal, session.lost]));
      } finally {
        await session.close();
      }
    } catch {
      // The database is unavailable, or the signal aborted: the loop condition decides.
    }
    await pause(BACK_MS, signal);
  }
}
