import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
import { me, note, noteCodec, withId, type Note } from '#test/notes.js';
import { until } from '#test/until.js';

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
