import { setMaxListeners } from 'node:events';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { aborted, pause, withTimeout } from '#concurrency/timeout.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { hasLapsedClaims } from '#delivery/queue/due.js';
import { Followers } from './followers.js';
import { FirstOfItsKind, LOG, type Log } from './log.js';
import { PeriodicTask } from '#concurrency/periodic-task.js';
import { Queues } from './queues.js';
import { Reconciler } from './reconciler.js';
import { SendingAgain } from './sending-again.js';
import { RegisterHandler } from './register-handler.js';
import { SelfCheck } from './self-check.js';

const MINUTE_MS = 60_000;
const SOON_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LAPSES_MS = 10_000;
/** An endpoint that is recovered accepts what is planned for it at a time within about as long. */
const SENDING_AGAIN_MS = 2_000;
const CHECK_MS = 5_000;
/** Timeouts of a webhook (15 s) and most mail servers are shorter. */
const LAST_MS = 25_000;
/** Planning and projections stop between commits; whatever takes longer is cut off and resumed by another worker. */
const PLANNING_MS = 5_000;

/** Injection token of the callback for fatal errors: `@Inject(ON_FAILURE) fail: (error: unknown) => void`. */
export const ON_FAILURE = Symbol('on failure');

/**
 * Starts and stops all tasks of the worker. Apart from its interval, the reconciler runs after commits that plan
 * something due, when a projection catches up, when claims lapse, and when the clock was set.
 */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #ending = new AbortController();
  readonly #reconciling: PeriodicTask;
  readonly #lapses: PeriodicTask;
  readonly #sendingAgain: PeriodicTask;
  /** Apart from reconciling, which goes on while the queue is unavailable. */
  readonly #queueing: PeriodicTask;
  readonly #checking: PeriodicTask;
  #running: Promise<unknown> = Promise.resolve();
  #markEnded: () => void = () => undefined;
  /** Resolves when shutdown work is complete. Connections that fail to close do not delay the exit any further. */
  readonly ended = new Promise<void>((resolve) => (this.#markEnded = resolve));

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly followers: Followers,
    private readonly queues: Queues,
    private readonly deliveries: Deliveries,
    private readonly registers: RegisterHandler,
    reconciler: Reconciler,
    sendingAgain: SendingAgain,
    selfCheck: SelfCheck,
    @Inject(LOG) private readonly log: Log,
    @Inject(ON_FAILURE) private readonly fail: (error: unknown) => void,
  ) {
    const { signal } = this.#ending;
    setMaxListeners(0, signal); // all of the tasks wait for it while the database is lost
    const reconcile = async (): Promise<void> => {
      await reconciler.reconcile(signal).finally(() => {
        this.#queueing.trigger();
      });
    };
    const complaints = new FirstOfItsKind(MINUTE_MS);
    const complain = (error: unknown): void => {
      if (!signal.aborted && complaints.isNews(String(error)))
        this.log.error({ err: error }, 'Reconciliation failed; retrying');
    };
    this.#reconciling = new PeriodicTask(MINUTE_MS, reconcile, complain);
    this.#queueing = new PeriodicTask(
      MINUTE_MS,
      (isPeriodic) => reconciler.queue(isPeriodic ? DAY_MS : SOON_MS),
      complain,
    );
    this.#checking = new PeriodicTask(CHECK_MS, () => this.#check(selfCheck), complain);
    this.#sendingAgain = new PeriodicTask(SENDING_AGAIN_MS, () => sendingAgain.plan(signal), complain);
    this.#lapses = new PeriodicTask(LAPSES_MS, () => this.#lookForLapses(), complain);
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
      this.#checking.run(signal),
      this.#lapses.run(signal),
      this.#sendingAgain.run(signal),
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
    const ended = [this.deliveries.stop(), this.registers.stop(), this.queues.close()];
    const sent = Promise.allSettled(ended);
    await Promise.allSettled([
      withTimeout(LAST_MS, 'what is being sent', sent),
      withTimeout(PLANNING_MS, 'what is being planned', this.#running),
    ]);
    this.#markEnded();
  }

  /** Reconciles at once when an impairment ends, because steps were skipped until then. */
  async #check(selfCheck: SelfCheck): Promise<void> {
    if (await selfCheck.check()) this.#reconciling.trigger();
  }

  /** Claims of a process that crashed raise no notification. */
  async #lookForLapses(): Promise<void> {
    if (await hasLapsedClaims(this.db)) this.#reconciling.trigger();
  }
}

const LOOK_MS = 500;
const JUMP_MS = 1_000;

/**
 * Calls `onJump` when the wall clock drifts from the monotonic clock by more than a second: the clock was set, or the
 * machine slept. Delayed jobs would otherwise run late. Resolves when the signal aborts.
 */
async function watchClock(clock: Clock, signal: AbortSignal, onJump: () => void): Promise<void> {
  let apart = clock.now().getTime() - performance.now();
  while (!signal.aborted) {
    await pause(LOOK_MS, signal);
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
