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

/** Settings of a program that bound its waits for PostgreSQL. */
export const databaseTimeouts = (defaults: Timeouts) => ({
  DATABASE_CONNECT_TIMEOUT: duration
    .default(defaults.connectMs)
    .describe('Limit for a [connection](operating.md#database-connections): a new one, or one of the pool.'),
  DATABASE_APPEND_TIMEOUT: duration
    .default(defaults.appendMs)
    .describe('Limit for the commit of a batch of appends; 2 ms more for each event.'),
  DATABASE_STATEMENT_TIMEOUT: duration.default(defaults.statementMs).describe('Limit for any other statement.'),
  DATABASE_LOCK_TIMEOUT: duration.default(defaults.lockMs).describe('Limit for a lock.'),
  DATABASE_SILENCE_TIMEOUT: duration
    .default(defaults.silenceMs)
    .describe(
      'Time after which PostgreSQL releases the locks and transactions of a process that it no longer hears of.',
    ),
});

type Given = z.output<z.ZodObject<ReturnType<typeof databaseTimeouts>>>;

export const timeoutsIn = (settings: Given): Timeouts => ({
  connectMs: settings.DATABASE_CONNECT_TIMEOUT,
  appendMs: settings.DATABASE_APPEND_TIMEOUT,
  statementMs: settings.DATABASE_STATEMENT_TIMEOUT,
  lockMs: settings.DATABASE_LOCK_TIMEOUT,
  silenceMs: settings.DATABASE_SILENCE_TIMEOUT,
});
