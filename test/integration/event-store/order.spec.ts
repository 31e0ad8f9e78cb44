import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { Conflict, type Model } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { me } from '#test/note-store.js';
import { note, noteCodec, withId, type Note } from '#test/notes.js';
import { checkOrder, type Log, type Placed } from '#test/order-check.js';

const load = { writers: 16, streams: 50, followers: 4 };

const versions: Model<number, Note> = { initial: 0, evolve: (_, { version }) => version };

/** Four stores, each with its own connections, as four processes would have; a quarter of the writers decide on what they read. */
class Ledger implements Log {
  private readonly databases: LedgerDatabase[];
  private readonly stores: EventStore<Note>[];

  constructor(url: string) {
    this.databases = [1, 2, 3, 4].map(() => openDatabase({ url, poolSize: 4, applicationName: 'order' }));
    this.stores = this.databases.map((database) => new EventStore(database, noteCodec));
  }

  async append(writer: number, stream: string, id: string): Promise<void> {
    const store = this.stores[writer % 4]!;
    if (writer < 12) await store.append([{ stream, expected: 'any', events: [withId(note('x'), id)] }], me);
    else while (!(await this.change(store, stream, id)));
  }

  /** Fifty streams are so busy here that a decision may lose every race it is given: then it is made again. */
  private async change(store: EventStore<Note>, stream: string, id: string): Promise<boolean> {
    try {
      await store.change(stream, versions, () => [note('x')], { ...me, id });
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }

  async follow(follower: number, see: (batch: readonly Placed[]) => void, signal: AbortSignal): Promise<void> {
    const handle = (batch: readonly Placed[]): Promise<void> => {
      see(batch);
      return Promise.resolve();
    };
    const projection = { name: `follower ${follower}`, version: 1, handle };
    await follow(this.stores[follower]!, this.databases[follower]!, projection, { signal });
  }

  head(): Promise<number> {
    return this.stores[0]!.head();
  }

  async close(): Promise<void> {
    await Promise.all(this.databases.map((database) => database.destroy()));
  }
}

/** What the ledger would be without its head row: positions come from a sequence, before the commit. */
class BrokenLedger implements Log {
  constructor(private readonly db: LedgerDatabase) {}

  async append(_writer: number, stream: string, id: string): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await sql`insert into broken (stream, id) values (${stream}, ${id})`.execute(tx);
      await sql`select`.execute(tx); // anything that takes a moment
    });
  }

  async follow(_follower: number, see: (batch: readonly Placed[]) => void, signal: AbortSignal): Promise<void> {
    let after = 0;
    while (!signal.aborted) {
      const { rows } = await sql<Placed>`
        select position, id from broken where position > ${after} order by position limit 500
      `.execute(this.db);
      see(rows);
      after = rows.at(-1)?.position ?? after;
      if (rows.length === 0) await sleep(1);
    }
  }

  async head(): Promise<number> {
    const { rows } = await sql<{ head: number }>`select max(position) as head from broken`.execute(this.db);
    return rows[0]!.head;
  }
}

describe('sixteen writers and four followers', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  it('agree on one gapless order of 10,000 events', async () => {
    const ledger = new Ledger(database.appUrl);
    try {
      expect(await checkOrder(ledger, { ...load, events: 10_000 })).toEqual([]);
      expect(await ledger.head()).toBe(10_000);
    } finally {
      await ledger.close();
    }
  }, 600_000);

  it('are seen to disagree when positions are given out before the commit', async () => {
    await sql`create table broken (position bigserial primary key, stream text, id uuid)`.execute(database.owner);
    const db = openDatabase({ url: database.ownerUrl, poolSize: 20, applicationName: 'broken order' });
    try {
      const faults = await checkOrder(new BrokenLedger(db), { ...load, events: 4_000 });
      expect(faults.join()).toMatch(/events lost/);
    } finally {
      await db.destroy();
    }
  }, 600_000);
});
