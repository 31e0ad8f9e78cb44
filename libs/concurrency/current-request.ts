import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The id of the HTTP request that is being answered, for what accompanies its work: log lines, and messages that it causes.
 * Nothing is decided by it. Absent in the worker.
 */
export const currentRequest = new AsyncLocalStorage<string>();
