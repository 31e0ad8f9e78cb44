import { afterEach, beforeEach, describe, expect, it, afterAll, beforeAll } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { withAdvisoryLock } from '#database/transactions.js';
import { followedTo } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { type SilentProxy, startSilentProxy } from '#test/faults/silent-proxy.js';
import { me, note, noteCodec, withId, type Note, notesModel } from '#test/notes.js';
import { until } from '#test/until.js';
import { AppendQueueFull } from '#event-store/events.js';
import { setTimeout as sleep } from 'node:timers/promises';

const timeouts = { ...DEFAULT_TIMEOUTS, connectMs: 3_000, appendMs: 1_500, statementMs: 1_500, silenceMs: 4_000 };

describe('a network that goes silent', () => {
  let database: TestDatabase;
  let proxy: SilentProxy;
  let db: LedgerDatabase;
  let events: EventStore<Note>;

  beforeEach(async () => {
    database = await freshDatabase();
    proxy = await startSilentProxy();
    db = openDatabase({ url: proxy.through(database.appUrl), applicationName: 'behind the proxy', timeouts });
    events = new EventStore(db, noteCodec);
  });
  afterEach(async () => {
    await db.destroy();
    proxy.close();
    await database.close();
  });

  const append = (text: string) => {
    const entry = withId(note(text));
    const wanted = { stream: 's', expected: 'any' as const, events: [entry] };
    return { again: () => events.append([wanted], me) };
  };
  const outageOfAppend = (appending: Promise<unknown>) => appending.then(() => 'recorded', outageOf);

  it('fails appends as an outage, also those that wait behind, and lets them be repeated once it is back', async () => {
    await append('before').again();
    proxy.silence();
    const first = append('under way');
    const sent = outageOfAppend(first.again());
    await Promise.resolve();
    const waiting = [append('waiting'), append('waiting too')];
    const queued = waiting.map(({ again }) => outageOfAppend(again()));
    expect(await Promise.all([sent, ...queued])).toEqual(['unreachable', 'unreachable', 'unreachable']);
    proxy.restore();
    for (const { again } of [first, ...waiting]) await again();
    const all = await events.readAll({ after: 0, limit: 10 });
    expect(all.map(({ event }) => event.data.text)).toEqual(['before', 'under way', 'waiting', 'waiting too']);
  });

  it('fails reads and transactions, and does not hand out their connections again', async () => {
    await db.selectFrom('event').select('id').execute();
    proxy.silence();
    const reading = db.selectFrom('event').select('id').execute();
    const writing = db.transaction().execute((tx) => tx.selectFrom('event').select('id').execute());
    expect(await outageOfAppend(reading)).toBe('unreachable');
    expect(['unreachable', 'busy']).toContain(await outageOfAppend(writing)); // it may have waited for a connection
    proxy.restore();
    expect(await db.selectFrom('event').select('id').execute()).toEqual([]);
  });

  it('passes the projection on to another process, and back to work once it is there again', async () => {
    const ending = new AbortController();
    const handled = { cut: [] as string[], other: [] as string[] };
    const projecting = (name: keyof typeof handled) => ({
      ...{ name: 'notes', version: 1 },
      handle: (batch: { event: Note }[]) => {
        handled[name].push(...batch.map(({ event }) => event.data.text));
        return Promise.resolve();
      },
    });
    const others = new EventStore(database.app, noteCodec);
    const record = (text: string) =>
      others.append([{ stream: 's', expected: 'any', events: [withId(note(text))] }], me);
    const options = { signal: ending.signal, pollMs: 100 };
    const cut = follow(events, db, projecting('cut'), options);
    await record('one');
    await until(async () => (await followedTo(database.app, { name: 'notes' })) === 1);
    proxy.silence();
    const other = follow(others, database.app, projecting('other'), options);
    await record('two');
    await until(() => handled.other.includes('two'));
    proxy.restore();
    await record('three');
    await until(() => handled.other.includes('three'));
    ending.abort();
    await Promise.all([cut, other]);
    expect(handled).toEqual({ cut: ['one'], other: ['two', 'three'] });
  });

  it('ends what is done under an advisory lock, which another process then takes', async () => {
    const ending = new AbortController();
    let [isSilent, wasTold] = [false, false];
    const cut = withAdvisoryLock(db, 'a lock', ending.signal, async (held) => {
      proxy.silence();
      isSilent = true;
      await until(() => held.aborted);
      wasTold = true;
    });
    let isTaken = false;
    await Promise.race([cut, until(() => isSilent)]);
    await withAdvisoryLock(database.app, 'a lock', ending.signal, () => {
      isTaken = true;
      return Promise.resolve();
    });
    await cut;
    expect([wasTold, isTaken]).toEqual([true, true]);
  });

  it('is found by the kernel at both ends when the other one is gone', async () => {
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings
      where name in ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout')
      order by name
    `.execute(db);
    expect(rows.map(({ setting }) => setting)).toEqual(['3', '10', '5', '20000']);
  });
});

describe('appends while another process holds the head of the ledger', () => {
  let database: TestDatabase;
  let db: LedgerDatabase;

  const open = (lockMs: number): void => {
    const timeouts = { ...DEFAULT_TIMEOUTS, lockMs };
    db = openDatabase({ url: database.appUrl, applicationName: 'an api', timeouts });
  };
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    await db.destroy();
    await database.close();
  });

  const append = (events: EventStore<Note>, text: string) =>
    events.append([{ stream: 's', expected: 'any', events: [withId(note(text))] }], me);
  const someoneWaits = () =>
    until(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where application_name = 'an api' and wait_event_type = 'Lock'
      `.execute(db);
      return rows.length > 0;
    });
  const holdingHead = (work: () => Promise<void>) =>
    database.owner.transaction().execute(async (tx) => {
      await sql`select from ledger_head for update`.execute(tx);
      await work();
    });

  it('wait in a queue of limited length; those beyond it are told so at once', async () => {
    open(30_000);
    const events = new EventStore(db, noteCodec, 3);
    const appending: Promise<unknown>[] = [];
    await holdingHead(async () => {
      appending.push(append(events, 'sent'));
      await someoneWaits();
      for (const text of ['1', '2', '3']) appending.push(append(events, text));
      await expect(append(events, '4')).rejects.toThrow(AppendQueueFull);
    });
    await Promise.all(appending);
    expect(await events.head()).toBe(4);
  });

  it('are answered, and followed by others, when who watches the batches fails', async () => {
    open(30_000);
    const events = new EventStore(db, noteCodec);
    events.observeBatches(() => {
      throw new Error('no metrics');
    });
    await append(events, 'first');
    await append(events, 'second');
    expect(await events.head()).toBe(2);
  });

  it('give up after the lock timeout, and have recorded nothing', async () => {
    open(100);
    const events = new EventStore(db, noteCodec);
    await holdingHead(async () => {
      const outage = await append(events, 'late').then(() => 'recorded', outageOf);
      expect(outage).toBe('busy');
    });
    expect(await events.head()).toBe(0);
    await append(events, 'in time');
  });
});

