import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { prepareQueueSchema, QUEUE_SCHEMA } from '../../apps/worker/queues.js';
import { workerSettings } from '../../apps/worker/settings.js';

/**
 * A process that has a queue and a worker on it, as the worker of Jalon has, and nothing else. Asked for `jobs`, it adds so
 * many that do nothing, each under an id of its own, and says how many ms passed until the last of them was done.
 */
const CONCURRENCY = 8;
const { REDIS_URL: redis, DATABASE_URL: database } = workerSettings(process.env);
const options = { removeOnComplete: true, removeOnFail: true };
let left = 0;
let done = (): void => undefined;
const work = (): Promise<void> => {
  left -= 1;
  if (left === 0) done();
  return Promise.resolve();
};

async function open(): Promise<Queue> {
  if (redis !== undefined) {
    const connection = { url: redis, maxRetriesPerRequest: null };
    new Worker('bare', work, { connection, concurrency: CONCURRENCY });
    return new Queue('bare', { connection, defaultJobOptions: options });
  }
  await prepareQueueSchema(database);
  const connection = { connectionString: database, schema: QUEUE_SCHEMA };
  new Worker('bare', work, { connection, concurrency: CONCURRENCY }, createPostgresBackend as never);
  return new Queue('bare', { connection, defaultJobOptions: options }, createPostgresBackend) as unknown as Queue;
}

const queue = await open();
let round = 0;
process.on('message', (message) => {
  const { jobs } = message as { jobs: number };
  void add(jobs);
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.({ ready: true });

async function add(jobs: number): Promise<void> {
  round += 1;
  left = jobs;
  const all = new Promise<void>((resolve) => (done = resolve));
  const start = performance.now();
  await queue.addBulk(
    Array.from({ length: jobs }, (_, index) => ({
      name: 'reminder',
      data: { id: `${round}-${index}` },
      opts: { jobId: `reminder-${round}-${index}` },
    })),
  );
  await all;
  process.send?.({ ms: performance.now() - start });
}
