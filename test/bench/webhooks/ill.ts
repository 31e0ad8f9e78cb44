import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import type { TestDatabase } from '#test/database.js';
import { median, p99 } from '../spread.js';
import { openLedger, recordOne, subscriber } from './ledger.js';
import { Receiver } from './receiver-process.js';
import { settings } from './settings.js';
import { startWorker } from './worker.js';

const { among, paced, paceMs, rounds } = settings;
const ILL = 2;
const PATIENCE_MS = 60_000;

/** What others wait, from the row to the arrival, while one endpoint never answers and one refuses; and without these two. */
export async function ill(): Promise<void> {
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
