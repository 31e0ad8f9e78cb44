import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { freePort } from '#database/embedded/embedded.js';
import { EventStore } from '#event-store/event-store.js';
import { built } from '#test/built.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { type PostgresServer, startPostgres } from '#test/faults/postgres-server.js';
import { type SilentProxy, startSilentProxy } from '#test/faults/silent-proxy.js';
import { noRedis, type RedisServer, startRedis } from '#test/redis-server.js';
import { whileTestRuns } from '#test/until.js';
import { projections } from '../../apps/cli/projections.js';
import { openDossiers } from './dossiers.js';
import { type HookEndpoint, startReceiver, subscribe } from './endpoints.js';
import { now } from './history.js';
import type { Subject } from './operations.js';
import { Program } from './processes.js';
import type { FaultSettings } from './settings.js';

export const KEY = 'faults-key_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
export const SECRET = 'faults_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const POLL_MS = 50;

/** A program, its connections to PostgreSQL and, of an api, those of its clients. */
export interface Node {
  program: Program;
  database: SilentProxy;
  clients?: SilentProxy;
  /** Of an api, past its clients' network. */
  url?: string;
}

/** All of Jalon as processes on one machine, with a network of its own for each. */
export interface System {
  apis: Node[];
  workers: Node[];
  /** Of the processes that write to the ledger themselves. */
  writers: { url: string; network: SilentProxy };
  /** The addresses of the apis for clients. */
  urls: string[];
  postgres: PostgresServer;
  database: TestDatabase;
  events: EventStore<LedgerEvent>;
  redis: RedisServer | undefined;
  subjects: Subject[];
  /** The head of the ledger once it was prepared. */
  since: number;
  endpoints: HookEndpoint[];
  /** How far each projection is. */
  checkpoints(): Promise<number[]>;
  /** Waits until every program has started and every projection has reached the head. @throws Error when that takes too long */
  whole(patienceMs: number): Promise<void>;
  stopPrograms(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder for the logs of the programs */
export async function startSystem(settings: FaultSettings, folder: string): Promise<System> {
  const [postgres, redis] = await Promise.all([startPostgres(), noRedis === undefined ? startRedis() : undefined]);
  const formerServer = process.env['JALON_TEST_POSTGRES'];
  process.env['JALON_TEST_POSTGRES'] = postgres.url;
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const subjects = await openDossiers(events, settings.dossiers);
  const since = await events.head();
  const receiver = await startReceiver();
  const endpoints = await subscribe(settings.endpoints, database, { subjects, since, receiver, secret: SECRET });

  const environment = {
    JALON_SECRET: SECRET,
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    LOG_LEVEL: 'info',
    ...(redis && { REDIS_URL: redis.url }),
    ...settings.timeouts,
  };
  const nodeOf = async (kind: 'api' | 'worker', nth: number): Promise<Node> => {
    const network = await startSilentProxy();
    const port = await freePort('127.0.0.1');
    const env = { ...environment, DATABASE_URL: network.through(database.appUrl) };
    const own = kind === 'api' ? { PORT: String(port), JALON_ADMIN_KEY: KEY } : {};
    const isReady = (output: string): boolean => output.includes(kind === 'api' ? 'listening at' : 'Worker started');
    const name = `${kind}-${nth + 1}`;
    const command = { script: built(`apps/${kind}/main.ts`), env: { ...env, ...own }, isReady };
    const program = new Program(name, command, join(folder, `${name}.log`));
    program.start();
    if (kind === 'worker') return { program, database: network };
    return { program, database: network, clients: await startSilentProxy(), url: `http://127.0.0.1:${port}` };
  };
  const nodes = (kind: 'api' | 'worker', count: number): Promise<Node[]> =>
    Promise.all(Array.from({ length: count }, (_, nth) => nodeOf(kind, nth)));
  const [apis, workers] = await Promise.all([nodes('api', settings.apis), nodes('worker', settings.workers)]);
  const network = await startSilentProxy();

  const checkpoints = async (): Promise<number[]> => {
    const rows = await database.app.selectFrom('checkpoint').select('position').execute();
    return rows.map(({ position }) => position);
  };
  /** What is not at work yet, or has not reached a position of the ledger. */
  const missing = async (head: number): Promise<string[]> => {
    const answers = apis.map(async ({ url, program }) => {
      const isReady = await fetch(`${url!}/readyz`, { signal: AbortSignal.timeout(settings.patienceMs) }).then(
        ({ ok }) => ok,
        () => false,
      );
      return isReady && program.hasStarted ? [] : [program.name];
    });
    const idle = workers.filter(({ program }) => !program.hasStarted).map(({ program }) => program.name);
    const reached = await checkpoints().catch(() => []);
    const behind = reached.filter((position) => position < head).map((position) => `a projection at ${position}`);
    const absent = Array.from({ length: projections.length - reached.length }, () => 'a projection');
    return [...(await Promise.all(answers)).flat(), ...idle, ...behind, ...absent];
  };
  const programs = [...apis, ...workers].map(({ program }) => program);
  return {
    ...{ apis, workers, postgres, database, events, redis, subjects, since, endpoints, checkpoints },
    writers: { url: network.through(database.appUrl), network },
    urls: apis.map(({ clients, url }) => clients!.through(url!).replace(/\/$/, '')),
    async whole(patienceMs) {
      const assertTestRuns = whileTestRuns();
      const start = now();
      let head = await events.head().catch(() => undefined);
      let left: string[] = ['PostgreSQL'];
      while (left.length > 0) {
        assertTestRuns(`${left.join(', ')} to be back`);
        if (now() - start > patienceMs) throw new Error(`${left.join(', ')}: not back after ${patienceMs} ms`);
        await sleep(POLL_MS);
        head ??= await events.head().catch(() => undefined);
        if (head !== undefined) left = await missing(head);
      }
    },
    async stopPrograms() {
      await Promise.all(programs.map((program) => program.stop()));
    },
    async close() {
      await Promise.all(programs.map((program) => program.stop()));
      for (const { database: ours, clients } of [...apis, ...workers]) for (const it of [ours, clients]) it?.close();
      network.close();
      receiver.server.closeAllConnections();
      receiver.server.close();
      await database.close();
      await Promise.all([postgres.close(), redis?.close()]);
      if (formerServer !== undefined) process.env['JALON_TEST_POSTGRES'] = formerServer;
    },
  };
}
