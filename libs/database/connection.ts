import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPoolClient, CompiledQuery, type Transaction } from 'kysely';
import type pg from 'pg';
import { outageOf } from './errors.js';
import type { LedgerEpochs } from './ledger-epochs.js';
import { Pools, type PoolFigures } from './pools.js';
import { Session } from './session.js';
import type { Database } from './tables.js';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from './timeouts.js';

interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** Of a streaming replica, for reads that may lag. */
  readUrl?: string | undefined;
  onReplicaChange?: OnReplicaChange;
  /** Connections for queries; the small pools come on top. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  timeouts?: DatabaseTimeouts;
}

/** One batch at a time, and its retry. */
const APPENDING = 2;
/** The share of the pool for queries that comes on top for the ledger. */
const LEDGER_SHARE = 1 / 2;
const LEDGER_MS = 10_000;
const WAITING = 4;

/** Signs of life in the time after which the server ends a session. */
const BEATS = 4;

/** Connection and statement of a health check. */
const HEALTH_MS = 2_000;

/** The server's own limit of an append. This process gives up earlier, unless the append is large. */
const APPEND_MOST_MS = 300_000;

/**
 * The connections of a process, as one role. The database itself is the pool for queries, which slow ones may exhaust; work
 * that must go on meanwhile has small pools of its own.
 *
 * The caller that opens it calls `destroy()`, and closes the sessions that it requested.
 *
 * Column values are returned as: bigint -> number (an error beyond 2^53), date -> 'yyyy-mm-dd', timestamptz -> Date, json -> parsed,
 * numeric -> string.
 */
export class LedgerDatabase extends Kysely<Database> {
  /** Short reads by key: streams, events, API keys, names of providers. */
  readonly ledger: Kysely<Database>;
  /** Transactions of requests that may wait for a lock. */
  readonly waiting: Kysely<Database>;
  /** Checks whether this process can serve requests. */
  readonly health: Kysely<Database>;
  readonly replica: ReadReplica | undefined;
  readonly #queries: pg.Pool;
  readonly #ledger: pg.Pool;
  readonly #appends: pg.Pool;

  constructor(
    private readonly pools: Pools,
    poolSize: number,
    private readonly read?: { pools: Pools; onChange: OnReplicaChange },
  ) {
    const queries = pools.open({ name: 'queries', size: poolSize });
    super(on(queries));
    this.#queries = queries;
    this.replica = read && new ReadReplica(read.pools, poolSize, queries, read.onChange);
    const ledgerMs = Math.min(pools.timeouts.statementMs || Infinity, LEDGER_MS);
    const ledgerSize = Math.ceil(poolSize * LEDGER_SHARE);
    this.#ledger = pools.open({ name: 'ledger', size: ledgerSize, statementMs: ledgerMs });
    this.ledger = new Kysely(on(this.#ledger));
    this.waiting = new Kysely(on(pools.open({ name: 'waiting', size: WAITING })));
    const checks = { connectMs: HEALTH_MS, statementMs: HEALTH_MS, lockMs: HEALTH_MS };
    this.health = new Kysely(on(pools.open({ name: 'health', size: 1, ...checks })));
    this.#appends = pools.open({ name: 'appends', size: APPENDING, statementMs: APPEND_MOST_MS });
  }

  get epochs(): LedgerEpochs {
    return this.pools.epochs;
  }

  /** For lists and statistics in requests: from the replica, if there is one and the request may read from it. */
  get reads(): Kysely<Database> {
    return this.replica?.reads ?? this;
  }

  /**
   * Several statements read one snapshot of `reads`, so that a page neither repeats nor misses what changes meanwhile.
   *
   * @param read may be called twice, if the replica is lost meanwhile
   */
  snapshot<T>(read: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    const once = (): Promise<T> =>
      this.reads.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
    return this.replica ? this.replica.orElsePrimary(once) : once();
  }

  get poolFigures(): PoolFigures[] {
    return [...this.pools.figures, ...(this.read?.pools.figures ?? [])];
  }

  /** How often a process that holds a lock or a transaction sends a statement. */
  get beatMs(): number {
    return Math.ceil(this.pools.timeouts.silenceMs / BEATS);
  }

  /** The disk of the server was full at the last write that failed. */
  get isFull(): boolean {
    return this.pools.isFull;
  }

  async readEpochs(): Promise<void> {
    await this.epochs.compare(this.#queries);
  }

  /** A short read that the server parses and plans once per connection; the name stands for the text. */
  async prepared<R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> {
    return (await this.#ledger.query<R>({ name, text, values })).rows;
  }

  /**
   * The same, on a connection for appends.
   *
   * @param extraMs added to the time limit of appends, for a large one
   */
  async append<R extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: unknown[],
    extraMs: number,
  ): Promise<R[]> {
    const statement = { name, text, values, query_timeout: this.pools.timeouts.appendMs + extraMs };
    try {
      return (await this.#appends.query<R>(statement)).rows;
    } catch (error) {
      this.pools.note(error);
      throw error;
    }
  }

  /** A session outside the pools, with the same role and settings. */
  async session(applicationName: string): Promise<Session> {
    const times = { silenceMs: this.pools.timeouts.silenceMs, beatMs: this.beatMs };
    const session = await Session.open(this.pools.client(applicationName), times, (ms) => {
      this.pools.cutSilent(ms);
    });
    try {
      await this.epochs.compare(session.client);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** A connected client outside the pools, whose statements and locks have no time limit. */
  async dedicated(applicationName: string): Promise<pg.Client> {
    const client: pg.Client = this.pools.client(applicationName, { statementMs: 0, lockMs: 0 });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Writes a page that is discarded at once. @throws the error of a server whose disk is full or that is read-only */
  async tryWriting(): Promise<void> {
    const text = `create temporary table written on commit drop as select repeat('.', 4000) as page`;
    await this.health.transaction().execute((tx) => tx.executeQuery(CompiledQuery.raw(text)));
    this.pools.isFull = false;
  }

  override async destroy(): Promise<void> {
    await this.replica?.destroy();
    await Promise.all([super.destroy(), this.ledger.destroy(), this.waiting.destroy(), this.health.destroy()]);
    await this.#appends.end();
  }
}

const on = (pool: pg.Pool) => ({ dialect: new PostgresDialect({ pool }) });

export function openDatabase(options: ConnectionOptions): LedgerDatabase {
  const { url, readUrl, poolSize = 10, applicationName, timeouts = DEFAULT_TIMEOUTS } = options;
  const opened = (at: string): Pools => new Pools(at, applicationName, timeouts);
  const { onReplicaChange: onChange = () => undefined } = options;
  return new LedgerDatabase(
    opened(url),
    poolSize,
    readUrl === undefined ? undefined : { pools: opened(readUrl), onChange },
  );
}

/** The replica is compared with the primary so often, while there are requests. */
const CHECK_MS = 1_000;
/** It is used while it reaches what the primary has written within this time. */
const LAG_MS = 1_000;
/** No read is older than that. */
const TRUSTED_MS = 3_000;
const POLL_MS = 15;
const CONNECT_MS = 2_000;

/** Told when the replica is lost, with the reason, and when it is used again. */
type OnReplicaChange = (lost: string | undefined) => void;

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
class ReadReplica {
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
