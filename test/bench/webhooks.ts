import { setTimeout as sleep } from 'node:timers/promises';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import type { Report } from './beside.js';
import { followed } from './ledger.js';
import { numberSetting as number, say, settle, sum } from './measure.js';
import { applying, recordPortfolio, SECRET } from './portfolio.js';
import { run, type Running } from './process.js';

const events = number('BENCH_EVENTS', 10_000);

/** `BENCH_EVENTS=500 npm run bench:webhooks` takes a minute, and `BENCH_ONLY` chooses a part of it. */
const settings = {
  seed: number('BENCH_SEED', 3),
  events,
  endpoints: number('BENCH_ENDPOINTS', 20),
  /** Of the fan-out to many. */
  subscribers: number('BENCH_SUBSCRIBERS', 10_000),
  /** How many requests of a bare client are measured. */
  bare: number('BENCH_BARE', Math.min(40_000, events * 10)),
  /** `throughput` or `fan-out`; both without. */
  only: process.env['BENCH_ONLY'] ?? '',
};

const { seed, endpoints, bare } = settings;

/**
 * What telling endpoints costs: all events to all endpoints beside a bare HTTP client, and the fan-out alone; on one server
 * that really syncs, with the processes that users run.
 */
export async function webhooks(): Promise<void> {
  console.log(`seed ${settings.seed}`);
  if (settings.only !== 'fan-out') await throughput();
  if (settings.only !== 'throughput') await fanOut();
}

/** As many as the worker has under way, of all endpoints. */
const ABREAST = 8 * endpoints;
const WARM_UP = 20;

/** One worker from rows that nobody has planned to rows that say `sent`, between two runs of a bare client. */
async function throughput(): Promise<void> {
  const [client, receiver] = [run('test/bench/beside.js', ['client'], {}), await Receiver.open(endpoints)];
  try {
    await client.hear();
    const { meanBytes } = await delivered(receiver, WARM_UP);
    const bareRate = (abreast: number): Promise<number> => rateOf(client, receiver, { bytes: meanBytes, abreast });
    await bareRate(ABREAST); // warms up
    const before = [await bareRate(ABREAST), await bareRate(1)] as const;
    console.log(`\n${events.toLocaleString('en')} events to ${endpoints} endpoints, one worker`);
    const { perSecond, memory, requests, messages } = await delivered(receiver, events);
    const after = [await bareRate(ABREAST), await bareRate(1)] as const;
    say('deliveries owed, each taken', messages, '', `${requests - messages} requests too many`);
    say('deliveries', perSecond, 'a second', `bodies of ${meanBytes.toFixed(0)} bytes`);
    for (const [index, how] of [`bare client, ${ABREAST} at a time`, 'bare client, one at a time'].entries()) {
      const [first = NaN, second = NaN] = [before[index], after[index]];
      say(`${how}, before`, first, 'a second', `${Math.round(second).toLocaleString('en')} after`);
      ratio('  deliveries / that', perSecond / ((first + second) / 2), 'aim: at least 0.5');
    }
    say('worker, mean of the first third', memory.first, 'MB');
    say('  of the last third', memory.last, 'MB');
    say('  at its highest', memory.peak, 'MB');
    ratio('last third / first third', memory.last / memory.first, 'aim: about 1');
  } finally {
    await client.stop();
    await receiver.close();
  }
}

/** @throws Error when not every event reached every endpoint */
async function delivered(receiver: Receiver, count: number): Promise<Report & { memory: Memory }> {
  await receiver.forget();
  const database = await openLedger(Array.from({ length: endpoints }, (_, nth) => receiver.url(nth)));
  try {
    await record(database, count);
    const worker = run('apps/worker/main.js', [], {
      DATABASE_URL: database.appUrl,
      JALON_SECRET: SECRET,
      JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
      LOG_LEVEL: 'info',
    });
    const memory = watchMemory(worker, receiver);
    await Promise.race([allSent(database, receiver, count * endpoints), worker.said()]);
    const report = await receiver.report();
    const held = await memory();
    await worker.stop();
    if (report.messages !== count * endpoints) throw new Error(`${report.messages} messages came`);
    return { ...report, memory: held };
  } finally {
    await database.close();
  }
}

