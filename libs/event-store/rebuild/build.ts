import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/errors.js';
import { pause } from '#concurrency/timeout.js';
import { followedTo } from '../checkpoint.js';
import { advanceIsolated, failuresOf } from '../isolation.js';
import type { RebuildableProjection } from './build-schema.js';
import { flip, type Flipped } from './flip.js';

interface BuildOptions {
  signal: AbortSignal;
  /** Called with the position of the build at its start and after each commit. */
  onProgress?: (position: number) => void;
}

/** A range grows until it takes this long: a kill repeats one, and the progress is reported after each. */
const RANGE_MS = 4_000;
const FIRST_RANGE = 10_000;

/**
 * Follows the ledger for a build up to a position, in transactions that also move the checkpoint of the build: after a
 * crash, the next run resumes there. Streams that fail are left to the followers, once the build serves.
 *
 * @returns the position reached; less than `upTo` when the signal has aborted
 */
export async function advanceBuild(
  build: LedgerDatabase,
  projection: RebuildableProjection,
  upTo: number,
  { signal, onProgress }: BuildOptions,
): Promise<number> {
  let from = await followedTo(build, projection);
  let length = Math.min(FIRST_RANGE, projection.maxRange);
  onProgress?.(from);
  while (from < upTo && !signal.aborted) {
    const [after, to, startedAt] = [from, Math.min(from + length, upTo), performance.now()];
    const known = await failuresOf(build, projection);
    await advanceIsolated(build, projection, { from, to }, known, (tx, isolation) =>
      projection.advance(after, to, tx, isolation),
    );
    from = to;
    if (performance.now() - startedAt < RANGE_MS) length = Math.min(2 * length, projection.maxRange);
    onProgress?.(from);
  }
  return from;
}

const ATTEMPTS = 60;
const RETRY_MS = 1_000;

/**
 * Brings a build to the head of the ledger and lets it serve. The head may move meanwhile, and readers may hold the tables
 * that serve, so this takes several attempts.
 *
 * @param head the end of the ledger now
 * @returns `undefined` when the signal has aborted; the build is kept
 * @throws the lock timeout of the last attempt
 */
export async function finishBuild(
  build: LedgerDatabase,
  projection: RebuildableProjection,
  head: () => Promise<number>,
  options: BuildOptions,
): Promise<Flipped | undefined> {
  const catchUp = async (): Promise<void> => {
    await advanceBuild(build, projection, await head(), options);
  };
  await catchUp();
  // Readers find the tables as after a long time in service: with statistics and a visibility map.
  if (!options.signal.aborted)
    for (const table of projection.tables) await sql`vacuum (analyze) ${sql.id(table)}`.execute(build);
  for (let attempt = 1; ; attempt++) {
    await catchUp();
    if (options.signal.aborted) return undefined;
    try {
      return await flip(build, projection, catchUp);
    } catch (error) {
      if (!isLockTimeout(error) || attempt === ATTEMPTS) throw error;
      await pause(RETRY_MS, options.signal);
    }
  }
}
