import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

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
