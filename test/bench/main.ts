import { EventStore } from '#event-store/event-store.js';
import { freshDatabase } from '#test/database.js';
import { startTestServer } from '#test/test-server.js';
import { BareTable } from './bare-table.js';
import { sample } from './sample.js';
import { median } from './spread.js';
import { appendFor, type Sample } from './store-load.js';

/**
 * What the ledger costs: single appends through `EventStore` against bare inserts, on one server that really syncs, all in
 * one run and by turns, so that a noisy machine is as unfair to one as to the other. Prints the median of the rounds.
 */
const rounds = 7;
const ms = 700;

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
const database = await freshDatabase();
try {
  const bare = await BareTable.create(database.owner);
  const events = new EventStore<Sample>(database.app, {
    encode: ({ data, source }) => ({ type: 'Noted', schemaVersion: 1, occurred: null, data, source }),
    decode: ({ data, source }) => ({ data: data as object, source: source as object }),
  });
  const contenders: Record<string, () => Promise<number>> = {
    'one row per transaction, 1 caller': () => repeat(() => bare.insertOne(sample.data, sample.source), 1),
    '64 rows per statement, 1 caller': () => repeat(() => bare.insertMany(sample.data, sample.source, 64), 64),
    'EventStore, 16 callers': () => appendFor(events, sample, 16, ms),
    'EventStore, 64 callers': () => appendFor(events, sample, 64, ms),
  };
  const rates = await measure(contenders);
  for (const [name, rate] of rates) console.log(`${name.padEnd(36)} ${String(Math.round(rate)).padStart(7)} events/s`);
  const rate = (name: string): number => rates.get(name) ?? NaN;
  const one = rate('one row per transaction, 1 caller');
  report('64 callers / one row per transaction', rate('EventStore, 64 callers') / one, 'aim: at least 10');
  const many = rate('64 rows per statement, 1 caller');
  report('64 callers / 64 rows per statement', rate('EventStore, 64 callers') / many, 'aim: at least 0.5');
  const [append = NaN, insert = NaN] = await compareLone(
    () => appendFor(events, sample, 1, 0),
    () => bare.insertOne(sample.data, sample.source),
  );
  console.log(`${'a lone append, a bare insert'.padEnd(36)} ${append.toFixed(3)} ms, ${insert.toFixed(3)} ms`);
  report('time of a lone append / a bare insert', append / insert, 'aim: at most 1.5');
} finally {
  await database.close();
  await endServer();
}

async function measure(contenders: Record<string, () => Promise<number>>): Promise<Map<string, number>> {
  const measured = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      const rate = (await run()) / ((performance.now() - start) / 1000);
      if (round > 0) measured.set(name, [...(measured.get(name) ?? []), rate]); // round 0 warms up
    }
  }
  return new Map([...measured].map(([name, rates]) => [name, median(rates)]));
}

/** Medians of single calls, in ms, one of each in turn. */
async function compareLone(...calls: (() => Promise<unknown>)[]): Promise<number[]> {
  const times = calls.map((): number[] => []);
  for (let round = 0; round < 1000; round += 1) {
    for (const [index, call] of calls.entries()) {
      const start = performance.now();
      await call();
      times[index]?.push(performance.now() - start);
    }
  }
  return times.map(median);
}

async function repeat(insert: () => Promise<void>, rows: number): Promise<number> {
  let count = 0;
  for (const end = performance.now() + ms; performance.now() < end; count += rows) await insert();
  return count;
}

function report(name: string, ratio: number, aim: string): void {
  console.log(`${name.padEnd(40)} ${ratio.toFixed(2)} (${aim})`);
}
