import type { Dispatcher } from 'undici';

export interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  /** The first 16 KiB; what comes after is not read. */
  body: string;
}

const LONGEST_ANSWER = 16 * 1024;

/**
 * One request under way: what comes back is kept up to its limit, and the whole takes no longer than it may. Whatever is over
 * the one or the other ends the connection.
 *
 * As a handler of a dispatcher, not by `request`: streams and signals that nobody needs take a third of the time of a send.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #hasBegun = false;
  #code = 0;
  #headers: Answer['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Why it was cut off, once it is. */
  #cut: Error | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (answer: Answer) => void,
    /** `hasBegun`: some of the answer was there. */
    private readonly reject: (error: Error, hasBegun: boolean) => void,
    withinMs: number,
  ) {
    this.#timer = setTimeout(() => {
      const late = new DOMException('there was no complete answer in time', 'TimeoutError');
      this.#end(() => {
        reject(late, this.#hasBegun);
      });
      this.#cutOff(late);
    }, withinMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cut) controller.abort(this.#cut);
  }

  onResponseStart(_: Dispatcher.DispatchController, code: number, headers: Answer['headers']): void {
    this.#hasBegun = true;
    if (code < 200) return; // another one follows
    this.#code = code;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#cut) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < LONGEST_ANSWER) return;
    this.#answer();
    this.#cutOff(new Error('the answer is too long'));
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#cut) return;
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

  #end(tell: () => void): void {
    clearTimeout(this.#timer);
    tell();
  }

  /** While it still waits for its connection, it is cut off as soon as it has one. */
  #cutOff(reason: Error): void {
    this.#cut = reason;
    this.#controller?.abort(reason);
  }
}
