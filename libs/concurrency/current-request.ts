import { AsyncLocalStorage } from 'node:async_hooks';

/** An id of a request: nothing that could break a line of a log, a header or a URN. */
export const isRequestId = (text: unknown): text is string => typeof text === 'string' && /^[\w.:-]{1,128}$/.test(text);

/**
 * The id of the HTTP request that is being answered, for what accompanies its work: log lines, and messages that it causes.
 * Nothing is decided by it. Absent in the worker.
 */
export const currentRequest = new AsyncLocalStorage<string>();
