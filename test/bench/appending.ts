import { randomUUID } from 'node:crypto';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase } from '#test/database.js';
import { BareTable, type Sample, sample } from './bare-table.js';
import { rates, repeated, type Contender, median, sum } from './measure.js';

const CALLERS = [1, 16, 64] as const;
const CALLS_OF_ONE = 1000;

/** Events per second, by number of callers. */
export type Rates = Record<(typeof CALLERS)[number], number>;

/** Appends through `EventStore` beside bare inserts of the same payload. */
export async function appendRates(rounds: number, ms: number) {
  const database = await freshDatabase();
  const bare = await BareTable.create(database.owner);
  const events = new EventStore<Sample>(database.app, {
    encode: ({ data, source }) => ({ type: 'Noted', schemaVersion: 1, occurred: null, data, source }),
    decode: ({ data, source }) => ({ data: data as object, source: source as object }),
  });
  const ours: Append = (stream, expected) =>
    events.append([{ stream, expected, events: [{ id: randomUUID(), event: sample }] }], { actor: 'me' });
  const insert = (): Promise<void> => bare.insertOne(sample.data, sample.source);
  try {
    const contenders: Record<string, Contender> = {
      one: (time) => repeated(insert, 1, time),
      many: async (time) => 64 * (await repeated(() => bare.insertMany(sample.data, sample.source, 64), 1, time)),
      ...byCallers('ours', ours),
    };
    const measured = await rates(contenders, rounds, ms);
    const rate = (name: string): number => measured[name] ?? NaN;
    const of = (name: string): Rates => ({ 1: rate(`${name} 1`), 16: rate(`${name} 16`), 64: rate(`${name} 64`) });
    const [append = NaN, insertion = NaN] = await timesOfOne(() => appendFor(ours, 1, 0), insert);
    return {
      one: rate('one'),
      many: rate('many'),
      ours: of('ours'),
      msOfOne: { append, insertion },
    };
  } finally {
    await database.close();
  }
}

const byCallers = (name: string, append: Append): Record<string, Contender> =>
  Object.fromEntries(CALLERS.map((callers) => [`${name} ${callers}`, (ms: number) => appendFor(append, callers, ms)]));

/** Medians of single calls, in ms, one of each in turn. */
async function timesOfOne(...calls: (() => Promise<unknown>)[]): Promise<number[]> {
  const times = calls.map((): number[] => []);
  for (let round = 0; round < CALLS_OF_ONE; round += 1) {
    for (const [index, call] of calls.entries()) {
      const start = performance.now();
      await call();
      times[index]?.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/** Appends one event to a stream that is at that version. */
type Append = (stream: string, version: number) => Promise<unknown>;

const eventsPerStream = 50;

/** `callers` append one event at a time, each to a stream of its own, until `ms` have passed, and at least once. */
async function appendFor(append: Append, callers: number, ms: number): Promise<number> {
  const calls = Array.from({ length: callers }, () => {
    let count = 0;
    let stream = '';
    return () => {
      const version = count++ % eventsPerStream;
      if (version === 0) stream = `stream-${randomUUID()}`;
      return append(stream, version);
    };
  });
  return sum(await Promise.all(calls.map((call) => repeated(call, 1, ms))));
}
