import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { Conflict, type Model } from '#event-store/events.js';
import { follow } from '#event-store/follow.js';
import { freshDatabase } from '#test/database.js';
import { me, note, noteCodec, withId, type Note } from '#test/notes.js';
import { until } from '#test/until.js';
import { startedOnce } from '#test/started.js';

interface Placed {
  position: number;
  id: string;
}

/** A ledger as its users see it. */
interface Log {
  /** Resolves once the event is committed. */
  append(writer: number, stream: string, id: string): Promise<void>;
  /** Shows the follower every event it comes by, until `signal` aborts. */
  follow(follower: number, see: (batch: readonly Placed[]) => void, signal: AbortSignal): Promise<void>;
  /** The last position. */
  head(): Promise<number>;
}

interface Load {
  writers: number;
  streams: number;
  followers: number;
  events: number;
}

/**
 * Lets writers and followers loose on a log at the same time, and says what was wrong with what the followers saw:
 * nothing lost, nothing twice, positions 1 to n, and the same order for every follower is an empty list.
 */
async function checkOrder(log: Log, { writers, streams, followers, events }: Load): Promise<string[]> {
  const stop = new AbortController();
  const seen = Array.from({ length: followers }, (): Placed[] => []);
  const following = seen.map((mine, follower) => log.follow(follower, (batch) => mine.push(...batch), stop.signal));
  const written: string[] = [];
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let index = writer; index < events; index += writers) {
      const id = randomUUID();
      await log.append(writer, `stream-${(index * 7919 + writer) % streams}`, id);
      written.push(id);
    }
  });
  try {
    await Promise.all(writing);
    const head = await log.head();
    await until(() => seen.every((mine) => (mine.at(-1)?.position ?? 0) >= head));
  } finally {
    stop.abort();
    await Promise.all(following);
  }
  return seen.flatMap((mine, follower) => faults(mine, written).map((fault) => `follower ${follower}: ${fault}`));
}

function faults(seen: readonly Placed[], written: readonly string[]): string[] {
  const ids = seen.map(({ id }) => id);
  const known = new Set(ids);
  const lost = written.filter((id) => !known.has(id)).length;
  const twice = ids.length - known.size;
  const misplaced = seen.findIndex(({ position }, index) => position !== index + 1);
  return [
    ...(lost > 0 ? [`${lost} events lost`] : []),
    ...(twice > 0 ? [`${twice} events twice`] : []),
    ...(known.size - (written.length - lost) > 0 ? ['events that nobody wrote'] : []),
    ...(misplaced >= 0 ? [`place ${misplaced + 1} holds position ${seen[misplaced]?.position ?? 0}`] : []),
  ];
}

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
  const database = startedOnce(freshDatabase);

  it('agree on one gapless order of 4,000 events (long)', async () => {
    const ledger = new Ledger(database.appUrl);
    try {
      expect(await checkOrder(ledger, { ...load, events: 4_000 })).toEqual([]);
      expect(await ledger.head()).toBe(4_000);
    } finally {
      await ledger.close();
    }
  }, 600_000);

  it('are seen to disagree when positions are given out before the commit', async () => {
    await sql`create table broken (position bigserial primary key, stream text, id uuid)`.execute(database.owner);
    const db = openDatabase({ url: database.ownerUrl, poolSize: 20, applicationName: 'broken order' });
    try {
      const faults = await checkOrder(new BrokenLedger(db), { ...load, events: 2_000 });
      expect(faults.join()).toMatch(/events lost/);
    } finally {
      await db.destroy();
    }
  }, 600_000);
});
