import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { Followers } from './followers.js';
import { FirstOfItsKind } from './log/first-of-its-kind.js';
import { LOG, type Log } from './log/log.js';
import { listenForOwed } from './owed-listener.js';
import { Pulse } from './pulse.js';
import { Queues } from './queue/queues.js';
import { Reconciler } from './reconciler.js';

const MINUTE_MS = 60_000;
const SOON_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Injects what is called when the worker cannot go on: `@Inject(ON_FAILURE) fail: (error: unknown) => void`. */
export const ON_FAILURE = Symbol('on failure');

/**
 * Starts and ends all that the worker does. Between the minutes, the reconciler is woken by whatever is committed that
 * owes somebody something, and by followers that reach the end of the ledger.
 */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #ending = new AbortController();
  readonly #pulse: Pulse;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
    @Inject(Followers) private readonly followers: Followers,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(Reconciler) reconciler: Reconciler,
    @Inject(LOG) private readonly log: Log,
    @Inject(ON_FAILURE) private readonly fail: (error: unknown) => void,
  ) {
    const reconcile = (whole: boolean) => reconciler.reconcile(whole ? DAY_MS : SOON_MS);
    const complaints = new FirstOfItsKind(MINUTE_MS);
    this.#pulse = new Pulse(MINUTE_MS, reconcile, (error) => {
      if (complaints.isNews(String(error))) this.log.error({ err: error }, 'Reconciling failed; it is tried again');
    });
  }

  onApplicationBootstrap(): void {
    const { signal } = this.#ending;
    const wake = () => {
      this.#pulse.wake();
    };
    this.queues.start();
    const tasks = [this.followers.run(signal, wake), listenForOwed(this.db, signal, wake), this.#pulse.run(signal)];
    this.#running = Promise.allSettled(tasks);
    Promise.all(tasks).catch(this.fail);
  }

  /** First nothing new is begun, then what is under way ends. What does not end in time is taken up by the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.queues.close();
    await this.#running;
  }
}
