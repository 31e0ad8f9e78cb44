import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { LedgerDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase } from '#test/database.js';
import { BareTable, sample } from './bare-table.js';
import { rates, repeated, type Contender, median, sum } from './measure.js';

const CALLERS = [1, 16, 64] as const;
const CALLS_OF_ONE = 1000;

/** Events per second, by number of callers. */
export type Rates = Record<(typeof CALLERS)[number], number>;

/** Appends through `EventStore` beside bare inserts and another event store, which records the same payload. */
export async function appendRates(rounds: number, ms: number) {
  const database = await freshDatabase();
  const bare = await BareTable.create(database.owner);
  const peer = await messageDb(database.ownerUrl, sample);
  const ours = appendTo(database.app);
  const insert = (): Promise<void> => bare.insertOne(sample.data, sample.source);
  try {
    const contenders: Record<string, Contender> = {
      one: (time) => repeated(insert, 1, time),
      many: async (time) => 64 * (await repeated(() => bare.insertMany(sample.data, sample.source, 64), 1, time)),
      ...byCallers('ours', ours),
      ...byCallers('messageDb', peer.append),
    };
    const measured = await rates(contenders, rounds, ms);
    const rate = (name: string): number => measured[name] ?? NaN;
    const of = (name: string): Rates => ({ 1: rate(`${name} 1`), 16: rate(`${name} 16`), 64: rate(`${name} 64`) });
    const [append = NaN, insertion = NaN] = await timesOfOne(() => appendFor(ours, 1, 0), insert);
    return {
      one: rate('one'),
      many: rate('many'),
      ours: of('ours'),
      messageDb: of('messageDb'),
      msOfOne: { append, insertion },
    };
  } finally {
    await peer.close();
    await database.close();
  }
}

/** Through `EventStore`. */
export function appendTo(db: LedgerDatabase): Append {
  const events = new EventStore<Sample>(db, {
    encode: ({ data, source }) => ({ type: 'Noted', schemaVersion: 1, occurred: null, data, source }),
    decode: ({ data, source }) => ({ data: data as object, source: source as object }),
  });
  return (stream, expected) =>
    events.append([{ stream, expected, events: [{ id: randomUUID(), event: sample }] }], { actor: 'me' });
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

export interface Sample {
  data: object;
  source: object;
}

/** Appends one event to a stream that is at that version. */
type Append = (stream: string, version: number) => Promise<unknown>;

const eventsPerStream = 50;

/** `callers` append one event at a time, each to a stream of its own, until `ms` have passed, and at least once. */
export async function appendFor(append: Append, callers: number, ms: number): Promise<number> {
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

/** Another event store on the same server. */
interface Peer {
  append: Append;
  close(): Promise<void>;
}

/**
 * An append as the documentation of message-db describes it (http://docs.eventide-project.org/user-guide/message-db): a
 * function that locks the category of the stream until the commit, compares versions and inserts one message. Positions are
 * those of a sequence.
 */
const SCHEMA = `
  create table messages (
    global_position bigint generated always as identity primary key,
    id uuid not null unique,
    stream_name text not null,
    position bigint not null,
    type text not null,
    data jsonb,
    metadata jsonb,
    time timestamp not null default (now() at time zone 'utc'),
    unique (stream_name, position)
  );
  create function category(stream_name text) returns text language sql immutable as $$
    select split_part(stream_name, '-', 1)
  $$;
  create index messages_category on messages (category(stream_name), global_position);
  create function write_message(id text, stream_name text, type text, data jsonb, metadata jsonb, expected_version bigint)
  returns bigint language plpgsql as $$
  declare
    version bigint;
  begin
    perform pg_advisory_xact_lock(hashtextextended(category(write_message.stream_name), 0));
    select max(m.position) into version from messages m where m.stream_name = write_message.stream_name;
    version := coalesce(version, -1);
    if expected_version <> version then
      raise exception 'Wrong expected version: % (stream: %, version: %)', expected_version, stream_name, version;
    end if;
    insert into messages (id, stream_name, position, type, data, metadata)
      values (write_message.id::uuid, stream_name, version + 1, type, data, metadata);
    return version + 1;
  end
  $$;
`;

const WRITE = { name: 'write message', text: 'select write_message($1, $2, $3, $4, $5, $6)' };

async function messageDb(url: string, { data, source }: Sample): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined); // its end does not wait for that of its sessions, which dropping the database may cut off
  await pool.query(SCHEMA);
  return {
    append: (stream, version) =>
      pool.query({ ...WRITE, values: [randomUUID(), stream, 'Noted', data, source, version - 1] }),
    close: () => pool.end(),
  };
}
