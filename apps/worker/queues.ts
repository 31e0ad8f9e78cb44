import { createPostgresBackend, type Job, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import { withTimeout } from '#concurrency/timeout.js';
import { BoundedClient } from '#database/session.js';
import { boundedBy, type DatabaseTimeouts } from '#database/timeouts.js';
import type { WakeTime } from '#deadlines/claim-reminders.js';
import type { DueSubscription } from '#subscriptions/sending/claim-due.js';
import { Refusal } from '#domain/refusal.js';
import { inSpan } from '#tracing/tracing.js';
import { FirstOfItsKind, type Log, type WorkerSettings } from './settings.js';

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

/** Payload of a job: something may be due. */
export interface Wake {
  /** Queue `delivery`: the subscription. Queue `reminder`: an instant, for information only. Queue `register`: nothing. */
  id: string;
  traceparent?: string;
}

export interface QueueBackend {
  queue(name: string): Queue<Wake>;
  worker(name: QueueName, process: (job: Job<Wake>) => Promise<void>): Worker<Wake>;
  /** Stops reconnecting. */
  end(): void;
}

/** All statements of a queue are short. */
const QUEUE_STATEMENT_MS = 20_000;

/** Finished jobs are removed, so that their ids can be reused. */
const defaultJobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/**
 * Concurrency per queue. A reminder job sends many messages, over about 15 connections. A delivery job sends to one
 * endpoint: many run in parallel, so that slow endpoints do not delay others. A register job goes on while the next one finds
 * what is due meanwhile.
 */
const CONCURRENCY: Record<QueueName, number> = { reminder: 2, delivery: 48, register: 2 };

/**
 * Short locks detect crashed workers within seconds. Repeated jobs are harmless, because the rows decide what is sent.
 */
const working = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 3,
  runRetryDelay: 5_000,
};

const REFUSED_PAUSE_MS = 1_000;

/**
 * Pauses when it is given no job because of an error. BullMQ would ask again at once, which without a connection to Redis is
 * before anything else in this process gets a turn.
 */
class PatientWorker extends Worker<Wake> {
  protected override async moveToActive(token: string, name?: string): Promise<Job<Wake>> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await this.delay(REFUSED_PAUSE_MS);
      throw error;
    }
  }
}

/** Uses Redis if configured, else PostgreSQL, after migrating the queue tables. */
export async function openQueues(settings: WorkerSettings): Promise<QueueBackend> {
  const { REDIS_URL: redis, DATABASE_URL: database } = settings;
  if (redis !== undefined) return onRedis(redis);
  await prepareQueueSchema(database);
  return onPostgres(database, settings.DATABASE_TIMEOUTS);
}

/** Redis may be unavailable at any time: commands then fail at once, and connections are restored automatically. */
function onRedis(url: string): QueueBackend {
  let ended = false;
  const retryStrategy = (times: number): number | null => (ended ? null : Math.min(100 * 2 ** times, 5_000));
  const connection = { url, enableOfflineQueue: false, maxRetriesPerRequest: null, retryStrategy };
  const prefix = 'jalon';
  return {
    queue: (name) => new Queue<Wake>(name, { connection, prefix, defaultJobOptions }),
    worker: (name, process) =>
      new PatientWorker(name, process, { connection, prefix, concurrency: CONCURRENCY[name], ...working }),
    end: () => {
      ended = true;
    },
  };
}

function onPostgres(url: string, timeouts: DatabaseTimeouts): QueueBackend {
  const bounds = boundedBy(timeouts, { statementMs: QUEUE_STATEMENT_MS, lockMs: timeouts.lockMs });
  const connection = { connectionString: url, schema: QUEUE_SCHEMA, max: 2, Client: BoundedClient, ...bounds };
  return {
    queue: (name) =>
      new Queue(name, { connection, defaultJobOptions }, createPostgresBackend) as unknown as Queue<Wake>,
    worker: (name, process) =>
      new PatientWorker(
        name,
        process,
        { connection, concurrency: CONCURRENCY[name], ...working },
        createPostgresBackend as never,
      ),
    end: () => undefined, // its pools close idle connections
  };
}

export const QUEUE_SCHEMA = 'bullmq';

/**
 * Migrates the queue tables as the application role. The role may use the existing schema but not create one, and
 * PostgreSQL rejects even `create schema if not exists`; that statement is skipped.
 */
export async function prepareQueueSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'jalon worker queue schema' });
  await client.connect();
  try {
    const session = {
      query: <R>(text: string, values?: unknown[]): Promise<R> =>
        (text.startsWith('CREATE SCHEMA') ? Promise.resolve({ rows: [] }) : client.query(text, values)) as Promise<R>,
    };
    await runMigrations(session, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
