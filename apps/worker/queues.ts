import { type Queue, Worker } from 'bullmq';
import { withTimeout } from '#concurrency/timeout.js';
import type { WakeTime } from '#deadlines/claim-reminders.js';
import type { DueSubscription } from '#subscriptions/sending/claim-due.js';
import { Refusal } from '#domain/refusal.js';
import { inSpan } from '#tracing/tracing.js';
import { FirstOfItsKind, type Log } from './log.js';
import type { QueueBackend, Wake } from './queue-backend.js';

const ADD_MS = 5_000;
const CHUNK = 500;
const GOODBYE_MS = 4_000;
const PING_MS = 500;
const QUIET_MS = 60_000;

/**
 * The queues of this process and their workers. Queues only trigger handlers; the rows decide what is done, so lost,
 * repeated or early jobs are harmless.
 */
export class Queues {
  readonly #queues = new Map<QueueName, Queue<Wake>>();
  readonly #workers: Worker<Wake>[] = [];
  readonly #complaints = new FirstOfItsKind(QUIET_MS);
  onJob: (job: FinishedJob) => void = () => undefined;

  constructor(
    private readonly backend: QueueBackend,
    private readonly handlers: readonly Handler[],
    private readonly log: Log,
  ) {}

  /** @throws Error before anything is opened if a queue that must not be missing has no handler */
  start(): void {
    for (const queue of QUEUES)
      if (!this.handlers.some((known) => known.queue === queue)) throw new Error(`the queue ${queue} has no handler`);
    for (const handler of this.handlers) this.#open(handler);
  }

