import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { type TestDatabase, freshDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import {
  Receiver,
  assertEachOnce,
  openLedger,
  record,
  allSettled,
  runs,
  startWorker,
  recordOne,
  subscriber,
  SECRET,
} from './hook-ledger.js';
import { followed } from './ledger.js';
import { numberSetting as number, say, sum, median, p99, settle } from './measure.js';
import { recordPortfolio } from './portfolio.js';
import { type Running, run } from './process.js';

const events = number('BENCH_EVENTS', 10_000);

/** `BENCH_EVENTS=500 npm run bench:webhooks` takes two or three minutes, and `BENCH_ONLY` chooses a part of it. */
const settings = {
  seed: number('BENCH_SEED', 3),
  events,
  endpoints: number('BENCH_ENDPOINTS', 20),
  /** Of the fan-out to many. */
  subscribers: number('BENCH_SUBSCRIBERS', 10_000),
  /** How many workers are killed on the way. */
  kills: number('BENCH_KILLS', Math.ceil(events / 250)),
  /** How long one of them works at most; some die within a third of that from their start. */
  lifeMs: number('BENCH_LIFE_MS', 4_000),
  /** How many requests of a bare client are measured. */
  bare: number('BENCH_BARE', Math.min(40_000, events * 10)),
  /** Of which one never answers and one refuses. */
  among: number('BENCH_AMONG', 200),
  /** How many events come, one by one, while some endpoints are ill. */
  paced: number('BENCH_PACED', Math.ceil(Math.min(40, events / 25))),
  paceMs: number('BENCH_PACE_MS', 1_000),
  rounds: number('BENCH_ROUNDS', 2),
  /** `killed`, `throughput`, `ill` or `fan-out`; all of them without. */
  only: process.env['BENCH_ONLY'] ?? '',
};

const { seed, endpoints, kills, lifeMs, bare, among, paced, paceMs, rounds } = settings;

/**
 * What telling endpoints costs: all events to all endpoints while workers are killed, the same beside a bare HTTP client, what
 * an endpoint that is ill does to the others, and the fan-out alone; on one server that really syncs, with the processes that
 * users run.
 */
const wants = (part: string): boolean => settings.only === '' || settings.only === part;

export async function webhooks(): Promise<void> {
  const receiver = await Receiver.open(settings.endpoints);
  try {
    console.log(`seed ${settings.seed}`);
    if (wants('killed')) await killed(receiver);
    if (wants('throughput')) await throughput(receiver);
    if (wants('ill')) await ill();
    if (wants('fan-out')) await fanOut();
  } finally {
    await receiver.close();
  }
}

/** So many of them die while they start. */
const SOON = 0.25;
const SLOWEST_ANSWER_MS = 20;
const LONGEST_FAN_OUT_MS = 20_000;

/** All that is owed, by two workers at a time which are killed after a while by chance. */
async function killed(receiver: Receiver): Promise<void> {
  const owed = events * endpoints;
  console.log(
    `\n${events.toLocaleString('en')} events to ${endpoints} endpoints, ${kills} workers killed, seed ${seed}`,
  );
  await receiver.forget(SLOWEST_ANSWER_MS);
  const ledger = await openLedger(Array.from({ length: endpoints }, (_, nth) => receiver.url(nth)));
  try {
    const start = performance.now();
    await record(ledger, events, seed);
    const died = await killWorkers(ledger.database, receiver, owed);
    const last = startWorker(ledger.database);
    await Promise.race([allSettled(ledger.database, receiver, owed), last.said()]);
    const ms = performance.now() - start;
    await last.stop();
    say('workers killed', died.all, '', `${died.sending} of them in the middle of sending`);
    await assertEachOnce(ledger.database, receiver, owed);
    say('from the first event to the last row', ms / 1000, 's');
  } finally {
    await ledger.database.close();
  }
}

/** Until it runs and something comes, by whichever of the two; or until something else takes all of its time. */
async function atWork(worker: Running, receiver: Receiver): Promise<void> {
  await runs(worker);
  const { messages } = await receiver.count();
  const start = performance.now();
  while ((await receiver.count()).messages === messages && performance.now() - start < LONGEST_FAN_OUT_MS)
    await sleep(20);
}

/** Until so many are dead, or nothing is left to send. */
async function killWorkers(
  database: TestDatabase,
  receiver: Receiver,
  owed: number,
): Promise<{ all: number; sending: number }> {
  const died = { all: 0, sending: 0 };
  const dice = Dice.of(seed, 0);
  const lives = Array.from({ length: kills }, () => ({
    soon: dice.chance(SOON),
    ms: dice.between(0, lifeMs),
  })).values();
  const lane = async (): Promise<void> => {
    for (const { soon, ms } of lives) {
      const worker = startWorker(database);
      if (!soon) await atWork(worker, receiver);
      await sleep(soon ? ms / 3 : ms);
      const { messages, open } = await receiver.count();
      await worker.kill();
      died.all += 1;
      if (open > 0) died.sending += 1;
      if (messages >= owed) return;
    }
  };
  await Promise.all([lane(), lane()]);
  return died;
}

/** As many as the worker has under way, of all endpoints. */
const ABREAST = 8 * endpoints;
const WARM_UP = 20;

interface Measured {
  perSecond: number;
  meanBytes: number;
  memory: Memory;
}

/** One worker from rows that nobody has planned to rows that say `sent`, between two runs of a bare client. */
async function throughput(receiver: Receiver): Promise<void> {
  const client = run('test/bench/bare-client.js', [], {});
  try {
    await client.hear();
    const { meanBytes } = await delivered(receiver, WARM_UP, false);
    const bareRate = (abreast: number): Promise<number> => rateOf(client, receiver, { bytes: meanBytes, abreast });
    await bareRate(ABREAST); // warms up
    const before = [await bareRate(ABREAST), await bareRate(1)] as const;
    console.log(`\n${events.toLocaleString('en')} events to ${endpoints} endpoints, one worker`);
    const { perSecond, memory } = await delivered(receiver, events, true);
    const after = [await bareRate(ABREAST), await bareRate(1)] as const;
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
  }
}

async function delivered(receiver: Receiver, count: number, isChecked: boolean): Promise<Measured> {
  await receiver.forget();
  const ledger = await openLedger(Array.from({ length: endpoints }, (_, nth) => receiver.url(nth)));
  try {
    await record(ledger, count, seed);
    const worker = startWorker(ledger.database);
    const memory = watchMemory(worker, receiver);
    await Promise.race([allSettled(ledger.database, receiver, count * endpoints), worker.said()]);
    const { perSecond, meanBytes } = await receiver.report();
    const held = await memory();
    await worker.stop();
    if (isChecked) await assertEachOnce(ledger.database, receiver, count * endpoints);
    return { perSecond, meanBytes, memory: held };
  } finally {
    await ledger.database.close();
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
      if (samples.length > 0 || (await receiver.count()).messages > 0) samples.push(await worker.residentMb());
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

const ILL = 2;
const PATIENCE_MS = 60_000;

/** What others wait, from the row to the arrival, while one endpoint never answers and one refuses; and without these two. */
async function ill(): Promise<void> {
  const receiver = await Receiver.open(among);
  try {
    const times: Record<'well' | 'ill', number[]> = { well: [], ill: [] };
    for (let round = 0; round < rounds; round++)
      for (const how of ['well', 'ill'] as const) times[how].push(...(await latencies(receiver, how)));
    console.log(
      `\n${paced} events, one each ${paceMs} ms, to ${among} endpoints; from row to arrival, ms: median, p99`,
    );
    sayTimes('all answer', times.well);
    sayTimes('one never answers, one refuses; the others', times.ill);
    const [well, sick] = [times.well, times.ill];
    const [middle, slow] = [median(sick) / median(well), p99(sick) / p99(well)].map((value) => value.toFixed(2));
    console.log(`  ${'with / without'.padEnd(44)} ${middle!.padStart(9)} ${slow!.padStart(9)} (aim: about 1)`);
  } finally {
    await receiver.close();
  }
}

const sayTimes = (what: string, times: readonly number[]): void => {
  const lost = times.filter((time) => time === Infinity).length;
  const figures = [median(times), p99(times)].map((ms) => ms.toFixed(1).padStart(9)).join(' ');
  console.log(`  ${what.padEnd(44)} ${figures}${lost > 0 ? `, ${lost} did not come within a minute` : ''}`);
};

async function latencies(receiver: Receiver, how: 'well' | 'ill'): Promise<number[]> {
  const sick = [receiver.url(0).replace('/hook', '/never'), `http://127.0.0.1:${await freePort('127.0.0.1')}/hook`];
  const urls = Array.from({ length: among }, (_, nth) => receiver.url(nth));
  const ledger = await openLedger(how === 'ill' ? [...sick, ...urls.slice(ILL)] : urls);
  const worker = startWorker(ledger.database);
  try {
    await receiver.forget();
    await recordOne(ledger, 0);
    const each = how === 'ill' ? among - ILL : among;
    await untilCame(receiver, each); // it is awake and warm
    for (let nth = 1; nth <= paced; nth++) {
      await recordOne(ledger, nth);
      await sleep(paceMs);
    }
    await untilCame(receiver, each * (paced + 1)).catch(() => undefined);
    return await timesIn(ledger.database, receiver);
  } finally {
    await worker.kill();
    await ledger.database.close();
  }
}

async function untilCame(receiver: Receiver, messages: number): Promise<void> {
  const start = performance.now();
  while ((await receiver.count()).messages < messages) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`${messages} messages did not come within a minute`);
    await sleep(20);
  }
}

async function timesIn({ app }: TestDatabase, receiver: Receiver): Promise<number[]> {
  const came = new Map((await receiver.arrivals()).map(({ id, firstMs }) => [id, firstMs]));
  const rows = await app
    .selectFrom('delivery')
    .select(['message_id', 'created_at'])
    .where('subscription', 'not in', [subscriber(0), subscriber(1)])
    .orderBy('ordinal')
    .execute();
  return rows.slice(among - ILL).map((row) => (came.get(row.message_id) ?? Infinity) - row.created_at.getTime());
}

/** A portfolio's dossiers have four or five events, and every twentieth a provider. */
const OF_A_DOSSIER = 4.8;

const provider = (nth: number): string => uuidOf('bench provider', String(nth));

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
    const confirmed = filters.map((filter, nth) => ({
      id: subscriber(nth),
      channel: 'webhook' as const,
      target: 'http://127.0.0.1:9/hook',
      filter: { changes: true, deadlines: false, ...filter },
    }));
    await insertConfirmed(database.app, confirmed, { at: new Date(), since: 0, secret: SECRET });
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
