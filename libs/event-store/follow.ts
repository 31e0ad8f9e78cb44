import type { Transaction } from 'kysely';
import { AutoResetEvent, pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Session } from '#database/session.js';
import type { Database } from '#database/tables.js';
import { advanceCheckpoint, openCheckpoint, OtherVersionServes, type ProjectionVersion } from './checkpoint.js';
import type { EventStore } from './event-store.js';
import type { Recorded } from './events.js';

/**
 * A read model that follows the ledger event by event. A change to its content is a new version. It does not follow while
 * another version serves: see `rebuild/build.ts`.
 */
export interface Projection<E> extends ProjectionVersion {
  /** Events per transaction; absent: 500. */
  batchSize?: number;
  /** Applies the events in order, with writes through `tx` as its only effect. A batch may be repeated. */
  handle(batch: Recorded<E>[], tx: Transaction<Database>): Promise<void>;
}

/**
 * A projection that is given a range of positions and reads what it needs by itself. For projections by stream: one
 * large range costs less than many small batches.
 */
export interface RangeProjection extends ProjectionVersion {
  /** The largest range, in positions. */
  maxRange: number;
  /** Applies the events after position `after`, up to and including `upTo`, through `tx`. A range may be repeated. */
  advance(after: number, upTo: number, tx: Transaction<Database>): Promise<void>;
}

const POLL_MS = 1000; // the guarantee; a notification only makes it faster
const firstPauseMs = 100;
const longestPauseMs = 30_000;

export interface FollowOptions {
  signal: AbortSignal;
  /** Called with the position of the head when it is reached, and again for each later head. */
  onCaughtUp?: (position: number) => void;
  /** Called when another version of the projection serves; the follower waits until its own does. */
  onOtherVersion?: (reason: OtherVersionServes) => void;
  /** Called for every failure; the follower retries by itself. */
  onError?: (error: unknown) => void;
  batchSize?: number;
  /** How often to look for events that no notification announced; for a lock that another holds, twice as often. */
  pollMs?: number;
}

/**
 * Feeds a projection every event in order, from its checkpoint on, until `signal` aborts; resolves then.
 *
 * One follower per projection and version is active at a time (advisory lock); another one takes over when its session
 * ends, which PostgreSQL sees to when the process is frozen or cut off. The checkpoint is committed with the rows it
 * covers, so after a crash the projection is complete up to its checkpoint. Lost connections and failing handlers are
 * retried from there with a backoff of 0.1 s to 30 s: an event that cannot be handled blocks this projection, and no other.
 */
export async function follow<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | RangeProjection,
  options: FollowOptions,
): Promise<void> {
  const { signal, onCaughtUp, onError } = options;
  let pauseMs = firstPauseMs;
  let reported: number | undefined;
  const report = (position: number): void => {
    if (position === reported) return;
    reported = position;
    onCaughtUp?.(position);
  };
  while (!signal.aborted) {
    try {
      await followOnce(events, db, projection, { ...options, onCaughtUp: report }, () => {
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
  projection: Projection<E> | RangeProjection,
  { signal, onCaughtUp, onOtherVersion, pollMs = POLL_MS, ...options }: FollowOptions,
  onProgress: () => void,
): Promise<void> {
  const atMost = 'maxRange' in projection ? projection.maxRange : (options.batchSize ?? projection.batchSize ?? 500);
  const session = await FollowSession.open(db, signal);
  try {
    await session.lock(`jalon follow ${projection.name} ${projection.version}`, pollMs / 2);
    let position = await ownCheckpoint(db, projection, session, { pollMs, onOtherVersion });
    while (!session.signal.aborted) {
      const from = position;
      position = await step(events, db, projection, from, atMost);
      if (position > from) onProgress();
      if (position - from < atMost) {
        onCaughtUp?.(position);
        await session.waitForGrowth(pollMs);
      }
    }
  } finally {
    await session.close();
  }
  if (!signal.aborted) throw new Error(`the connection that follows for ${projection.name} was lost`);
}

/** Waits until the version of the projection is the one that serves. */
async function ownCheckpoint(
  db: LedgerDatabase,
  projection: ProjectionVersion,
  session: FollowSession,
  { pollMs, onOtherVersion }: { pollMs: number; onOtherVersion: FollowOptions['onOtherVersion'] | undefined },
): Promise<number> {
  for (let waits = 0; ; waits++) {
    try {
      return await openCheckpoint(db, projection);
    } catch (error) {
      if (!(error instanceof OtherVersionServes)) throw error;
      if (waits === 0) onOtherVersion?.(error);
      await session.waitForGrowth(pollMs);
      session.signal.throwIfAborted();
    }
  }
}

/** Applies one batch or range in one transaction. @returns the new position; the old one at the head of the ledger */
async function step<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | RangeProjection,
  from: number,
  atMost: number,
): Promise<number> {
  if ('maxRange' in projection) {
    const to = Math.min(await events.head(), from + atMost);
    if (to <= from) return from;
    return advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
  }
  const batch = await events.readAll({ after: from, limit: atMost });
  const to = batch.at(-1)?.position;
  if (to === undefined) return from;
  return advanceCheckpoint(db, projection, { from, to }, (tx) => projection.handle(batch, tx));
}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/**
 * A session that holds the projection's lock and listens for new events. When it ends, PostgreSQL releases the lock and
 * `signal` aborts.
 */
export class FollowSession {
  private readonly grown = new AutoResetEvent();
  /** Aborts when the session is lost or the follower stops. */
  readonly signal: AbortSignal;

  private constructor(
    private readonly session: Session,
    stop: AbortSignal,
  ) {
    this.signal = AbortSignal.any([stop, session.lost]);
    session.client.on('notification', () => {
      this.grown.wake();
    });
  }

  static async open(db: LedgerDatabase, stop: AbortSignal): Promise<FollowSession> {
    const session = new FollowSession(await db.session('jalon follow'), stop);
    try {
      await session.session.query('listen jalon_ledger');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Resolves when the lock is acquired: at most `retryMs` after its holder releases it. */
  async lock(name: string, retryMs: number): Promise<void> {
    await this.session.lock(name, retryMs, this.signal);
    this.signal.throwIfAborted();
  }

  /** Resolves when events have been appended, after `pollMs` or at the end of the session, whichever comes first. */
  async waitForGrowth(pollMs: number): Promise<void> {
    await this.grown.wait(pollMs, this.signal);
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
