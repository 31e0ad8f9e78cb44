import { createPostgresBackend, type Job, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import { BoundedClient } from '#database/bounded-client.js';
import { boundedBy, type DatabaseTimeouts } from '#database/timeouts.js';
import type { QueueName } from './queues.js';
import type { WorkerSettings } from './settings.js';

/** Payload of a job: something may be due. */
export interface Wake {
  /** Queue `delivery`: the subscription. Queue `reminder`: an instant, for information only. Queue `register`: nothing. */
  id: string;
  traceparent?: string;
}

/** Where the queues are stored. */
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
