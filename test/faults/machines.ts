import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#database/embedded/embedded.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { built } from '#test/built.js';
import { type Client, clientOf } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { hasPostgres, type PostgresPair, startPostgresPair } from '#test/faults/postgres-server.js';
import { noRedis, type RedisServer, startRedis } from '#test/redis-server.js';
import { until } from '#test/until.js';
import type { Subject } from './operations.js';
import { Program } from './processes.js';
import { openDossiers, type HookEndpoint, startReceiver, subscribe, KEY, SECRET } from './system.js';

const PROGRAM = ['haproxy', '/usr/sbin/haproxy'].find((path) => spawnSync(path, ['-v']).status === 0);

const hasHaproxy = PROGRAM !== undefined;

interface Haproxy {
  /** With SIGKILL; all connections through it end. */
  kill(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

/** Runs HAProxy with docs/haproxy.cfg, whose addresses are replaced by those of a test. */
async function startHaproxy(addresses: Record<string, string>): Promise<Haproxy> {
  let config = await readFile(join(import.meta.dirname, '../../docs/haproxy.cfg'), 'utf8');
  for (const [documented, own] of Object.entries(addresses)) {
    if (!config.includes(` ${documented}`)) throw new Error(`docs/haproxy.cfg has no ${documented}`);
    config = config.replaceAll(` ${documented}`, ` ${own}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'jalon-haproxy-'));
  await writeFile(join(folder, 'haproxy.cfg'), config);
  const launch = () => {
    const proxy = spawn(PROGRAM!, ['-f', join(folder, 'haproxy.cfg'), '-db'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    proxy.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    proxy.once('exit', (code) => {
      if (code) process.stderr.write(said);
    });
    return proxy;
  };
  let running = launch();
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  return {
    kill,
    start() {
      running = launch();
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const needed = { haproxy: hasHaproxy, postgresql: hasPostgres, 'redis-server': noRedis === undefined };
const missing = Object.entries(needed).flatMap(([name, isHere]) => (isHere ? [] : [name]));

/** Why the machines cannot be started here; `undefined` when they can. In CI they must. */
export const noMachines =
  missing.length > 0 && process.env['CI'] === undefined ? `${missing.join(', ')} not installed` : undefined;

const DOSSIERS = 40;
const ENDPOINTS = 2;

/** Two of each program behind HAProxy, on PostgreSQL with a synchronous standby, and Redis. */
export interface Machines {
  pair: PostgresPair;
  redis: RedisServer;
  proxy: Haproxy;
  apis: Program[];
  workers: Program[];
  /** Past the proxy. */
  apiUrls: string[];
  /** Of the proxy. */
  url: string;
  api: Client;
  database: TestDatabase;
  subjects: Subject[];
  since: number;
  endpoints: HookEndpoint[];
  /** Waits until every program is at work, as the proxy and the log say. */
  whole(): Promise<void>;
  stopPrograms: () => Promise<void>;
  close(): Promise<void>;
}

/** @param folder for the logs of the programs */
export async function startMachines(folder: string): Promise<Machines> {
  const [pair, redis] = await Promise.all([startPostgresPair(), startRedis()]);
  const [web, primary, ...apiPorts] = await freePorts(4);
  const local = (port: number | undefined): string => `127.0.0.1:${port}`;
  const proxy = await startHaproxy({
    'jalon.example.org:80': local(web),
    '127.0.0.1:6432': local(primary),
    ...Object.fromEntries(apiPorts.map((port, nth) => [`api-${nth + 1}:3000`, local(port)])),
    'db-1:5432': local(pair.primary.port),
    'db-2:5432': local(pair.standby.port),
  });
  const through = (url: string, port: number | undefined): string => {
    const proxied = new URL(url);
    proxied.port = String(port);
    return proxied.href;
  };
  const formerServer = process.env['JALON_TEST_POSTGRES'];
  process.env['JALON_TEST_POSTGRES'] = through(pair.primary.url, primary);
  let made: TestDatabase | undefined;
  await until(async () => {
    made = await freshDatabase().catch(() => undefined); // the proxy has not checked the servers yet
    return made !== undefined;
  });
  const database = made!;
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const subjects = await openDossiers(events, DOSSIERS);
  const since = await events.head();
  const receiver = await startReceiver();
  const endpoints = await subscribe(ENDPOINTS, database, { subjects, since, receiver, secret: SECRET });

  const environment = {
    DATABASE_URL: database.appUrl,
    DATABASE_TIMEOUTS: 'connect=3s,append=3s',
    JALON_SECRET: SECRET,
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    REDIS_URL: redis.url,
  };
  const launch = (kind: 'api' | 'worker', nth: number, own: Record<string, string>): Program => {
    const isReady = (output: string): boolean => output.includes(kind === 'api' ? 'listening at' : 'Worker started');
    const command = { script: built(`apps/${kind}/main.ts`), env: { ...environment, ...own }, isReady };
    const program = new Program(`${kind}-${nth}`, command, join(folder, `${kind}-${nth}.log`));
    program.start();
    return program;
  };
  const apis = apiPorts.map((port, nth) => launch('api', nth + 1, { JALON_ADMIN_KEY: KEY, PORT: String(port) }));
  const workers = [1, 2].map((nth) => launch('worker', nth, {}));
  const programs = [...apis, ...workers];
  const stopPrograms = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop()));
  };
  const apiUrls = apiPorts.map((port) => `http://${local(port)}`);
  const url = `http://${local(web)}`;
  return {
    ...{ pair, redis, proxy, apis, workers, apiUrls, url, database, subjects, since, endpoints, stopPrograms },
    api: clientOf(url, KEY),
    whole: () =>
      until(async () => {
        if (!programs.every(({ hasStarted }) => hasStarted)) return false;
        const ready = await Promise.all([url, ...apiUrls].map((at) => fetch(`${at}/readyz`).catch(() => undefined)));
        return ready.every((answer) => answer?.ok);
      }),
    async close() {
      await stopPrograms();
      receiver.server.closeAllConnections();
      receiver.server.close();
      await Promise.all([database.app.destroy(), database.owner.destroy()]);
      await proxy.close();
      await Promise.all([pair.close(), redis.close()]);
      if (formerServer !== undefined) process.env['JALON_TEST_POSTGRES'] = formerServer;
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort('127.0.0.1'));
  return ports;
}
