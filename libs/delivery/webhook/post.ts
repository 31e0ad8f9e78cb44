import { type Dispatcher, errors } from 'undici';
import { type Answer, Exchange } from './exchange.js';

export type { Answer } from './exchange.js';

const TOTAL_MS = 15_000;

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * One POST, at most 15 s from the first packet to the last byte read. Redirects are answers like any other.
 *
 * @throws when there is no answer: no address, no connection, no trust, no time
 */
export function post(request: WebhookRequest, dispatcher: Dispatcher, totalMs = TOTAL_MS): Promise<Answer> {
  const last = performance.now() + totalMs;
  return new Promise((resolve, reject) => {
    const again = (error: Error, hasBegun: boolean): void => {
      if (hasBegun || !wasClosedWhileKept(error)) reject(error);
      else dispatch(request, dispatcher, new Exchange(resolve, reject, last - performance.now()));
    };
    dispatch(request, dispatcher, new Exchange(resolve, again, totalMs));
  });
}

function dispatch({ url, headers, body }: WebhookRequest, dispatcher: Dispatcher, exchange: Exchange): void {
  const { origin, pathname, search } = new URL(url);
  dispatcher.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, exchange);
}

/** The far end closed a connection that had served before, as it may at any time: no sign that anything is wrong there. */
const wasClosedWhileKept = (error: unknown): boolean =>
  error instanceof errors.SocketError && error.message === 'other side closed' && (error.socket?.bytesRead ?? 0) > 0;
