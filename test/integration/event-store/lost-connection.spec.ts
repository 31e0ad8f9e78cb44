import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { me, note, noteCodec, notesModel, withId, type Note } from '#test/notes.js';

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
        if (!/terminat|connection/i.test(String(error))) throw error;
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
    let succeeded = 0;
    for (let round = 0; round < 150; round += 1) {
      const change = events.change('changes', notesModel, (texts) => [note(String(texts.length))], me);
      succeeded += await change.then(({ replayed }) => (expect(replayed).toBe(false), 1)).catch(() => 0);
    }
    cutting = false;
    await cuts;
    const { version } = await events.load('changes', notesModel);
    expect(succeeded).toBeGreaterThan(20);
    // One that failed may be recorded all the same: nobody was told. One that succeeded is there once.
    expect(version).toBeGreaterThanOrEqual(succeeded);
    expect(version).toBeLessThanOrEqual(150);
  });
});