async function rateOf(client: Running, receiver: Receiver, how: { bytes: number; abreast: number }): Promise<number> {
  await receiver.forget();
  await client.hear({ ports: receiver.ports, requests: bare, ...how });
  const { perSecond } = await receiver.report();
  await receiver.forget();
  return perSecond;
}

const ratio = (what: string, value: number, aim: string): void => {
  console.log(`${what.padEnd(42)} ${value.toFixed(2).padStart(9)} ${''.padEnd(9)} ${aim}`);
};

const EVERY_MS = 200;

/** What a process held while messages came, in MB. */
interface Memory {
  first: number;
  last: number;
  peak: number;
}

/** Looks from the first message on. @returns asked for once, when the last has come */
function watchMemory(worker: Running, receiver: Receiver): () => Promise<Memory> {
  const samples: number[] = [];
  const ending = new AbortController();
  const looking = (async () => {
    while (!ending.signal.aborted) {
      if (samples.length > 0 || (await receiver.count()) > 0) samples.push(await worker.residentMb());
      await sleep(EVERY_MS);
    }
  })();
  return async () => {
    ending.abort();
    await looking;
    const third = Math.max(1, Math.floor(samples.length / 3));
    const mean = (values: readonly number[]): number => sum(values) / values.length;
    return { first: mean(samples.slice(0, third)), last: mean(samples.slice(-third)), peak: await worker.peakMb() };
  };
}

const PROVIDERS = 50;
const EVENTS_OF_A_DOSSIER = 5;
const AT_ONCE = 200;
const provider = (nth: number): string => uuidOf('bench provider', String(nth));
const subscriber = (nth: number): string => uuidOf('bench endpoint', String(nth));

/** A ledger of its own, whose endpoints hear of whatever is recorded from now on. */
async function openLedger(urls: readonly string[]): Promise<TestDatabase> {
  const database = await freshDatabase();
  const store = new EventStore<LedgerEvent>(database.app, codec);
  const appends = Array.from({ length: PROVIDERS }, (_, nth) => {
    const event = { type: 'ProviderRegistered', data: { name: `Provider ${nth}` } } as const;
    return {
      stream: providerStream(provider(nth)),
      expected: 0,
      events: [{ id: uuidOf('bench', String(nth)), event }],
    };
  });
  await store.append(appends, { actor: 'bench' });
  await subscribe(
    database,
    urls.map((target) => ({ target, filter: {} })),
    await store.head(),
  );
  return database;
}

async function subscribe({ app }: TestDatabase, asked: { target: string; filter: object }[], since = 0): Promise<void> {
  const confirmed = asked.map(({ target, filter }, nth) => ({
    id: subscriber(nth),
    channel: 'webhook' as const,
    target,
    filter: { changes: true, deadlines: false, ...filter },
  }));
  await insertConfirmed(app, confirmed, { at: new Date(), since, secret: SECRET });
}

/** Records so many events, of dossiers with five each. */
async function record({ app }: TestDatabase, count: number): Promise<void> {
  const appends = Array.from({ length: Math.ceil(count / EVENTS_OF_A_DOSSIER) }, (_, nth) => {
    const id = uuidOf('bench dossier', String(nth));
    const data = { provider: provider(nth % PROVIDERS), scheme: 'secnumcloud' };
    const lived = [
      { id: uuidOf('bench opened', String(nth)), event: { type: 'DossierOpened', data } as const },
      ...applying(id, Dice.of(seed, nth)),
    ];
    const left = count - nth * EVENTS_OF_A_DOSSIER;
    return {
      stream: dossierStream(id),
      expected: 0,
      events: lived.slice(0, Math.min(left, EVENTS_OF_A_DOSSIER)),
    };
  });
  const store = new EventStore<LedgerEvent>(app, codec);
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await store.append(appends.slice(start, start + AT_ONCE), { actor: 'bench' });
}