describe('a connection that is lost while appends are under way', () => {
  let database: TestDatabase;
  let db: LedgerDatabase;
  let events: EventStore<Note>;
  let cutting = true;
  let cuts: Promise<void>;

  beforeAll(async () => {
    database = await freshDatabase();
    db = openDatabase({ url: database.appUrl, poolSize: 3, applicationName: 'to be cut' });
    events = new EventStore(db, noteCodec);
    cuts = cutAgainAndAgain();
  });
  afterAll(async () => {
    cutting = false;
    await cuts;
    await db.destroy();
    await database.close();
  });

  async function cutAgainAndAgain(): Promise<void> {
    const server = await database.superuser();
    while (cutting) {
      await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut'`);
      await sleep(30);
    }
    await server.end();
  }

  /** Does it again until it is done, as a client would: with the same ids. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!/terminat|connection|ECONNRESET|EPIPE/i.test(String(error))) throw error;
      }
    }
  }

  it('neither loses an append nor records it twice', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => String(index));
    await Promise.all(
      texts.map(async (text, index) => {
        await sleep(index * 3);
        const append = { stream: `s-${index % 7}`, expected: 'any' as const, events: [withId(note(text))] };
        const { recorded } = await insist(() => events.append([append], me));
        expect(recorded[0]?.event.data.text).toBe(text);
      }),
    );
    const all = await insist(() => events.readAll({ after: 0, limit: 1000 }));
    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1));
    expect(all.map(({ event }) => event.data.text).sort()).toEqual(texts.sort());
  });

  it('does not make a change that succeeds happen twice', async () => {
    let [succeeded, rounds] = [0, 0];
    for (; rounds < 80 || succeeded < 5; rounds += 1) {
      const change = events.change('changes', notesModel, (texts) => [note(String(texts.length))], me);
      succeeded += await change.then(({ replayed }) => (expect(replayed).toBe(false), 1)).catch(() => 0);
    }
    cutting = false;
    await cuts;
    const { version } = await events.load('changes', notesModel);
    // One that failed may be recorded all the same: nobody was told. One that succeeded is there once.
    expect(version).toBeGreaterThanOrEqual(succeeded);
    expect(version).toBeLessThanOrEqual(rounds);
  });
});
