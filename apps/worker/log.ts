import type { LoggerService } from '@nestjs/common';
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

/** Nest's own words, in our log: what goes wrong, without the list of all that was put together. */
export const nestLog = (log: Log): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => {
    log.warn({}, String(message));
  },
  error: (message: unknown, ...rest: unknown[]) => {
    const stack = rest.find((part) => typeof part === 'string');
    log.error(message instanceof Error ? { err: message } : { stack }, String(message));
  },
});

/** Something that is away fails at every attempt to reach it, in the same words: the log says it once a while. */
export class FirstOfItsKind {
  readonly #saidAt = new Map<string, number>();

  constructor(private readonly quietMs: number) {}

  /** Whether these words have not been said for a while; from now on they have. */
  isNews(words: string): boolean {
    const now = performance.now();
    const saidAt = this.#saidAt.get(words);
    if (saidAt !== undefined && now - saidAt < this.quietMs) return false;
    if (this.#saidAt.size > 100) this.#saidAt.clear();
    this.#saidAt.set(words, now);
    return true;
  }
}
