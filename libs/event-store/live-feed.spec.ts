import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerDatabase } from '#database/connection.js';
import { type FeedEntry, SharedFeed } from './live-feed.js';

/** A database that never lets anybody listen: looking by themselves is all that is left to them. */
const epochs = { current: 1, sharedWith: () => Infinity };
const deaf = { dedicated: () => Promise.reject(new Error('no')), epochs } as unknown as LedgerDatabase;

describe('the tail of a ledger', () => {
  let head: number;
  let reads: [number, number][];
  let size: number;
  let history: string;
  let tail: SharedFeed<FeedEntry>;
  const never = new AbortController().signal;
  /** After the fifth event, those of each history are others. */
  const idOf = (position: number) => (position > 5 ? `${history} ${position}` : String(position));
  const ids = (entries: readonly FeedEntry[] | undefined) => entries?.map(({ id }) => id);
  const positions = (entries: readonly FeedEntry[] | undefined) => entries?.map(({ position }) => position);

  beforeEach(() => {
    [head, reads, size, history] = [5, [], 1, 'one'];
    Object.assign(epochs, { current: 1, sharedWith: () => Infinity });
    tail = new SharedFeed<FeedEntry>(
      deaf,
      {
        head: () => Promise.resolve(head),
        idAt: (position) => Promise.resolve(position <= head ? idOf(position) : undefined),
        read: (after, upTo) => {
          reads.push([after, upTo]);
          return Promise.resolve(
            Array.from({ length: upTo - after }, (_, index) => ({
              position: after + 1 + index,
              id: idOf(after + 1 + index),
              size,
            })),
          );
        },
      },
      () => undefined,
    );
  });
  afterEach(() => tail.leave());

  it('begins at the head; older entries are read on request', async () => {
    const run = await tail.join();
    expect([run.head, run.after(5), run.after(4), reads]).toEqual([5, [], undefined, []]);
  });

  it('reads new entries once for all readers', async () => {
    const [run, same] = await Promise.all([tail.join(), tail.join()]);
    expect(run).toBe(same);
    head = 8;
    await Promise.all([run.caughtUp(), run.caughtUp(), run.changed(5, 10_000, never)]);
    expect(reads).toEqual([[5, 8]]);
    expect([positions(run.after(5)), positions(run.after(7)), run.after(8)]).toEqual([[6, 7, 8], [8], []]);
    await tail.leave();
  });

  it('keeps a bounded number of entries', async () => {
    const run = await tail.join();
    head = 2_005;
    await run.caughtUp();
    expect([run.after(1_004), positions(run.after(1_005))?.length, reads.length]).toEqual([undefined, 1_000, 10]);
  });

  it('keeps entries up to a bounded size', async () => {
    const run = await tail.join();
    size = 1_000_000;
    head = 15;
    await run.caughtUp();
    expect([run.after(10), positions(run.after(11))]).toEqual([undefined, [12, 13, 14, 15]]);
  });

  it('reads older entries from where somebody is', async () => {
    head = 250;
    const run = await tail.join();
    expect(positions(await run.older(120))).toEqual(Array.from({ length: 130 }, (_, nth) => 121 + nth));
    expect(positions(await run.older(10))?.at(-1)).toBe(210);
    expect(reads).toEqual([
      [120, 250],
      [10, 210],
    ]);
  });

  it('finds by itself, within a second or so, that the ledger has grown', async () => {
    const run = await tail.join();
    head = 6;
    await run.changed(5, 5_000, never);
    expect(run.head).toBe(6);
  });

  it('goes back to where a later epoch began, however far the ledger has grown since', async () => {
    const run = await tail.join();
    head = 8;
    await run.caughtUp();
    Object.assign(epochs, { current: 2, sharedWith: (epoch: number) => (epoch < 2 ? 6 : Infinity) });
    [head, history] = [9, 'another'];
    await run.caughtUp();
    expect([run.head, run.rewound, run.after(5), ids(run.after(6))]).toEqual([
      ...[9, [6], undefined],
      ['another 7', 'another 8', 'another 9'],
    ]);
    await run.caughtUp();
    expect(run.rewound).toEqual([6]);
  });

  it('goes back to the last event that is still on record when nobody has begun an epoch', async () => {
    head = 3;
    const run = await tail.join();
    head = 8;
    await run.caughtUp();
    history = 'another';
    await run.caughtUp();
    expect([run.rewound, ids(run.after(5))]).toEqual([[5], ['another 6', 'another 7', 'another 8']]);
  });

  it('ends waiting when the time is over or the reader has left', async () => {
    const run = await tail.join();
    await run.changed(5, 1, never);
    const gone = new AbortController();
    const waiting = run.changed(5, 10_000, gone.signal);
    gone.abort();
    await waiting;
    expect(run.head).toBe(5);
  });
});
