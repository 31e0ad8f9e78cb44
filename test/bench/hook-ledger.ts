import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import { say } from './measure.js';
import { applying, fact, TODAY } from './portfolio.js';
import { run, type Running } from './process.js';

/** Opens the secrets of webhooks; no secret at all. */
export const SECRET = 'bench_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
export const subscriber = (nth: number): string => uuidOf('bench endpoint', String(nth));

const PROVIDERS = 50;
const OF_A_DOSSIER = 5;
const AT_ONCE = 200;
const provider = (nth: number): string => uuidOf('bench provider', String(nth % PROVIDERS));
const dossier = (nth: number): string => uuidOf('bench dossier', String(nth));

interface HookLedger {
  database: TestDatabase;
  events: EventStore<LedgerEvent>;
}

/** A ledger of its own, whose endpoints hear of whatever is recorded from now on. */
export async function openLedger(urls: readonly string[]): Promise<HookLedger> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  await registerProviders(events);
  await subscribeAll(database.app, urls, await events.head());
  return { database, events };
}

async function registerProviders(events: EventStore<LedgerEvent>): Promise<void> {
  const appends = Array.from({ length: PROVIDERS }, (_, nth) => {
    const event = { type: 'ProviderRegistered', data: { name: `Provider ${nth}` } } as const;
    return {
      stream: providerStream(provider(nth)),
      expected: 0,
      events: [{ id: uuidOf('bench', String(nth)), event }],
    };
  });
  await events.append(appends, { actor: 'bench' });
}

async function subscribeAll(db: LedgerDatabase, urls: readonly string[], since: number): Promise<void> {
  const confirmed = urls.map((target, nth) => ({
    id: subscriber(nth),
    channel: 'webhook' as const,
    target,
    filter: { changes: true, deadlines: false },
  }));
  await insertConfirmed(db, confirmed, { at: new Date(), since, secret: SECRET });
}

/** Records so many events, of dossiers with five each. */
export async function record({ events }: HookLedger, count: number, seed: number): Promise<void> {
  const dossiers = Array.from({ length: Math.ceil(count / OF_A_DOSSIER) }, (_, nth) => {
    const opened = { type: 'DossierOpened', data: { provider: provider(nth), scheme: 'secnumcloud' } } as const;
    const lived = applying(dossier(nth), Dice.of(seed, nth));
    return [{ id: uuidOf('bench opened', String(nth)), event: opened }, ...lived];
  });
  const left = count - (dossiers.length - 1) * OF_A_DOSSIER;
  const appends = dossiers.map((of, nth) => ({
    stream: dossierStream(dossier(nth)),
    expected: 0,
    events: of.slice(0, nth === dossiers.length - 1 ? left : OF_A_DOSSIER),
  }));
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await events.append(appends.slice(start, start + AT_ONCE), { actor: 'bench' });
}

/** Records the nth event of one dossier that lives long. */
export async function recordOne({ events }: HookLedger, nth: number): Promise<void> {
  const stream = dossierStream(uuidOf('bench long-lived'));
  const opened = { type: 'DossierOpened', data: { provider: provider(0), scheme: 'secnumcloud' } } as const;
  const event =
    nth === 0 ? opened : fact('TargetSet', TODAY, { milestone: 'J3', target: `20${27 + (nth % 40)}` }, 'company');
  await events.append([{ stream, expected: nth, events: [{ id: uuidOf('bench one', String(nth)), event }] }], {
    actor: 'bench',
  });
}

/** A worker as users run it. */
export const startWorker = ({ appUrl }: TestDatabase): Running =>
  run('apps/worker/main.js', [], {
    DATABASE_URL: appUrl,
    JALON_SECRET: SECRET,
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    LOG_LEVEL: 'info',
  });

/** Resolves once it says that it runs, or has ended. */
export const runs = (worker: Running): Promise<void> => worker.says('Worker started');

/** What came, as one that keeps to `webhook-id` sees it. */
interface Report {
  requests: number;
  messages: number;
  /** Messages that were answered with a yes, if only once. */
  taken: number;
  /** Messages that came more than once. */
  repeated: number;
  /** How often one came again in other words. */
  otherBodies: number;
  meanBytes: number;
  /** Messages a second, but for the first twentieth. */
  perSecond: number;
}

interface Arrival {
  id: string;
  /** The first time, in ms since 1970. */
  firstMs: number;
  isTaken: boolean;
}

