import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import fastify from 'fastify';
import { Agent, request } from 'undici';
import { openDatabase } from '#database/connection.js';
import { integrate } from '#proof/ledger-log.js';
import { LogSigner } from '#proof/signing.js';
import { BareTable } from './bare-table.js';
import type { Sample } from './appending.js';
import { Proving } from '../../apps/worker/proving.js';
import { prepareQueueSchema, QUEUE_SCHEMA } from '../../apps/worker/queues.js';
import { workerSettings } from '../../apps/worker/settings.js';

/**
 * What Jalon is measured beside, each in a process of its own that is named by the first argument, does what its parent
 * orders, answers each order with a message, and does nothing else.
 */
type Answering = (order: never) => Promise<object>;

/** One route that inserts a row, and routes that return what they were told. */
async function server({ url, answers }: { url: string; answers: Record<string, unknown> }): Promise<object> {
  const table = await BareTable.create(openDatabase({ url, applicationName: 'bare server' }));
  const routes = fastify();
  routes.post<{ Body: Sample }>('/events', async ({ body: { data, source } }, reply) => {
    await table.insertOne(data, source);
    return reply.status(201).send(answers['/events']);
  });
  for (const [path, answer] of Object.entries(answers)) routes.get(path, () => Promise.resolve(answer));
  return { url: await routes.listen({ port: 0, host: '127.0.0.1' }) };
}

interface Posts {
  ports: number[];
  requests: number;
  bytes: number;
  abreast: number;
}

/** Posts bodies of so many bytes to these ports, so many at a time, over connections that it keeps. */
async function client({ ports, requests, bytes, abreast }: Posts): Promise<object> {
  const dispatcher = new Agent();
  const body = 'x'.repeat(Math.round(bytes));
  const round = Math.round(performance.now()).toString(16).padStart(12, '0');
  let sent = 0;
  const post = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'bare',
        'jalon-attempt': '1',
        'webhook-id': `00000000-0000-4000-8000-${round}-${sent}`,
        'webhook-timestamp': '1795000000',
        'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      };
      const url = `http://127.0.0.1:${ports[sent % ports.length] ?? 0}/hook`;
      const answer = await request(url, { method: 'POST', headers, body, dispatcher });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: abreast }, post));
  await dispatcher.close();
  return { sent };
}

/** A queue and a worker on it, as the worker of Jalon has; adds so many jobs that do nothing, each under an id of its own. */
async function queue(): Promise<Answering> {
  const { REDIS_URL: redis, DATABASE_URL: database } = workerSettings(process.env);
  const concurrency = 8;
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true };
  let left = 0;
  let done = (): void => undefined;
  const work = (): Promise<void> => {
    left -= 1;
    if (left === 0) done();
    return Promise.resolve();
  };
  const open = async (): Promise<Queue> => {
    if (redis !== undefined) {
      const connection = { url: redis, maxRetriesPerRequest: null };
      new Worker('bare', work, { connection, concurrency });
      return new Queue('bare', { connection, defaultJobOptions });
    }
    await prepareQueueSchema(database);
    const connection = { connectionString: database, schema: QUEUE_SCHEMA };
    new Worker('bare', work, { connection, concurrency }, createPostgresBackend as never);
    return new Queue('bare', { connection, defaultJobOptions }, createPostgresBackend) as unknown as Queue;
  };
  const opened = await open();
  let round = 0;
  return async ({ jobs }: { jobs: number }) => {
    round += 1;
    left = jobs;
    const all = new Promise<void>((resolve) => (done = resolve));
    const start = performance.now();
    await opened.addBulk(
      Array.from({ length: jobs }, (_, index) => ({
        name: 'reminder',
        data: { id: `${round}-${index}` },
        opts: { jobId: `reminder-${round}-${index}` },
      })),
    );
    await all;
    return { ms: performance.now() - start };
  };
}

/** The log, kept as the worker keeps it, or not: it is up to date, or has stopped, when it answers. */
async function log(): Promise<Answering> {
  const db = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench log' });
  const signer = await LogSigner.open(process.env['JALON_PROOF_FOLDER'] ?? '', 'ledger.example.org/log');
  const proving = new Proving(db, signer, { JALON_WITNESSES: [] } as never, console);
  let ending = new AbortController();
  let running = Promise.resolve();
  return async ({ isOn }: { isOn: boolean }) => {
    ending.abort();
    await running;
    ending = new AbortController();
    await integrate(db);
    if (isOn) running = proving.run(ending.signal);
    return {};
  };
}

export interface Report {
  requests: number;
  /** By their `webhook-id`. */
  messages: number;
  meanBytes: number;
  /** Messages a second, but for the first twentieth: what begins is slow. */
  perSecond: number;
}

/** Takes webhooks on so many ports and says yes; each port is an endpoint, as each host would be. */
async function receiver(): Promise<Answering> {
  let arrivals = new Map<string, number>();
  let [requests, bytes] = [0, 0];
  const take = createServerOf((id, size) => {
    requests += 1;
    bytes += size;
    if (!arrivals.has(id)) arrivals.set(id, performance.now());
  });
  const ports = await Promise.all(Array.from({ length: Number(process.argv[3]) }, take));
  const report = (): Report => {
    const times = [...arrivals.values()];
    const from = Math.floor(times.length / 20);
    const perSecond = ((times.length - 1 - from) / (times.at(-1)! - times[from]!)) * 1000;
    return { requests, messages: arrivals.size, meanBytes: bytes / requests, perSecond };
  };
  return ({ ask }: { ask: 'ports' | 'count' | 'report' | 'forget' }) => {
    if (ask === 'ports') return Promise.resolve({ ports });
    if (ask === 'count') return Promise.resolve({ messages: arrivals.size });
    if (ask === 'report') return Promise.resolve(report());
    arrivals = new Map();
    [requests, bytes] = [0, 0];
    return Promise.resolve({});
  };
}

const createServerOf = (note: (id: string, bytes: number) => void) => async (): Promise<number> => {
  const listening = createServer((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.once('end', () => {
      note(String(request.headers['webhook-id']), size);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port;
};

const others: Record<string, () => Promise<Answering>> = {
  server: () => Promise.resolve(server),
  client: () => Promise.resolve(client),
  queue,
  log,
  receiver,
};

const answering = await others[process.argv[2] ?? '']!();
process.on('message', (order) => {
  void answering(order as never).then((answer) => process.send?.(answer));
});
for (const end of ['disconnect', 'SIGTERM'] as const) process.once(end, () => process.exit(0));
process.send?.({ ready: true });
