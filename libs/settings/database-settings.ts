import type { z } from 'zod';
import { duration } from './settings.js';

/** As `openDatabase` takes them, in milliseconds. */
interface Timeouts {
  connectMs: number;
  appendMs: number;
  statementMs: number;
  lockMs: number;
  silenceMs: number;
}

/** Settings of an app that bound its waits for PostgreSQL. */
export const databaseTimeouts = (defaults: Timeouts) => ({
  /** For a connection, a new one or one of the pool. */
  DATABASE_CONNECT_TIMEOUT: duration.default(defaults.connectMs),
  /** For the commit of a batch of appends. */
  DATABASE_APPEND_TIMEOUT: duration.default(defaults.appendMs),
  /** For any other statement. */
  DATABASE_STATEMENT_TIMEOUT: duration.default(defaults.statementMs),
  DATABASE_LOCK_TIMEOUT: duration.default(defaults.lockMs),
  /** After which PostgreSQL releases the locks and transactions of a process that gives no sign of life. */
  DATABASE_SILENCE_TIMEOUT: duration.default(defaults.silenceMs),
});

type Given = z.output<z.ZodObject<ReturnType<typeof databaseTimeouts>>>;

export const timeoutsIn = (settings: Given): Timeouts => ({
  connectMs: settings.DATABASE_CONNECT_TIMEOUT,
  appendMs: settings.DATABASE_APPEND_TIMEOUT,
  statementMs: settings.DATABASE_STATEMENT_TIMEOUT,
  lockMs: settings.DATABASE_LOCK_TIMEOUT,
  silenceMs: settings.DATABASE_SILENCE_TIMEOUT,
});