/** Many endpoints in one process; each is a port of its own, as each host would be. */
export class Receiver {
  #asked: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly running: Running,
    readonly ports: readonly number[],
  ) {}

  static async open(endpoints: number): Promise<Receiver> {
    const running = run('test/bench/receiver.js', [String(endpoints)], {});
    const { ports } = await running.hear<{ ports: number[] }>();
    return new Receiver(running, ports);
  }

  url(endpoint: number): string {
    return `http://127.0.0.1:${this.ports[endpoint] ?? 0}/hook`;
  }

  /** How many messages came, and how many requests have no answer yet. */
  count(): Promise<{ messages: number; open: number }> {
    return this.#ask('count');
  }

  report(): Promise<Report> {
    return this.#ask('report');
  }

  async arrivals(): Promise<Arrival[]> {
    const rows = await this.#ask<[string, number, boolean][]>('arrivals');
    return rows.map(([id, firstMs, isTaken]) => ({ id, firstMs, isTaken }));
  }

  /** Forgets what came. From now on it answers after a while by chance, at most so many ms. */
  async forget(slowestMs = 0): Promise<void> {
    await this.#ask('forget', slowestMs);
  }

  close(): Promise<void> {
    return this.running.stop();
  }

  /** One question after the other: answers do not say which they belong to. */
  #ask<T>(ask: string, value = 0): Promise<T> {
    const answer = this.#asked.then(() => this.running.hear<T>({ ask, value }));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }
}

const POLL_MS = 100;

/** Waits until so many messages have come and nothing is owed to anybody. @throws when nothing comes for a minute */
export async function allSettled({ app }: TestDatabase, receiver: Receiver, messages: number): Promise<void> {
  const patience = new Patience();
  let last = 0;
  for (;;) {
    const { messages: came } = await receiver.count();
    if (came >= messages && !(await isOwed(app))) return;
    if (came > last) patience.renew();
    else if (patience.isOver()) throw new Error(`${came} of ${messages} messages came: ${await statesIn(app)}`);
    last = came;
    await sleep(POLL_MS);
  }
}

/** A claim whose process died lapses within 20 s and is found within 10. */
class Patience {
  #since = performance.now();
  renew(): void {
    this.#since = performance.now();
  }
  isOver(): boolean {
    return performance.now() - this.#since > 60_000;
  }
}

async function isOwed(app: TestDatabase['app']): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>`
    select exists (select from delivery where state = 'planned') or exists (select from delivery where state = 'claimed') as owed
  `.execute(app);
  return rows[0]!.owed;
}

async function statesIn(app: TestDatabase['app']): Promise<string> {
  const { rows } = await sql`
    select state, last_error, count(*) from delivery group by state, last_error order by 3 desc limit 10
  `.execute(app);
  return JSON.stringify(rows);
}

/** Every event to every endpoint is one row that says `sent`, and was taken at least once, by its id, in the same words. @throws where not */
export async function assertEachOnce({ app }: TestDatabase, receiver: Receiver, owed: number): Promise<void> {
  const { rows } = await sql<{ rows: number; sent: number; distinct: number }>`
    select count(*) as rows, count(*) filter (where state = 'sent') as sent,
      count(distinct (subscription, message -> 'data' ->> 'position')) as distinct
    from delivery
  `.execute(app);
  const inRows = rows[0]!;
  const { requests, messages, taken, repeated, otherBodies } = await receiver.report();
  say('deliveries owed', owed, '');
  say('  rows, all of them sent', inRows.sent, '', inRows.rows === inRows.sent ? '' : await statesIn(app));
  say('  rows of an event and an endpoint, distinct', inRows.distinct, '');
  say('  messages taken, by webhook-id', taken, '');
  say('  of which came more than once', repeated, '', `${requests - messages} requests too many`);
  const missing = await missingOf(app, receiver);
  const figures = [inRows.rows, inRows.sent, inRows.distinct, messages, taken];
  if (figures.some((figure) => figure !== owed) || otherBodies > 0 || missing > 0)
    throw new Error(`not each once: ${JSON.stringify({ owed, ...inRows, messages, taken, otherBodies, missing })}`);
}

async function missingOf(app: TestDatabase['app'], receiver: Receiver): Promise<number> {
  const taken = new Set((await receiver.arrivals()).filter(({ isTaken }) => isTaken).map(({ id }) => id));
  const rows = await app.selectFrom('delivery').select('message_id').execute();
  return rows.filter(({ message_id }) => !taken.has(message_id)).length;
}
