import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { outageOf } from './errors.js';
import type { Pools } from './pools.js';
import type { Database } from './tables.js';

/** The replica is compared with the primary so often, while there are requests. */
const CHECK_MS = 1_000;
/** It is used while it reaches what the primary has written within this time. */
const LAG_MS = 1_000;
/** No read is older than that. */
const TRUSTED_MS = 3_000;
const POLL_MS = 15;
const CONNECT_MS = 2_000;

/** Told when the replica is lost, with the reason, and when it is used again. */
export type OnReplicaChange = (lost: string | undefined) => void;

interface State {
  lsn: string;
  epoch: number | null;
}

/** The server may have been promoted, or be the primary, to which a proxy sends while there is no replica. */
const REPLAYED = `
  select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end >= $1::pg_lsn
    and (select max(epoch) from ledger_epoch) is not distinct from $2 as reached`;

/**
 * Reads that may lag, from a streaming replica. A request that has read from the primary once does so to its end, so that no
 * read of it is older than the one before. While the replica is lost, too far behind or of another history, and outside of
 * requests that may read from it, all reads go to the primary.
 */
export class ReadReplica {
  /** On either server. */
  readonly reads: Kysely<Database>;
  /** On the replica only. */
  readonly replica: Kysely<Database>;
  readonly #requests = new AsyncLocalStorage<{ mayRead: boolean }>();
  readonly #pool: pg.Pool;
  #isUsable: boolean | undefined;
  #checkedAt = -Infinity;
  #checking: Promise<void> | undefined;
  /** Errors of statements on the replica. */
  readonly #failures = new WeakSet<object>();

  constructor(
    pools: Pools,
    size: number,
    private readonly primary: pg.Pool,
    private readonly onChange: OnReplicaChange,
  ) {
    this.#pool = pools.open({ name: 'replica', size, connectMs: CONNECT_MS });
    const pool = { connect: () => this.#connect(), end: () => Promise.resolve() };
    this.reads = new Kysely({ dialect: new PostgresDialect({ pool }) });
    this.replica = new Kysely({ dialect: new PostgresDialect({ pool: this.#pool }) });
  }

  /** Runs a request that may read from the replica. */
  run<T>(request: () => T): T {
    return this.#requests.run({ mayRead: true }, request);
  }

  /** Whether the request under way reads from the replica. */
  get isRead(): boolean {
    const request = this.#requests.getStore();
    if (request?.mayRead && !this.isUsable) request.mayRead = false;
    return request?.mayRead ?? false;
  }

  /** From here on, the request under way reads from the primary. */
  leave(): void {
    const request = this.#requests.getStore();
    if (request) request.mayRead = false;
  }

  /**
   * Reads again, from the primary, if the replica is lost meanwhile or cancels a statement in favour of what it has to replay.
   *
   * @param read must have no effect before it returns
   */
  async orElsePrimary<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Error) || !this.#failures.has(error) || !isReplicaOutage(error)) throw error;
      this.leave();
      return read();
    }
  }

  /** Compares the replica with the primary now, unless that was done within the last second. @returns whether it is used */
  async compare(): Promise<boolean> {
    this.#refresh();
    await this.#checking;
    return this.isUsable;
  }

  /** As of the last comparison, which nobody waits for: after a pause, the first request reads from the primary. */
  get isUsable(): boolean {
    this.#refresh();
    return this.#isUsable === true && performance.now() - this.#checkedAt < TRUSTED_MS;
  }

  async destroy(): Promise<void> {
    await this.#checking;
    await Promise.all([this.reads.destroy(), this.replica.destroy()]);
  }

  #refresh(): void {
    if (performance.now() - this.#checkedAt > CHECK_MS)
      this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
  }

  async #check(): Promise<void> {
    const startedAt = performance.now();
    try {
      const written = 'select pg_current_wal_lsn()::text as lsn, (select max(epoch) from ledger_epoch) as epoch';
      const [state] = (await this.primary.query<State>(written)).rows;
      while (state && !(await this.#hasReplayed(state))) {
        if (performance.now() - startedAt > LAG_MS) throw new Error('it is more than a second behind');
        await sleep(POLL_MS);
      }
      if (this.#isUsable === false) this.onChange(undefined);
      this.#isUsable = true;
    } catch (error) {
      this.#lose(error);
    }
    this.#checkedAt = startedAt;
  }

  async #hasReplayed({ lsn, epoch }: State): Promise<boolean> {
    const { rows } = await this.#pool.query<{ reached: boolean }>(REPLAYED, [lsn, epoch]);
    return rows[0]?.reached ?? false;
  }

  #lose(error: unknown): void {
    if (this.#isUsable !== false) this.onChange(error instanceof Error ? error.message : String(error));
    this.#isUsable = false;
  }

  async #connect(): Promise<PostgresPoolClient> {
    if (!this.isRead) return this.primary.connect();
    try {
      return this.#guarded(await this.#pool.connect());
    } catch (error) {
      this.#lose(error);
      this.leave();
      return this.primary.connect();
    }
  }

  /** Repeats the first statement on the primary, as `orElsePrimary` does. */
  #guarded(replica: pg.PoolClient): PostgresPoolClient {
    let client = replica;
    let isFirst = true;
    const query = async (text: string, values: unknown[] = []) => {
      const isRepeatable = isFirst;
      isFirst = false;
      try {
        return await client.query(text, values);
      } catch (error) {
        if (client !== replica) throw error;
        if (error instanceof Error) this.#failures.add(error);
        if (outageOf(error) === 'unreachable') this.#lose(error);
        if (!isRepeatable || !isReplicaOutage(error)) throw error;
        this.leave();
        const primary = await this.primary.connect();
        client.release(true);
        client = primary;
        return client.query(text, values);
      }
    };
    const release = (destroy?: boolean): void => {
      client.release(destroy);
    };
    return { query, release } as unknown as PostgresPoolClient;
  }
}

const isReplicaOutage = (error: unknown): boolean => ['unreachable', 'busy'].includes(outageOf(error) ?? '');
