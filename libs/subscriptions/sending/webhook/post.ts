import { type Dispatcher, errors } from 'undici';

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

export interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  /** The first 16 KiB; the rest is not read. */
  body: string;
}

const LONGEST_ANSWER = 16 * 1024;

/**
 * An HTTP request in progress, with limits for size and time; exceeding either closes the connection.
 *
 * Implemented as a dispatch handler: the streams and signals of `request` would take a third of the time of a send.
 */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #hasBegun = false;
  #code = 0;
  #headers: Answer['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Why the request was aborted. */
  #aborted: Error | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (answer: Answer) => void,
    /** `hasBegun`: part of the response was received. */
    private readonly reject: (error: Error, hasBegun: boolean) => void,
    withinMs: number,
  ) {
    this.#timer = setTimeout(() => {
      const late = new DOMException('the response timed out', 'TimeoutError');
      this.#end(() => {
        reject(late, this.#hasBegun);
      });
      this.#abort(late);
    }, withinMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(_: Dispatcher.DispatchController, code: number, headers: Answer['headers']): void {
    this.#hasBegun = true;
    if (code < 200) return; // informational; the final response follows
    this.#code = code;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#aborted) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < LONGEST_ANSWER) return;
    this.#answer();
    this.#abort(new Error('the response is too long'));
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#aborted) return;
    this.#end(() => {
      this.reject(error, this.#hasBegun);
    });
  }

  #answer(): void {
    const body = this.#length === 0 ? '' : Buffer.concat(this.#chunks).subarray(0, LONGEST_ANSWER).toString('utf8');
    this.#end(() => {
      this.resolve({ code: this.#code, headers: this.#headers, body });
    });
  }

  #end(settle: () => void): void {
    clearTimeout(this.#timer);
    settle();
  }

  /** A request that waits for a connection is aborted once it has one. */
  #abort(reason: Error): void {
    this.#aborted = reason;
    this.#controller?.abort(reason);
  }
}
