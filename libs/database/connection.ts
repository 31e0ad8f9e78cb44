import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { columnParsers } from './column-parsers.js';
import type { Database } from './tables.js';

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
}

/**
 * The database as one role sees it: kysely over a pool, and single connections beside the pool for what belongs to one
 * session (LISTEN, advisory locks). Whoever opens it ends it with `destroy()`; single connections are ended by whoever
 * asked for them.
 *
 * Columns arrive as: bigint -> number (an error beyond 2^53), date -> 'yyyy-mm-dd', timestamptz -> Date, json -> parsed,
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

  /** A connected client outside the pool, same role and settings; it keeps TCP alive so that a vanished peer is noticed. */
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
