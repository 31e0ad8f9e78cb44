import { createPostgresBackend, type Job, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import type { QueueName } from './queues.js';
import type { WorkerSettings } from './settings.js';

/** A wake-up: something may be due. */
export interface Wake {
  /** Of `delivery`, that of the subscription; of `reminder`, an instant, for whoever looks at the queue. */
  id: string;
}

/** Where queues live. */
export interface QueueBackend {
  queue(name: string): Queue<Wake>;
  worker(name: QueueName, process: (job: Job<Wake>) => Promise<void>): Worker<Wake>;
  /** What has not come back by now is not waited for. */
  end(): void;
}

/** A wake-up that is over goes, however it ended, so that its id can be used again. */
const defaultJobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/**
 * Of each queue at once. A wake-up for reminders sends many itself: two of them are some thirty connections. One for
 * deliveries sends to one endpoint: many of them, so that those which are slow hold up nobody.
 */
const CONCURRENCY: Record<QueueName, number> = { reminder: 2, delivery: 48 };

/** A worker that died is noticed within seconds, and waiting is short: rows say what is owed, so a repeat does no harm. */
const working = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 3,
  runRetryDelay: 1_000,
};

/** On Redis where there is one, else in the database, whose queue tables are brought up to date first. */
export async function openQueues({ REDIS_URL: redis, DATABASE_URL: database }: WorkerSettings): Promise<QueueBackend> {
  if (redis !== undefined) return onRedis(redis);
  await prepareQueueSchema(database);
  return onPostgres(database);
}

/**
 * Redis may be away at any time: what is asked of it meanwhile fails at once, a goodbye too, and the connections come
 * back by themselves.
 */
function onRedis(url: string): QueueBackend {
  let ended = false;
  const retryStrategy = (times: number): number | null => (ended ? null : Math.min(times * 200, 2_000));
  const connection = { url, enableOfflineQueue: false, maxRetriesPerRequest: null, retryStrategy };
  const prefix = 'jalon';
  return {
    queue: (name) => new Queue<Wake>(name, { connection, prefix, defaultJobOptions }),
    worker: (name, process) =>
      new Worker<Wake>(name, process, { connection, prefix, concurrency: CONCURRENCY[name], ...working }),
    end: () => {
      ended = true;
    },
  };
}

function onPostgres(url: string): QueueBackend {
  const connection = { connectionString: url, schema: QUEUE_SCHEMA, max: 2, keepAlive: true };
  return {
    queue: (name) =>
      new Queue(name, { connection, defaultJobOptions }, createPostgresBackend) as unknown as Queue<Wake>,
    worker: (name, process) =>
      new Worker<Wake>(
        name,
        process,
        { connection, concurrency: CONCURRENCY[name], ...working },
        createPostgresBackend as never,
      ),
    end: () => undefined, // its pools have no connection that nobody asks for
  };
}

export const QUEUE_SCHEMA = 'bullmq';

/**
 * Brings the queue's own tables up to date, as the app's role. That role may use the schema, which is there, and may not
 * make schemas: PostgreSQL refuses it `create schema if not exists` even then, so that one statement is left out.
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
