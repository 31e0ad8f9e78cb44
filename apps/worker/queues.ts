import { type Job, type Queue, Worker } from 'bullmq';
import { withTimeout } from '#concurrency/timeout.js';
import { Refusal } from '#domain/refusal.js';
import { FirstOfItsKind, type Log } from './log.js';
import type { QueueBackend, Wake } from './queue-backend.js';

const ADD_MS = 5_000;
const CHUNK = 500;
const GOODBYE_MS = 4_000;
const PING_MS = 500;
const QUIET_MS = 60_000;

/**
 * The queues of this process and those who work on them. A queue only wakes: it is asked to say "something may be due" at
 * a time, and whatever it forgets, repeats or says too early, the rows decide what is done.
 */
export class Queues {
  readonly #queues = new Map<QueueName, Queue<Wake>>();
  readonly #workers: Worker<Wake>[] = [];
  readonly #complaints = new FirstOfItsKind(QUIET_MS);

  constructor(
    private readonly backend: QueueBackend,
    private readonly handlers: readonly Handler[],
    private readonly log: Log,
  ) {}

  /** @throws Error when a queue has no handler, before anything is opened */
  start(): void {
    const handlers = QUEUES.map((queue) => {
      const handler = this.handlers.find((known) => known.queue === queue);
      if (!handler) throw new Error(`the queue ${queue} has no handler`);
      return handler;
    });
    for (const handler of handlers) this.#open(handler);
  }

  all(): Queue<Wake>[] {
    return [...this.#queues.values()];
  }

  /** Rejects when the queue cannot be reached: what was to be added is found again by the next look at the rows. */
  async wake(name: QueueName, wakeUps: readonly WakeUp[]): Promise<void> {
    const queue = this.#queues.get(name);
    if (!queue) return;
    const jobs = wakeUps.map(({ jobId, id, delayMs }) => ({ name, data: { id }, opts: { jobId, delay: delayMs } }));
    for (let start = 0; start < jobs.length; start += CHUNK)
      await withTimeout(ADD_MS, `adding to the queue ${name}`, queue.addBulk(jobs.slice(start, start + CHUNK)));
  }

  /** Takes no more jobs, and resolves once those under way have ended; to a server that is away, it says no long goodbye. */
  async close(): Promise<void> {
    const closing = [...this.#workers, ...this.#queues.values()].map(async (one) => {
      const reachable = await isReachable(one);
      const closed = one instanceof Worker ? one.close(!reachable) : one.close();
      await (reachable ? closed : withTimeout(GOODBYE_MS, 'a goodbye', closed));
    });
    await Promise.allSettled(closing);
    this.backend.end();
  }

  #open(handler: Handler): void {
    const { queue: name } = handler;
    const queue = this.backend.queue(name);
    const worker = this.backend.worker(name, (job) => this.#process(handler, job));
    const complain = (error: Error): void => {
      if (this.#complaints.isNews(`${name}: ${error.message}`))
        this.log.warn({ err: error, queue: name }, 'The queue has a problem');
    };
    queue.on('error', complain);
    worker.on('error', complain);
    this.#queues.set(name, queue);
    this.#workers.push(worker);
  }

  /** Once around all handlers: a refusal will be the same next time, so it ends here; the rest is tried again from the rows. */
  async #process(handler: Handler, { data: { id } }: Job<Wake>): Promise<void> {
    try {
      const next = await handler.handle(id);
      if (next) await this.wake(handler.queue, [next]);
    } catch (error) {
      this.log.error({ err: error, queue: handler.queue, id }, 'A job failed');
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** An orderly goodbye to a server that is away would wait until it is back. */
const isReachable = (one: Queue<Wake> | Worker<Wake>): Promise<boolean> =>
  withTimeout(PING_MS, 'a sign of life', one.getBackend().getCounts(['active'])).then(
    () => true,
    () => false,
  );

/** What is done when a queue says that something may be due. Called any number of times, it does nothing twice. */
export interface Handler {
  readonly queue: QueueName;
  /**
   * @param id of a subscription; whoever handles `reminder` does without: all that is due concerns it
   * @returns the next wake-up that is to be queued, if it knows of one
   */
  handle(id: string): Promise<WakeUp | undefined>;
}

/** What is to be said by a queue, and when. */
export interface WakeUp {
  /** Says which occasion it is: the same one is added once. Neither ':' nor a plain number. */
  jobId: string;
  /** As in `Wake`. */
  id: string;
  delayMs: number;
}

/** The queues. What they hold follows from rows; losing all of it loses nothing. */
export const QUEUES = ['reminder', 'delivery'] as const;

export type QueueName = (typeof QUEUES)[number];
