/** How long a process waits for the database, in milliseconds. */
export interface DatabaseTimeouts {
  /** For a connection: a new one, or one of the pool. */
  connectMs: number;
  /** For the commit of a batch of appends. */
  appendMs: number;
  /** For any other statement; 0: for ever. */
  statementMs: number;
  /** For a lock; 0: for ever. */
  lockMs: number;
  /** After this time without a sign of the process, PostgreSQL ends sessions that hold locks, and open transactions. */
  silenceMs: number;
}

export const DEFAULT_TIMEOUTS: DatabaseTimeouts = {
  connectMs: 5_000,
  appendMs: 10_000,
  statementMs: 30_000,
  lockMs: 5_000,
  silenceMs: 20_000,
};

/** For commands that an operator waits for, such as migrations: only the connection has a limit. */
export const PATIENT: DatabaseTimeouts = { ...DEFAULT_TIMEOUTS, statementMs: 0, lockMs: 0 };

const KEEPALIVE_SECONDS = 10;
const UNACKNOWLEDGED_MS = 20_000;

/** How much longer this side waits than the server, whose error says more. */
const GRACE_MS = 2_000;

/**
 * Options of the driver that bound both ends of a connection. The kernel finds a peer that is gone; it cannot find one that is
 * frozen, nor a proxy that acknowledges what it does not forward. For those, the server ends open transactions that nothing
 * arrives for, and this side closes a connection on which a statement is not answered.
 */
export function boundedBy(
  { connectMs, silenceMs }: DatabaseTimeouts,
  { statementMs, lockMs }: Pick<DatabaseTimeouts, 'statementMs' | 'lockMs'>,
  options = '',
) {
  const server: Record<string, number> = {
    tcp_keepalives_idle: KEEPALIVE_SECONDS,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
    tcp_user_timeout: UNACKNOWLEDGED_MS,
    idle_in_transaction_session_timeout: silenceMs,
    lock_timeout: lockMs,
    statement_timeout: statementMs,
  };
  const flags = Object.entries(server).map(([name, value]) => `-c ${name}=${value}`);
  return {
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_SECONDS * 1_000,
    options: [...flags, options].join(' ').trim(),
    ...(statementMs > 0 && { query_timeout: statementMs + GRACE_MS }),
  };
}
