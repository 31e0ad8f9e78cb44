import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { advanceCheckpoint, openCheckpoint } from './checkpoint.js';
import type { EventStore } from './event-store.js';
import { FollowSession } from './follow-session.js';
import type { Projection, Stretching } from './projection.js';

export type { Projection, Stretching } from './projection.js';

const pollMs = 1000; // the guarantee; a notification only makes it faster
const firstPauseMs = 100;
const longestPauseMs = 30_000;

export interface FollowOptions {
  signal: AbortSignal;
  /** Told when the end of the ledger is reached, and again whenever it has grown and been reached since; with its position. */
  onCaughtUp?: (position: number) => void;
  /** Told of every failure; the follower goes on by itself. */
  onError?: (error: unknown) => void;
  batchSize?: number;
}

/**
 * Feeds a projection every event in order, from its checkpoint on, until `signal` aborts; resolves then.
 *
 * One follower per projection and version is at work at a time; others wait and take over when its connection ends. The
 * checkpoint is committed with the rows it covers, so a crash anywhere leaves the projection complete up to its
 * checkpoint. A lost connection or a failing handler is tried again from there, after pauses of 0.1 s to 30 s: an event that
 * cannot be handled holds its projection up, and only that one.
 */
export async function follow<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | Stretching,
  options: FollowOptions,
): Promise<void> {
  const { signal, onCaughtUp, onError } = options;
  let pauseMs = firstPauseMs;
  let told: number | undefined;
  const tell = (position: number): void => {
    if (position === told) return;
    told = position;
    onCaughtUp?.(position);
  };
  while (!signal.aborted) {
    try {
      await followOnce(events, db, projection, { ...options, onCaughtUp: tell }, () => {
        pauseMs = firstPauseMs;
      });
    } catch (error) {
      if (isAborted(signal)) return;
      onError?.(error);
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }
}

async function followOnce<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | Stretching,
  { signal, onCaughtUp, batchSize = 500 }: FollowOptions,
  onProgress: () => void,
): Promise<void> {
  const session = await FollowSession.open(db, signal);
  try {
    await session.lock(`jalon follow ${projection.name} ${projection.version}`);
    let position = await openCheckpoint(db, projection);
    while (!session.signal.aborted) {
      const from = position;
      position = await step(events, db, projection, from, batchSize);
      if (position > from) onProgress();
      if (position - from < ('reach' in projection ? projection.reach : batchSize)) {
        onCaughtUp?.(position);
        await session.grownOr(pollMs);
      }
    }
  } finally {
    await session.close();
  }
  if (!signal.aborted) throw new Error(`the connection that follows for ${projection.name} was lost`);
}

/** One transaction's worth of the ledger after a position; answers the position it leads to, the same at the end of the ledger. */
async function step<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | Stretching,
  from: number,
  batchSize: number,
): Promise<number> {
  if ('reach' in projection) {
    const to = Math.min(await events.head(), from + projection.reach);
    if (to <= from) return from;
    return advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
  }
  const batch = await events.readAll({ after: from, limit: batchSize });
  const to = batch.at(-1)?.position;
  if (to === undefined) return from;
  return advanceCheckpoint(db, projection, { from, to }, (tx) => projection.handle(batch, tx));
}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;
