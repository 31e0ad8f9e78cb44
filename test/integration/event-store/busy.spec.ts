import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { EventStore } from '#event-store/event-store.js';
import { AppendQueueFull } from '#event-store/events.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { me, note, noteCodec, withId, type Note } from '#test/notes.js';
import { until } from '#test/until.js';

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
