import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';

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

  it('asks the database once for all who wait', async () => {
    let queries = 0;
    const counting = database.app.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }) as LedgerDatabase;
    const waiting = Array.from({ length: 100 }, () => waitUntilSeen(counting, projection, 1, 400));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([false]));
    // One query of each, and those of 400 ms: every 15 ms at most.
    expect(queries).toBeLessThan(100 + 400 / 10);
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
