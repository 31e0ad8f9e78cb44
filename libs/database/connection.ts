import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './tables.js';

interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
}

/**
 * A connection pool for kysely, as one role, and dedicated connections for session state (LISTEN, advisory locks). The
 * caller that opens it calls `destroy()`, and ends the dedicated connections that it requested.
 *
 * Column values are returned as: bigint -> number (an error beyond 2^53), date -> 'yyyy-mm-dd', timestamptz -> Date, json -> parsed,
 * numeric -> string.
 */
export class LedgerDatabase extends Kysely<Database> {
  constructor(private readonly pool: pg.Pool) {
    super({ dialect: new PostgresDialect({ pool }) });
  }

  /** A statement that the server parses and plans once per connection; the name stands for the text. */
  async prepared<R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> {
    return (await this.pool.query<R>({ name, text, values })).rows;
  }

  /** A connected client outside the pool, with the same role and settings, and with TCP keep-alive. */
  async dedicated(applicationName: string): Promise<pg.Client> {
    const client = new pg.Client({ ...this.pool.options, application_name: applicationName, keepAlive: true });
    client.on('error', ignore);
    await client.connect();
    return client;
  }
}

export function openDatabase({ url, poolSize = 10, applicationName }: ConnectionOptions): LedgerDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: applicationName,
    keepAlive: true,
    types: columnParsers,
  });
  // A connection that breaks fails the statement on it, and is replaced at the next one; without listeners for those that
  // break between two statements, idle or in the middle of a transaction, it would end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new LedgerDatabase(pool);
}

function ignore(): void {
  return;
}

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

const refusedValueClasses = ['22', '23', '54']; // data exception, integrity constraint, program limit

const lostConnectionCodes = ['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/** PostgreSQL rejected a value in the statement. */
export function isRefusedValue(error: unknown): error is Error {
  return error instanceof Error && refusedValueClasses.includes(codeOf(error).slice(0, 2));
}

/** The connection ended before an answer came: whether the statement took effect is unknown. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return (
    lostConnectionCodes.includes(code) || code.startsWith('08') || error.message.startsWith('Connection terminated')
  );
}

/** `lock_timeout` was exceeded; the transaction is aborted. */
export const isLockTimeout = (error: unknown): boolean => error instanceof Error && codeOf(error) === '55P03';

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
