import { hash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import { codec, type LedgerEvent, dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { built } from '#test/built.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { type PostgresServer, startPostgres } from '#test/faults/postgres-server.js';
import { type SilentProxy, startSilentProxy } from '#test/faults/silent-proxy.js';
import { noRedis, type RedisServer, startRedis } from '#test/redis-server.js';
import { whileTestRuns } from '#test/until.js';
import { projections } from '../../apps/cli/database-commands.js';
import { now, type Endpoint } from './history.js';
import type { Subject } from './operations.js';
import { Program } from './processes.js';

/** Of a run; `npm run faults` reads them from the environment. */
export interface FaultSettings {
  seed: number;
  /** Acknowledged events, without those of the broken control. */
  events: number;
  /** The events and the faults are spread over this time; a slow machine takes longer. */
  minutes: number;
  /** Processes killed with SIGKILL: api, worker, and PostgreSQL as a whole or one of its backends. */
  kills: number;
  /** Frozen processes, and connections that go silent or are reset. */
  others: number;
  apis: number;
  workers: number;
  /** Readers of the event stream. */
  readers: number;
  /** Webhook endpoints; a claimed message of a killed worker is sent again after 20 to 30 seconds only. */
  endpoints: number;
  /** Dossiers that the events are spread over. */
  dossiers: number;
  /** How long a freeze or a silence lasts at most. */
  longestMs: number;
  /** How long a client waits for an answer. */
  patienceMs: number;
  /** How long all may take to recover from a fault at most. */
  recoveryMs: number;
  /** Settings of api and worker. */
  timeouts: Record<string, string>;
}

export const SHORT: FaultSettings = {
  seed: 1,
  events: 800,
  minutes: 5 / 60,
  kills: 3,
  others: 1,
  apis: 1,
  workers: 1,
  readers: 2,
  endpoints: 0,
  dossiers: 80,
  longestMs: 1_000,
  patienceMs: 3_000,
  recoveryMs: 200_000,
  timeouts: timeouts(2_000),
};

/**
 * `FAULTS_EVENTS=10000 FAULTS_KILLS=10 FAULTS_MINUTES=2 npm run faults`. `FAULTS_SLOW` multiplies timeouts, for a machine that
 * is busy with other things.
 */
export function longSettings(env: NodeJS.ProcessEnv): FaultSettings {
  const number = (name: string, otherwise: number): number => {
    const value = Number(env[name] ?? otherwise);
    if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, not ${String(env[name])}`);
    return value;
  };
  const events = number('FAULTS_EVENTS', 100_000);
  const kills = number('FAULTS_KILLS', 50);
  const slow = number('FAULTS_SLOW', 1);
  return {
    seed: number('FAULTS_SEED', Math.floor(Math.random() * 2 ** 31)),
    events,
    kills,
    minutes: number('FAULTS_MINUTES', 12),
    others: Math.ceil(kills / 2),
    apis: 2,
    workers: 2,
    readers: 4,
    endpoints: 2,
    dossiers: Math.ceil(events / 40),
    longestMs: 6_000,
    patienceMs: 6_000 * slow,
    recoveryMs: 60_000 * slow,
    timeouts: timeouts(3_000 * slow),
  };
}

/** Shorter than the defaults, so that more faults fit into a run. */
function timeouts(ms: number): Record<string, string> {
  return {
    DATABASE_TIMEOUTS: `connect=${ms}ms,append=${ms}ms,statement=${2 * ms}ms,lock=${ms}ms,silence=${2 * ms}ms`,
  };
}

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

/** A webhook endpoint, whose subscription it is named by, and what came to it. */
export interface HookEndpoint {
  id: string;
  /** By name. */
  providers: string[];
  ordered: boolean;
  arrivals: Endpoint['arrivals'];
}

interface Message {
  type: string;
  data: { position: number; id: string };
}

interface Receiver {
  server: Server;
  url: string;
  arrivals: Map<string, Endpoint['arrivals']>;
}

export async function startReceiver(): Promise<Receiver> {
  const arrivals: Receiver['arrivals'] = new Map();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks);
      response.writeHead(204).end();
      const { type, data } = JSON.parse(body.toString('utf8')) as Message;
      if (type === 'ledger.reset') return;
      const message = String(request.headers['webhook-id']);
      const arrival = { message, position: data.position, event: data.id, digest: hash('sha1', body) };
      arrivals.get(request.url ?? '')?.push(arrival);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, arrivals, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The first hears of a tenth of the providers, the others of one each, one message at a time. */
export async function subscribe(
  count: number,
  database: TestDatabase,
  heard: { subjects: readonly Subject[]; since: number; receiver: Receiver; secret: string },
): Promise<HookEndpoint[]> {
  const { subjects, since, receiver, secret } = heard;
  const all = [...new Set(subjects.map(({ provider }) => provider))];
  const endpoints = Array.from({ length: count }, (_, nth) => {
    const providers = nth === 0 ? all.slice(0, Math.ceil(all.length / 10)) : all.slice(-nth, all.length - nth + 1);
    const arrivals: Endpoint['arrivals'] = [];
    receiver.arrivals.set(`/hook-${nth}`, arrivals);
    return { id: uuidOf('faults endpoint', String(nth)), providers, ordered: nth > 0, arrivals };
  });
  const confirmed = endpoints.map(({ id, providers }, nth) => ({
    ...{ id, channel: 'webhook' as const, target: `${receiver.url}/hook-${nth}` },
    filter: { changes: true, deadlines: false, providers: providers.map(providerId) },
  }));
  if (confirmed.length === 0) return [];
  await insertConfirmed(database.app, confirmed, { at: new Date(), since, secret });
  const ordered = endpoints.filter((endpoint) => endpoint.ordered).map(({ id }) => id);
  await database.app.updateTable('subscription').set({ ordered: true }).where('id', 'in', ordered).execute();
  return endpoints;
}

const OF_A_PROVIDER = 20;

/** Twenty dossiers for each provider, of two events each: version 1 is never the current one. */
export async function openDossiers(events: EventStore<LedgerEvent>, count: number): Promise<Subject[]> {
  const subjects = Array.from({ length: count }, (_, nth) => ({
    id: uuidOf('faults dossier', String(nth)),
    provider: `Provider ${Math.floor(nth / OF_A_PROVIDER)}`,
    service: `Service ${nth}`,
  }));
  const event = (name: string, type: string, data: object, more: object = {}) => ({
    id: uuidOf('faults', type, name),
    event: { type, data, ...more } as LedgerEvent,
  });
  const said = { occurred: '2026-01', source: { kind: 'company', publisher: 'The company' } };
  const appends = [
    ...[...new Set(subjects.map(({ provider }) => provider))].map((name) => {
      const registered = event(name, 'ProviderRegistered', { name });
      return { stream: providerStream(providerId(name)), expected: 0, events: [registered] };
    }),
    ...subjects.map(({ id, provider, service }) => {
      const opened = event(id, 'DossierOpened', { provider: providerId(provider), scheme: 'secnumcloud', service });
      return {
        ...{ stream: dossierStream(id), expected: 0 },
        events: [opened, event(id, 'IntentDeclared', {}, said)],
      };
    }),
  ];
  const AT_ONCE = 500;
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await events.append(appends.slice(start, start + AT_ONCE), { actor: 'faults' });
  return subjects;
}

const providerId = (name: string): string => uuidOf('faults provider', name);
