import pg from 'pg';
import { BoundedClient } from './bounded-client.js';
import { outageOf } from './errors.js';
import { LedgerEpochs } from './ledger-epochs.js';
import { boundedBy, type DatabaseTimeouts } from './timeouts.js';

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
      this.#keep(client as unknown as BoundedClient);
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

  #keep(client: BoundedClient): void {
    this.#clients.add(client);
    client.onError = (error) => {
      this.note(error);
    };
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

function ignore(): void {
  return;
}
