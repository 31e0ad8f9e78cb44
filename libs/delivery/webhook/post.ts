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
 * Sends a POST with a time limit of 15 s in total. Redirects are not followed.
 *
 * @throws if there is no response
 */
export function post(request: WebhookRequest, dispatcher: Dispatcher, totalMs = TOTAL_MS): Promise<Answer> {
  const last = performance.now() + totalMs;
  return new Promise((resolve, reject) => {
    const again = (error: Error, hasBegun: boolean): void => {
      if (hasBegun || !wasIdleClosed(error)) reject(error);
      else dispatch(request, dispatcher, new Exchange(resolve, reject, last - performance.now()));
    };
    dispatch(request, dispatcher, new Exchange(resolve, again, totalMs));
  });
}

function dispatch({ url, headers, body }: WebhookRequest, dispatcher: Dispatcher, exchange: Exchange): void {
  const { origin, pathname, search } = new URL(url);
  dispatcher.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, exchange);
}

/** The server closed an idle connection, as it may at any time: the request is sent again. */
const wasIdleClosed = (error: unknown): boolean =>
  error instanceof errors.SocketError && error.message === 'other side closed' && (error.socket?.bytesRead ?? 0) > 0;
