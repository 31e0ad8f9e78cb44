import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { advanceCheckpoint, type ProjectionVersion } from './checkpoint.js';

/** A stream to project from a position on, or the event at it. */
export interface AffectedStream {
  stream: string;
  since: number;
}

/** What a projection could not apply. It is tried again with its next event, and with a growing interval. */
export interface KnownFailure extends AffectedStream {
  isDue: boolean;
}

export interface NewFailure extends AffectedStream {
  error: unknown;
}

export async function failuresOf(
  db: Kysely<Database>,
  { name, version }: ProjectionVersion,
): Promise<readonly KnownFailure[]> {
  const rows = await db
    .selectFrom('projection_failure')
    .select(['stream', 'position as since', sql<boolean>`next_attempt_at <= clock_timestamp()`.as('isDue')])
    .where('projection', '=', name)
    .where('version', '=', version)
    .orderBy('position')
    .execute();
  return rows;
}

/**
 * Advances a projection over a range in one transaction: all streams together, and if that fails, apart.
 *
 * @param known failures to take into account
 * @returns the failures that were not known
 */
export async function advanceIsolated(
  db: LedgerDatabase,
  projection: ProjectionVersion,
  range: { from: number; to: number; whole?: number },
  known: readonly KnownFailure[],
  work: (tx: Transaction<Database>, isolation: Isolation) => Promise<void>,
): Promise<NewFailure[]> {
  const attempt = async (apart: boolean): Promise<NewFailure[]> => {
    let failed: NewFailure[] = [];
    await advanceCheckpoint(db, projection, range, async (tx) => {
      const isolation = new Isolation(tx, known, apart);
      await work(tx, isolation);
      failed = await isolation.settle(projection);
    });
    return failed;
  };
  try {
    return await attempt(false);
  } catch (error) {
    if (outageOf(error) !== undefined) throw error;
    return attempt(true);
  }
}

/**
 * How the streams of a range are applied in a transaction: together, or, after that has failed, apart. Then those that fail
 * are rolled back by a savepoint and recorded, and the others go on. They are found by halving, so that one failure among n
 * streams costs log n attempts.
 */
export class Isolation {
  readonly #failed: NewFailure[] = [];
  readonly #tried = new Set<string>();

  constructor(
    private readonly tx: Transaction<Database>,
    private readonly known: readonly KnownFailure[] = [],
    private readonly apart = false,
  ) {}

  /** Adds the streams that failed earlier and are due, and lets those that are affected again begin where they failed. */
  withFailed(affected: readonly AffectedStream[], isIncluded: (stream: string) => boolean): AffectedStream[] {
    const since = new Map(affected.map((one) => [one.stream, one.since]));
    for (const { stream, since: failed, isDue } of this.known)
      if (since.has(stream) || (isDue && isIncluded(stream)))
        since.set(stream, Math.min(failed, since.get(stream) ?? failed));
    return [...since].map(([stream, from]) => ({ stream, since: from }));
  }

  /** Calls `work` once or more often, with all items in the end. `work` has no effect but through the transaction. */
  async each<T extends AffectedStream>(
    items: readonly T[],
    work: (items: readonly T[]) => Promise<void>,
  ): Promise<void> {
    if (items.length === 0) return;
    for (const item of items) this.#tried.add(key(item));
    if (!this.apart) await work(items);
    else await this.#apart(items, work);
  }

  async #apart<T extends AffectedStream>(
    items: readonly T[],
    work: (items: readonly T[]) => Promise<void>,
  ): Promise<void> {
    await sql`savepoint isolated`.execute(this.tx);
    try {
      await work(items);
      await sql`release savepoint isolated`.execute(this.tx);
    } catch (error) {
      if (outageOf(error) !== undefined) throw error;
      await sql`rollback to savepoint isolated`.execute(this.tx);
      const [only] = items;
      if (only && items.length === 1) {
        this.#failed.push({ stream: only.stream, since: only.since, error });
        return;
      }
      const half = Math.ceil(items.length / 2);
      await this.#apart(items.slice(0, half), work);
      await this.#apart(items.slice(half), work);
    }
  }

  /** Records what failed and removes what succeeded. @returns the failures that were not known */
  async settle({ name, version }: ProjectionVersion): Promise<NewFailure[]> {
    const failing = new Set(this.#failed.map(key));
    const over = this.known.filter((one) => this.#tried.has(key(one)) && !failing.has(key(one)));
    for (const { stream, since } of over)
      await this.tx
        .deleteFrom('projection_failure')
        .where('projection', '=', name)
        .where('version', '=', version)
        .where('stream', '=', stream)
        .where('position', '=', since)
        .execute();
    for (const { stream, since, error } of this.#failed)
      await sql`
        insert into projection_failure (projection, version, stream, position, error, next_attempt_at)
        values (${name}, ${version}, ${stream}, ${since}, ${textOf(error)}, clock_timestamp() + interval '5 seconds')
        on conflict (projection, version, stream, position) do update
        set error = excluded.error, attempts = projection_failure.attempts + 1, failed_at = clock_timestamp(),
          next_attempt_at = clock_timestamp() + least(interval '1 hour',
            interval '5 seconds' * power(2, least(projection_failure.attempts, 20)))
      `.execute(this.tx);
    const known = new Set(this.known.map(key));
    return this.#failed.filter((one) => !known.has(key(one)));
  }
}

const key = ({ stream, since }: AffectedStream): string => `${since} ${stream}`;

const LONGEST_ERROR = 2_000;

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replaceAll('\0', '')
    .slice(0, LONGEST_ERROR)
    .toWellFormed();
