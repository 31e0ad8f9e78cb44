import { pino } from 'pino';

/** What the worker says: one JSON object a line, on standard output. */
export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** Injects it: `@Inject(LOG) log: Log`. */
export const LOG = Symbol('log');

export const openLog = (level: string): Log => pino({ level });
