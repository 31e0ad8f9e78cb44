import { createHash, randomUUID } from 'node:crypto';
import type { LedgerDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase } from '#test/database.js';
import { rates, repeated, type Contender, median, sum } from './measure.js';

export interface Sample {
  data: object;
  source: object;
}

/** One event as long as most are. */
export const sample: Sample = {
  data: { title: 'Qualification SecNumCloud 3.2', decision: '2279', validFrom: '2023-12-28', validUntil: '2026-12-29' },
  source: { kind: 'catalogue', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/', quote: 'Décision de qualification' },
};

/** What the store is measured against: a table of the same columns and indexes, and nothing around it. */
export class BareTable {
  private rows = 0;

  private constructor(private readonly owner: LedgerDatabase) {}

  static async create(owner: LedgerDatabase): Promise<BareTable> {
    await owner.prepared('create bare', 'create table bare (like event including all)', []);
    return new BareTable(owner);
  }

  /** One row, one transaction. */
  async insertOne(data: object, source: object): Promise<void> {
    const places = Array.from({ length: 13 }, (_, index) => `$${index + 1}`).join();
    await this.owner.prepared('insert one', `insert into bare values (${places}, now())`, this.row(data, source));
  }

  /** Many rows, one statement, one transaction: the fastest way to insert through SQL short of COPY. */
  async insertMany(data: object, source: object, count: number): Promise<void> {
    const rows = Array.from({ length: count }, () => this.row(data, source));
    const columns = Array.from({ length: 13 }, (_, column) => rows.map((row) => row[column]));
    const text = `insert into bare select *, now() from unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[],
      $6::int[], $7::text[], $8::jsonb[], $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::bytea[])`;
    await this.owner.prepared('insert many', text, columns);
  }

  private row(data: object, source: object): unknown[] {
    this.rows += 1;
    const stream = `bare-${Math.floor(this.rows / 50)}`;
    const fingerprint = createHash('sha256').update(stream).digest();
    const json = [JSON.stringify(data), JSON.stringify(source)];
    const version = (this.rows % 50) + 1;
    return [this.rows, randomUUID(), stream, version, 'Noted', 1, null, ...json, 'me', null, null, fingerprint];
  }
}

const BARE_MS = 2000;
const ROWS_AT_ONCE = 500;

/** Rows per second of a bare multi-row insert into a table like the ledger's, 500 a statement, on the server as it is now. */
export async function bareRate(): Promise<number> {
  const database = await freshDatabase();
  try {
    const bare = await BareTable.create(database.owner);
    await bare.insertMany(sample.data, sample.source, ROWS_AT_ONCE);
    let count = 0;
    const start = performance.now();
    for (; performance.now() < start + BARE_MS; count += ROWS_AT_ONCE)
      await bare.insertMany(sample.data, sample.source, ROWS_AT_ONCE);
    return count / ((performance.now() - start) / 1000);
  } finally {
    await database.close();
  }
}

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
