import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { follow, type FollowOptions, type Projection } from '#event-store/follow.js';
import { type TestDatabase } from '#test/database.js';
import { eventually } from '#test/until.js';
import { me, noteStore, note, noteCodec, withId, type Note } from '#test/notes.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';

/** Longer than any test: what waits for this waits for ever. */
const NEVER_MS = 600_000;

describe('a follower', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  let stop: AbortController;
  let running: Promise<void>[];
  let version = 0;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    await sql`create table copied (version int, position bigint, unique (version, position))`.execute(database.owner);
    await sql`grant all on copied to jalon_app`.execute(database.owner);
  });
  beforeEach(() => {
    stop = new AbortController();
    running = [];
    version += 1;
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
  });
  afterAll(() => database.close());

  /** Copies positions; `before` runs after the rows are written and before they are committed. */
  const copying = (before: (positions: number[]) => void | Promise<void> = () => undefined): Projection<Note> => ({
    name: `copied ${version}`,
    version,
    async handle(batch, tx) {
      for (const { position } of batch) await sql`insert into copied values (${version}, ${position})`.execute(tx);
      await before(batch.map(({ position }) => position));
    },
  });

  function start(projection: Projection<Note>, options: Partial<FollowOptions> = {}): void {
    running.push(follow(events, database.app, projection, { signal: stop.signal, ...options }));
  }

  async function add(count: number): Promise<void> {
    const batch = Array.from({ length: count }, () => withId(note('x')));
    await events.append([{ stream: 's', expected: 'any', events: batch }], me);
  }

  async function expectAllCopied(): Promise<void> {
    const { rows } = await sql<{ position: number }>`
      select position from copied where version = ${version} order by position
    `.execute(database.app);
    const head = await events.head();
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  }

  it('starts at the beginning, goes on with what comes, and tells where it has caught up', async () => {
    await add(7);
    const reached: number[] = [];
    start(copying(), { batchSize: 3, onCaughtUp: (position) => reached.push(position) });
    await eventually(expectAllCopied);
    await add(2);
    await eventually(expectAllCopied);
    await eventually(() => {
      expect(reached).toContain(9);
    });
    expect(reached[0]).toBe(7);
  });

  it('tells of an end of the ledger once, however often it looks for more', async () => {
    const reached: number[] = [];
    start(copying(), { onCaughtUp: (position) => reached.push(position), pollMs: 50 });
    await eventually(expectAllCopied);
    await sleep(300);
    const head = await events.head();
    expect(reached).toEqual([head]);
    await add(1);
    await eventually(() => {
      expect(reached).toEqual([head, head + 1]);
    });
  });

  it('hears of an event without polling', async () => {
    let caughtUp = 0;
    start(copying(), { onCaughtUp: () => (caughtUp += 1), pollMs: NEVER_MS });
    await eventually(() => {
      expect(caughtUp).toBeGreaterThan(0);
    });
    await add(1);
    await eventually(expectAllCopied);
  });

  it('commits its checkpoint with its rows: a failure between leaves neither, and it goes on by itself', async () => {
    await add(5);
    const errors: unknown[] = [];
    let failures = 2;
    const outage = Object.assign(new Error('on the way'), { code: '57P01' });
    const failing = copying(([first]) => {
      if (first === 3 && failures-- > 0) throw outage;
    });
    start(failing, { batchSize: 2, onError: (error) => errors.push(error) });
    await eventually(expectAllCopied);
    expect(errors).toEqual([outage, outage]);
  });

  it('survives the loss of all its connections in the middle of a batch', async () => {
    await add(5);
    const errors: unknown[] = [];
    let cut = false;
    const cutting = copying(async ([first]) => {
      if (first !== 3 || cut) return;
      cut = true;
      const server = await database.superuser();
      await server.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
      await server.end();
    });
    start(cutting, { batchSize: 2, onError: (error) => errors.push(error) });
    await eventually(expectAllCopied);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('is alone at work, and another takes over when it dies', async () => {
    const workers: string[] = [];
    const working = (name: string): Projection<Note> => copying(() => void workers.push(name));
    const first = new AbortController();
    const itsDatabase = openDatabase({ url: database.appUrl, applicationName: 'first' });
    const firstRun = follow(new EventStore(itsDatabase, noteCodec), itsDatabase, working('first'), {
      signal: first.signal,
    });
    await eventually(expectAllCopied);
    start(working('second'));
    await add(1);
    await eventually(expectAllCopied);
    expect(new Set(workers)).toEqual(new Set(['first']));
    first.abort();
    await firstRun;
    await itsDatabase.destroy();
    await add(1);
    await eventually(expectAllCopied);
    expect(workers.at(-1)).toBe('second');
  });

  it('ends when it is told to, also while it waits for another', async () => {
    start(copying(), { pollMs: NEVER_MS });
    start(copying(), { pollMs: NEVER_MS });
    await eventually(expectAllCopied);
    stop.abort();
    await Promise.all(running);
  });
});

const projection = { name: 'nothing', version: 1, handle: (): Promise<void> => Promise.resolve() };

describe('waiting until a projection has seen a position', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  const stop = new AbortController();
  let following: Promise<void> | undefined;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    await events.append([{ stream: 's', expected: 0, events: [withId(note('one'))] }], me);
  });
  afterAll(async () => {
    stop.abort();
    await following;
    await database.close();
  });

  it('gives up when the time is up, and not before', async () => {
    const order: number[] = [];
    const waiting = [1000, 100].map(async (timeoutMs) => {
      expect(await waitUntilSeen(database.app, projection, 1, timeoutMs)).toBe(false);
      order.push(timeoutMs);
    });
    await Promise.all(waiting);
    expect(order).toEqual([100, 1000]);
  });

  it('ends soon after the projection is there', async () => {
    following = follow(events, database.app, projection, { signal: stop.signal });
    expect(await waitUntilSeen(database.app, projection, 1, 100_000)).toBe(true);
    const { recorded } = await events.append([{ stream: 's', expected: 1, events: [withId(note('two'))] }], me);
    expect(await waitUntilSeen(database.app, projection, recorded[0]!.position, 100_000)).toBe(true);
  });

  it('does not wait for what nobody has recorded', async () => {
    expect(await waitUntilSeen(database.app, projection, 3, 50)).toBe(false);
  });
});
