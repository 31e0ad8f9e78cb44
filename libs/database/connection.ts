import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { BoundedClient, Session } from './session.js';
import { isTlsFailure, outageOf } from './errors.js';
import { LedgerEpochs } from './ledger-epochs.js';
import type { Database } from './tables.js';
import { boundedBy, type DatabaseTimeouts, DEFAULT_TIMEOUTS } from './timeouts.js';

const { builtins } = pg.types;
const int8Array = 1016;

type Parser = (text: string) => unknown;

const parsers = new Map<number, Parser>([
  [builtins.INT8, parseBigint],
  [int8Array, parseBigints],
  [builtins.DATE, (text) => text],
]);

/** Type parsers of one pool: other users of `pg` in the process keep its defaults. */
const columnParsers = {
  getTypeParser(oid: typeof builtins.INT8, format?: 'text' | 'binary'): Parser {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? (pg.types.getTypeParser(oid, format) as Parser);
  },
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint beyond 2^53 cannot be a number: ${text}`);
  return value;
}

function parseBigints(text: string): (number | null)[] {
  const elements = text === '{}' ? [] : text.slice(1, -1).split(',');
  return elements.map((element) => (element === 'NULL' ? null : parseBigint(element)));
}

interface PoolLimits {
  name: string;
  size: number;
  statementMs?: number;
  lockMs?: number;
  connectMs?: number;
}

type Limits = Omit<PoolLimits, 'name' | 'size'>;

/** The connections of a pool, and the statements that wait for one. */
export interface PoolFigures {
  pool: string;
  busy: number;
  idle: number;
  waiting: number;
  most: number;
}

/** All pools of a process for one role, and what their connections tell about the server. */
export class Pools {
  readonly #clients = new Set<BoundedClient>();
  readonly #opened = new Map<string, pg.Pool>();
  /** The server's disk was full at the last write that failed. Reset by whoever finds that it has room again. */
  isFull = false;
  /** Statements on each new connection. */
  begin: readonly string[] = [];
  /** Of all connections, where nothing can change. */
  kept: BoundedClient['kept'];
  readonly epochs = new LedgerEpochs();

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
    readonly timeouts: DatabaseTimeouts,
  ) {}

  /** Connections open on demand, and close when they are idle for 10 seconds. */
  open({ name, size, ...limits }: PoolLimits): pg.Pool {
    // The pool waits for the promise, whatever its types say.
    const onConnect = (client: pg.ClientBase): void => this.#began(client) as unknown as undefined;
    const pool = new pg.Pool({ ...this.#options(limits), max: size, Client: BoundedClient, onConnect });
    // A connection that breaks fails the statement on it, and is replaced at the next one; without listeners for those that
    // break between two statements, idle or in the middle of a transaction, it would end the process.
    pool.on('error', ignore);
    pool.on('connect', (client) => {
      client.on('error', ignore);
      const bounded = client as unknown as BoundedClient;
      this.#clients.add(bounded);
      bounded.onError = (error) => {
        this.note(error);
      };
    });
    pool.on('remove', (client) => this.#clients.delete(client as unknown as BoundedClient));
    pool.on('release', (_, client) => {
      if ((client as unknown as BoundedClient).isStale) void client.end();
    });
    this.#opened.set(name, pool);
    return pool;
  }

  get figures(): PoolFigures[] {
    return [...this.#opened].map(([pool, { totalCount, idleCount: idle, waitingCount: waiting, options }]) => ({
      ...{ pool, busy: totalCount - idle, idle, waiting, most: options.max },
    }));
  }

  /** A client outside the pools, to be connected. */
  client(applicationName: string, limits: Limits = {}): BoundedClient {
    return new BoundedClient({ ...this.#options(limits), application_name: applicationName });
  }

  /** Closes the connections on which a statement has not been answered for longer: the network between is silent. */
  cutSilent(ms: number): void {
    for (const client of this.#clients) if (client.busyMs > ms) client.cut();
  }

  async #began(client: pg.ClientBase): Promise<void> {
    await this.epochs.compare(client);
    for (const statement of this.begin) await client.query(statement);
    (client as unknown as BoundedClient).kept = this.kept;
  }

  note(error: unknown): void {
    if (outageOf(error) === 'full') this.isFull = true;
  }

  #options({ statementMs, lockMs, connectMs }: Limits): pg.PoolConfig {
    const { timeouts } = this;
    const url = new URL(this.url);
    const own = url.searchParams.get('options') ?? '';
    url.searchParams.delete('options'); // the driver would take it in place of ours
    const bounds = { statementMs: statementMs ?? timeouts.statementMs, lockMs: lockMs ?? timeouts.lockMs };
    return {
      ...boundedBy({ ...timeouts, connectMs: connectMs ?? timeouts.connectMs }, bounds, own),
      connectionString: own === '' ? this.url : url.href,
      application_name: this.applicationName,
      types: columnParsers,
    };
  }
}

const ignore = (): void => undefined;

interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
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
const WAITING = 5;

/** Signs of life in the time after which the server ends a session. */
const BEATS = 4;

const ANSWERS_KEPT = 500;

/** Connection and statement of a health check. */
const HEALTH_MS = 2_000;

/** The server's own limit of an append. This process gives up earlier, unless the append is large. */
const APPEND_MOST_MS = 300_000;

/**
 * The connections of a process, as one role. The database itself is the pool for queries, which slow ones may exhaust; work
 * that must go on meanwhile has small pools of its own.
 *
 * The caller that opens it closes it, with `await using` or `destroy()`, and closes the sessions that it requested.
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
  readonly #queries: pg.Pool;
  readonly #ledger: pg.Pool;
  readonly #appends: pg.Pool;

  constructor(
    private readonly pools: Pools,
    poolSize: number,
  ) {
    const queries = pools.open({ name: 'queries', size: poolSize });
    super(on(queries));
    this.#queries = queries;
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

  get poolFigures(): PoolFigures[] {
    return this.pools.figures;
  }

  /** How often a process that holds a lock or a transaction sends a statement. */
  get beatMs(): number {
    return Math.ceil(this.pools.timeouts.silenceMs / BEATS);
  }

  /** The disk of the server was full at the last write that failed. */
  get isFull(): boolean {
    return this.pools.isFull;
  }

  /**
   * Reads everything as it was at one moment, and writes nothing. To be called before the first statement.
   *
   * @param snapshot exported by a transaction that outlasts this database
   */
  readAt(snapshot: string): void {
    this.pools.kept = new LRUCache({ max: ANSWERS_KEPT });
    this.pools.begin = [
      'set default_transaction_read_only = on; set idle_in_transaction_session_timeout = 0',
      `begin isolation level repeatable read; set transaction snapshot '${snapshot}'`,
    ];
  }

  /** Whether nothing can change any more. */
  get isFixed(): boolean {
    return this.pools.kept !== undefined;
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
    await Promise.all([super.destroy(), this.ledger.destroy(), this.waiting.destroy(), this.health.destroy()]);
    await this.#appends.end();
  }
}

const on = (pool: pg.Pool) => ({ dialect: new PostgresDialect({ pool }) });

export function openDatabase(options: ConnectionOptions): LedgerDatabase {
  const { url, poolSize = 10, applicationName, timeouts = DEFAULT_TIMEOUTS } = options;
  return new LedgerDatabase(new Pools(url, applicationName, timeouts), poolSize);
}

const RETRY_MS = 500;

/**
 * Waits until the database answers, which it does not while it starts or recovers from a crash. A program that ended instead
 * would be started again later and later.
 *
 * @param onWait called with each new reason
 */
export async function untilReachable(url: string, onWait: (reason: string) => void): Promise<void> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon' });
  let said: string | undefined;
  try {
    for (;;) {
      try {
        await sql`select`.execute(db.health);
        return;
      } catch (error) {
        if (outageOf(error) !== 'unreachable' || isTlsFailure(error)) throw error;
        const { message } = error as Error;
        if (message !== said) onWait(message);
        said = message;
      }
      await sleep(RETRY_MS);
    }
  } finally {
    await db.destroy();
  }
}