  all(): Queue<Wake>[] {
    return [...this.#queues.values()];
  }

  /** What is in the queues of all workers. Rejects when a queue is unavailable. */
  async figures(now: Date): Promise<QueueFigures[]> {
    const asked = this.all().map(async (queue) => {
      const counts = await queue.getJobCounts(...JOB_STATES);
      const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
      const since = oldest ? oldest.timestamp + oldest.delay : now.getTime();
      return { queue: queue.name, counts, oldestMs: Math.max(0, now.getTime() - since) };
    });
    return withTimeout(ADD_MS, 'counting jobs', Promise.all(asked));
  }

  async areReachable(): Promise<boolean> {
    return (await Promise.all(this.all().map((queue) => isReachable(queue, ADD_MS)))).every(Boolean);
  }

  /** Rejects when the queue is unavailable; the scheduler queues the jobs again. */
  async wake(name: QueueName, wakeUps: readonly WakeUp[]): Promise<void> {
    const queue = this.#queues.get(name);
    if (!queue) return;
    const jobs = wakeUps.map(({ jobId, id, delayMs, traceparent }) => ({
      name,
      data: { id, ...(traceparent !== undefined && { traceparent }) },
      opts: { jobId, delay: delayMs },
    }));
    for (let start = 0; start < jobs.length; start += CHUNK)
      await withTimeout(ADD_MS, `adding to the queue ${name}`, queue.addBulk(jobs.slice(start, start + CHUNK)));
  }

  /** Wakes a queue at the beginning of every minute, once over all workers. Idempotent; rejects when the queue is unavailable. */
  async everyMinute(name: QueueName): Promise<void> {
    const queue = this.#queues.get(name);
    const scheduled = queue?.upsertJobScheduler(name, { pattern: '* * * * *' }, { name, data: { id: name } });
    if (scheduled) await withTimeout(ADD_MS, `scheduling the queue ${name}`, scheduled);
  }

  /**
   * Takes no more jobs and resolves when those in progress have ended. Does not wait long for an unavailable server.
   */
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
    const worker = this.backend.worker(name, ({ id, data }) => {
      const attributes = { 'messaging.destination.name': name, 'messaging.message.id': id ?? '' };
      const options = { kind: 'CONSUMER', parent: data.traceparent, attributes } as const;
      return new Promise((release, reject) => {
        inSpan(`process ${name}`, options, () => this.#process(handler, data, release)).then(release, reject);
      });
    });
    const complain = (error: Error): void => {
      if (this.#complaints.isNews(`${name}: ${error.message}`))
        this.log.warn({ err: error, queue: name }, 'Queue error');
    };
    queue.on('error', complain);
    worker.on('error', complain);
    this.#queues.set(name, queue);
    this.#workers.push(worker);
  }

  /** Refusals are final and are not retried; other errors are retried from the rows. */
  async #process(handler: Handler, { id }: Wake, release: () => void): Promise<void> {
    const began = performance.now();
    const ended = (failed: boolean): void => {
      this.onJob({ queue: handler.queue, seconds: (performance.now() - began) / 1000, failed });
    };
    try {
      const next = await handler.handle(id, release);
      if (next) await this.wake(handler.queue, [next]);
      ended(false);
    } catch (error) {
      ended(true);
      this.log.error({ err: error, queue: handler.queue, id }, 'Job failed');
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** An orderly close would wait until an unavailable server is back. */
const isReachable = (one: Queue<Wake> | Worker<Wake>, withinMs = PING_MS): Promise<boolean> =>
  withTimeout(withinMs, 'a sign of life', one.getBackend().getCounts(['active'])).then(
    () => true,
    () => false,
  );

export interface FinishedJob {
  queue: QueueName;
  seconds: number;
  failed: boolean;
}

export const JOB_STATES = ['waiting', 'active', 'delayed'] as const;

export interface QueueFigures {
  queue: string;
  counts: Partial<Record<string, number>>;
  /** For how long the first of the waiting jobs could have begun. */
  oldestMs: number;
}

/** Handles the jobs of a queue. Idempotent. */
export interface Handler {
  readonly queue: QueueName;
  /**
   * @param id of a subscription; used by the queue `delivery` only
   * @param release gives the place of the job to another before it ends
   * @returns the next wake-up, if one is known
   */
  handle(id: string, release: () => void): Promise<WakeUp | undefined>;
}

/** A job to be queued. */
export interface WakeUp {
  /** Deduplicates jobs. Must not contain ':' or be a plain number. */
  jobId: string;
  /** As in `Wake`. */
  id: string;
  delayMs: number;
  /** The span that caused it, if one did. */
  traceparent?: string | undefined;
}

/** The queues that are always there. Their content can be rebuilt from the rows at any time. */
export const QUEUES = ['reminder', 'delivery'] as const;

/** `register` is there while registers are fetched. */
export type QueueName = (typeof QUEUES)[number] | 'register';

/** Subscriptions per wake-up; also the size of its first batch. */
export const SUBSCRIPTIONS_EACH = 25;

/** More wake-ups would find nothing left to do. */
const MOST_AT_ONCE = 8;

/**
 * Wake-ups for each instant at which reminders are due; their number depends on the number of subscriptions. Job ids
 * are derived from the instant, so each is queued once. Overdue wake-ups are named for the current run (`look`), so
 * that jobs left active by a crashed process, or about to finish, do not block them.
 */
export function reminderWakeUps(times: readonly WakeTime[], now: Date, look: string): WakeUp[] {
  const overdue = times.filter(({ fireAt }) => fireAt <= now);
  const owed = overdue.reduce((sum, { subscriptions }) => sum + subscriptions, 0);
  return [
    ...batches(look, { fireAt: now, subscriptions: owed }, now),
    ...times.filter(({ fireAt }) => fireAt > now).flatMap((time) => batches(String(time.fireAt.getTime()), time, now)),
  ];
}

const batches = (name: string, { fireAt, subscriptions }: WakeTime, now: Date): WakeUp[] =>
  Array.from({ length: Math.min(Math.ceil(subscriptions / SUBSCRIPTIONS_EACH), MOST_AT_ONCE) }, (_, index) => ({
    jobId: `reminder-${name}-${index}`,
    id: fireAt.toISOString(),
    delayMs: fireAt.getTime() - now.getTime(),
  }));

/**
 * Wake-up for a subscription with due deliveries. Job ids are derived from the instant, so each is queued once. Ids of
 * overdue wake-ups include the process (`boot`): a job with the other id may be delayed by a clock that was ahead.
 */
export const deliveryWakeUp = (
  { id, fireAt, traceparent }: DueSubscription & { traceparent?: string | undefined },
  now: Date,
  boot: string,
): WakeUp => ({
  jobId: fireAt > now ? `delivery-${id}-${fireAt.getTime()}` : `delivery-${boot}-${id}-${fireAt.getTime()}`,
  id,
  delayMs: Math.max(0, fireAt.getTime() - now.getTime()),
  ...(traceparent !== undefined && { traceparent }),
});
