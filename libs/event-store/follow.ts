import { sql, type Transaction } from 'kysely';
import { pause, AutoResetEvent } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Session } from '#database/session.js';
import type { Database } from '#database/tables.js';
import { addSpan, isTracing } from '#tracing/tracing.js';
import { type ProjectionVersion, openCheckpoint, OtherVersionServes } from './checkpoint.js';
import type { EventStore } from './event-store.js';
import { decodeRow, type Recorded } from './events.js';
import { advanceIsolated, failuresOf, type Isolation, type KnownFailure, type NewFailure } from './isolation.js';
import { RangeLength } from './range-length.js';

/**
 * A read model that follows the ledger event by event. A change to its content is a new version. It does not follow while
 * another version serves: see `rebuild/build.ts`.
 */
export interface Projection<E> extends ProjectionVersion {
  /** The most events per transaction; absent: 500. */
  batchSize?: number;
  /**
   * Applies the events in order, with writes through `tx` as its only effect. A batch is repeated only after its transaction was
   * rolled back.
   */
  handle(batch: Recorded<E>[], tx: Transaction<Database>): Promise<void>;
}

/**
 * A projection that is given a range of positions and reads what it needs by itself. For projections by stream: one
 * large range costs less than many small batches.
 */
export interface RangeProjection extends ProjectionVersion {
  /** The largest range, in positions. */
  maxRange: number;
  /**
   * Applies the events after position `after`, up to and including `upTo`, through `tx`, each stream through `isolation`, so
   * that one that fails does not hinder the others; absent: one that fails fails all. A range is
   * repeated only after its transaction was rolled back.
   *
   * @param whole of tables that nobody reads before they are complete up to this position: only the streams that begin in the
   *   range are applied, up to it
   */
  advance(after: number, upTo: number, tx: Transaction<Database>, isolation?: Isolation, whole?: number): Promise<void>;
}

const POLL_MS = 1000; // the guarantee; a notification only makes it faster
const firstPauseMs = 100;
const longestPauseMs = 30_000;

export interface FollowOptions {
  signal: AbortSignal;
  /** Called when the follower is connected: it follows, or waits for another process to stop following. */
  onConnected?: () => void;
  /** Called with the position of the head when it is reached, and again for each later head. */
  onCaughtUp?: (position: number) => void;
  /** Called when another version of the projection serves; the follower waits until its own does. */
  onOtherVersion?: (reason: OtherVersionServes) => void;
  /** Called when everything has failed, as in an outage; the follower retries by itself. */
  onError?: (error: unknown) => void;
  /** Called once for each stream, or event, that cannot be applied. It is retried, and the others go on. */
  onFailure?: (failure: NewFailure) => void;
  batchSize?: number;
  /** How often to look for events that no notification announced; for a lock that another holds, twice as often. */
  pollMs?: number;
}

/**
 * Feeds a projection every event in order, from its checkpoint on, until `signal` aborts; resolves then.
 *
 * One follower per projection and version is active at a time (advisory lock); another one takes over when its session
 * ends, which PostgreSQL sees to when the process is frozen or cut off. The checkpoint is committed with the rows it
 * covers, so after a crash the projection is complete up to its checkpoint. Lost connections are retried from there with a
 * backoff of 0.1 s to 30 s. A stream or an event that cannot be applied is recorded in `projection_failure` and retried with
 * a backoff of 5 s to an hour; the others go on.
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

/** The advisory lock of the follower that is active. */
export const followerLock = ({ name, version }: ProjectionVersion): string => `jalon follow ${name} ${version}`;

async function followOnce<E>(
  events: EventStore<E>,
  db: LedgerDatabase,
  projection: Projection<E> | RangeProjection,
  { signal, onConnected, onCaughtUp, onOtherVersion, onFailure, pollMs = POLL_MS, ...options }: FollowOptions,
  onProgress: () => void,
): Promise<void> {
  const most = 'maxRange' in projection ? projection.maxRange : (options.batchSize ?? projection.batchSize ?? 500);
  const range = new RangeLength(most);
  const session = await FollowSession.open(db, signal);
  onConnected?.();
  try {
    await session.lock(followerLock(projection), pollMs / 2);
    let position = await ownCheckpoint(db, projection, session, { pollMs, onOtherVersion });
    while (!session.signal.aborted) {
      const [from, atMost, beganAt] = [position, range.positions, performance.now()];
      position = await step({ events, db, projection, onFailure }, from, atMost);
      range.adapt(position - from, performance.now() - beganAt);
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

interface Following<E> {
  events: EventStore<E>;
  db: LedgerDatabase;
  projection: Projection<E> | RangeProjection;
  onFailure: FollowOptions['onFailure'];
}

/**
 * Applies one batch or range, and the failures that are due, in one transaction.
 *
 * @returns the new position; the old one at the head of the ledger
 */
async function step<E>(following: Following<E>, from: number, atMost: number): Promise<number> {
  const { events, db, projection, onFailure } = following;
  const to = Math.max(from, Math.min(await events.head(), from + atMost));
  const known = await failuresOf(db, projection);
  if (to <= from && !known.some(({ isDue }) => isDue)) return from;
  const beganAt = performance.now();
  const failed = await advanceIsolated(db, projection, { from, to }, known, async (tx, isolation) => {
    if ('maxRange' in projection) await projection.advance(from, to, tx, isolation);
    else await handle(events, projection, { from, to }, tx, { isolation, known });
  });
  for (const failure of failed) onFailure?.(failure);
  await traceProjection(db, projection, { from, to, beganAt }).catch(() => undefined);
  return to;
}

/** Positions have no gaps, so a range has as many events as positions. */
async function handle<E>(
  events: EventStore<E>,
  projection: Projection<E>,
  { from, to }: { from: number; to: number },
  tx: Transaction<Database>,
  { isolation, known }: { isolation: Isolation; known: readonly KnownFailure[] },
): Promise<void> {
  const rows = await events.readRows({ after: from, upTo: to, limit: to - from });
  for (const { since, isDue } of known)
    if (isDue) rows.unshift(...(await events.readRows({ after: since - 1, upTo: since, limit: 1 })));
  const items = rows.map((row) => ({ stream: row.stream, since: row.position, row }));
  await isolation.each(items, (some) =>
    projection.handle(
      some.map(({ row }) => decodeRow(events.codec, row)),
      tx,
    ),
  );
}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** Traces of a range that get a span; a large import is one trace or a few. */
const MOST_TRACES = 100;

/** Adds the work of a projection on a range to the traces that its events name. Nothing depends on it. */
async function traceProjection(
  db: LedgerDatabase,
  { name, version }: ProjectionVersion,
  { from, to, beganAt }: { from: number; to: number; beganAt: number },
): Promise<void> {
  if (!isTracing() || to <= from) return;
  const attributes = { 'jalon.projection': name, 'jalon.projection.version': version, 'jalon.events': to - from };
  const { rows } = await sql<{ traceparent: string }>`
    select distinct traceparent from event
    where position > ${from} and position <= ${to} and traceparent is not null limit ${MOST_TRACES}
  `.execute(db);
  for (const { traceparent: parent } of rows) addSpan(`project ${name}`, { parent, beganAt, attributes });
}

/**
 * A session that listens for new events, and can hold a projection's lock. When it ends, PostgreSQL releases the lock and
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
