import type { z } from 'zod';
import { duration } from './settings.js';

/** Settings of an app that bound its waits for PostgreSQL. The defaults of the worker are longer: nobody waits for its answer. */
export const databaseTimeouts = (defaults: { connect: number; statement: number; lock: number }) => ({
  /** For a connection, a new one or one of the pool. */
  DATABASE_CONNECT_TIMEOUT: duration.default(defaults.connect),
  /** For the commit of a batch of appends. */
  DATABASE_APPEND_TIMEOUT: duration.default(10_000),
  /** For any other statement. */
  DATABASE_STATEMENT_TIMEOUT: duration.default(defaults.statement),
  DATABASE_LOCK_TIMEOUT: duration.default(defaults.lock),
  /** After which PostgreSQL releases the locks and transactions of a process that gives no sign of life. */
  DATABASE_SILENCE_TIMEOUT: duration.default(20_000),
});

type Given = z.output<z.ZodObject<ReturnType<typeof databaseTimeouts>>>;

/** In the names of `openDatabase`. */
export const timeoutsIn = (settings: Given) => ({
  connectMs: settings.DATABASE_CONNECT_TIMEOUT,
  appendMs: settings.DATABASE_APPEND_TIMEOUT,
  statementMs: settings.DATABASE_STATEMENT_TIMEOUT,
  lockMs: settings.DATABASE_LOCK_TIMEOUT,
  silenceMs: settings.DATABASE_SILENCE_TIMEOUT,
});
