import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerDatabase } from '#database/connection.js';
import { ChangeStream, type Start, type StreamedChange } from './change-streams.js';
import { type Feed, SharedFeed } from '#event-store/live-feed.js';
import type { ChosenChanges } from './changes.controller.js';
import { HEARTBEAT, positionFrame, resetFrame, retryFrame } from './server-sent-events.js';

const epochs = { current: 1, sharedWith: () => Infinity, written: String };
const deaf = { dedicated: () => Promise.reject(new Error('no')), epochs } as unknown as LedgerDatabase;
const everything = { changes: true, deadlines: true };

/** As far as a stream looks into it. */
const change = (position: number, length = 1): StreamedChange =>
  ({
    position,
    id: String(position),
    size: 1,
    change: { type: 'StatementMade' },
    places: [{ provider: null, dossier: null, scheme: null }],
    json: () => '1'.repeat(length),
  }) as unknown as StreamedChange;

describe('a stream', () => {
  let head: number;
  let length: number;
  let admitted: boolean;
  let tail: SharedFeed<StreamedChange>;
  let run: Feed<StreamedChange>;
  let ending: AbortController;

  beforeEach(async () => {
    [head, length, admitted, ending] = [150, 1, true, new AbortController()];
    Object.assign(epochs, { current: 1, sharedWith: () => Infinity });
    const read = (after: number, upTo: number) =>
      Promise.resolve(
        Array.from({ length: Math.min(upTo, head) - after }, (_, index) => change(after + 1 + index, length)),
      );
    const idAt = (position: number) => Promise.resolve(position <= head ? String(position) : undefined);
    tail = new SharedFeed(deaf, { head: () => Promise.resolve(head), idAt, read }, () => undefined);
    run = await tail.join();
  });
  afterEach(() => tail.leave());

  const begin = (start: Start, heartbeatMs = 10_000) =>
    new ChangeStream(run, {} as ChosenChanges, {
      start,
      filter: everything,
      open: true,
      heartbeatMs,
      retryMs: 7,
      admitted: () => Promise.resolve(admitted),
      ending: ending.signal,
      gone: new AbortController().signal,
    }).pieces();

  const grown = async (to: number): Promise<void> => {
    head = to;
    await run.caughtUp();
  };

  const idsIn = (piece: unknown): number[] => [...String(piece).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

  it('goes from what is old to what is new without a gap', async () => {
    const pieces = begin({ position: 95, reset: null });
    expect((await pieces.next()).value).toBe(retryFrame(7) + positionFrame('95', 95));
    const read = [await pieces.next()];
    await grown(153);
    read.push(await pieces.next());
    await grown(154);
    read.push(await pieces.next());
    expect(read.map(({ value }) => idsIn(value))).toEqual([from(96, 150), from(151, 153), from(154, 154)]);
  });

  it('says why it begins anew', async () => {
    const pieces = begin({ position: 150, reset: 'not-a-position' });
    expect((await pieces.next()).value).toBe(
      retryFrame(7) + resetFrame('150', { reason: 'not-a-position', position: 150, head: 150 }),
    );
  });

  it('begins anew where a later epoch began', async () => {
    const pieces = begin({ position: 148, reset: null });
    await pieces.next();
    await pieces.next();
    Object.assign(epochs, { current: 2, sharedWith: (epoch: number) => (epoch < 2 ? 120 : Infinity) });
    await grown(170);
    const reset = { reason: 'ledger-reset' as const, position: 120, head: 170 };
    expect((await pieces.next()).value).toBe(resetFrame('120', reset));
    expect(idsIn((await pieces.next()).value)).toEqual(from(121, 170));
  });

  it('gives signs of life, and ends once whoever reads may not any more', async () => {
    const pieces = begin({ position: 150, reset: null }, 20);
    await pieces.next();
    expect((await pieces.next()).value).toBe(HEARTBEAT);
    admitted = false;
    const rest = [await pieces.next(), await pieces.next(), await pieces.next()];
    expect(rest.at(-1)).toEqual({ done: true, value: undefined });
  });

  it.each(['whoever reads may not any more', 'it has to end'])(
    'keeps back what is ready already once %s',
    async (why) => {
      length = 20_000;
      const pieces = begin({ position: 150, reset: null }, 0);
      await pieces.next();
      await grown(155);
      expect(idsIn((await pieces.next()).value)).toEqual([151]);
      if (why === 'it has to end') ending.abort();
      else admitted = false;
      expect([(await pieces.next()).value, (await pieces.next()).done]).toEqual([retryFrame(7), true]);
    },
  );

  it('says when to come back when it has to end', async () => {
    const pieces = begin({ position: 150, reset: null });
    await pieces.next();
    const last = pieces.next();
    ending.abort();
    expect([(await last).value, (await pieces.next()).done]).toEqual([retryFrame(7), true]);
  });
});