const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Waits until so many messages have come and nothing is owed to anybody. @throws Error when nothing comes for a minute */
async function allSent({ app }: TestDatabase, receiver: Receiver, messages: number): Promise<void> {
  const owed = app.selectFrom('delivery').select('id').where('state', 'in', ['planned', 'claimed']).limit(1);
  let [last, since] = [0, performance.now()];
  for (;;) {
    const came = await receiver.count();
    if (came >= messages && (await owed.execute()).length === 0) return;
    if (came > last) [last, since] = [came, performance.now()];
    else if (performance.now() - since > PATIENCE_MS) throw new Error(`${came} of ${messages} messages came`);
    await sleep(POLL_MS);
  }
}

/** Many endpoints in one process. */
class Receiver {
  #asked: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly running: Running,
    readonly ports: readonly number[],
  ) {}

  static async open(endpoints: number): Promise<Receiver> {
    const running = run('test/bench/beside.js', ['receiver', String(endpoints)], {});
    await running.hear();
    const { ports } = await running.hear<{ ports: number[] }>({ ask: 'ports' });
    return new Receiver(running, ports);
  }

  url(endpoint: number): string {
    return `http://127.0.0.1:${this.ports[endpoint] ?? 0}/hook`;
  }

  async count(): Promise<number> {
    return (await this.#ask<{ messages: number }>('count')).messages;
  }

  report(): Promise<Report> {
    return this.#ask('report');
  }

  async forget(): Promise<void> {
    await this.#ask('forget');
  }

  close(): Promise<void> {
    return this.running.stop();
  }

  /** One question after the other: answers do not say which they belong to. */
  #ask<T>(ask: string): Promise<T> {
    const answer = this.#asked.then(() => this.running.hear<T>({ ask }));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }
}

/** A portfolio's dossiers have four or five events, and every twentieth a provider. */
const OF_A_DOSSIER = 4.8;

/** Twenty who want to hear of different things; nobody hears of all. */
const filters: readonly object[] = [
  { schemes: ['secnumcloud'] },
  { schemes: ['hds'] },
  { schemes: ['hds'], eventTypes: ['SurveillancePassed', 'SurveillanceFailed'] },
  { eventTypes: ['GrantIssued', 'GrantWithdrawn', 'GrantSuspended'] },
  { statusChange: true },
  { becomes: ['granted'] },
  { confirmedOnly: true, eventTypes: ['GrantIssued'] },
  { eventTypes: ['TargetSet', 'MilestoneReached'] },
  ...Array.from({ length: 12 }, (_, nth) => ({ providers: [provider(nth), provider(nth + 1)] })),
];

/** From the ledger to rows, with nobody who sends them. */
async function fanOut(): Promise<void> {
  console.log(`\nfan-out to ${filters.length} subscriptions with filters`);
  await fannedOut(filters, settings.events);
  for (const count of [100, settings.subscribers]) {
    console.log(`\nfan-out of ${EVENTS_TO_MANY} events to ${count.toLocaleString('en')} subscriptions without filters`);
    await fannedOut(
      Array.from({ length: count }, () => ({})),
      EVENTS_TO_MANY,
    );
  }
}

/** One batch. */
const EVENTS_TO_MANY = 100;

async function fannedOut(filters: readonly object[], count: number): Promise<void> {
  const database = await freshDatabase();
  try {
    const events = new EventStore<LedgerEvent>(database.app, codec);
    await subscribe(
      database,
      filters.map((filter) => ({ target: 'http://127.0.0.1:9/hook', filter })),
    );
    await recordPortfolio(events, Math.ceil(count / OF_A_DOSSIER), settings.seed);
    await settle(database);
    const { position, followMs: ms, mb } = await followed('fan-out', database);
    const { planned } = await database.app
      .selectFrom('delivery')
      .select((eb) => eb.fn.countAll<number>().as('planned'))
      .executeTakeFirstOrThrow();
    say('events', (position / ms) * 1000, 'a second', `${position.toLocaleString('en')} of them`);
    say('  deliveries planned', (planned / ms) * 1000, 'a second', `${planned.toLocaleString('en')} of them`);
    say('  follower, at its highest', mb, 'MB');
  } finally {
    await database.close();
  }
}
