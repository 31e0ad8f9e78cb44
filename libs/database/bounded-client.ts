import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { outageOf } from './errors.js';

/** For the farewell of a connection that is closed. */
const GOODBYE_MS = 1_000;

/**
 * A connection that does not outlive its usefulness. The driver keeps one on which a statement timed out, and everything
 * after it waits for that statement: here it is closed. So is, when it returns to its pool, one to a server that has become
 * read-only: after a failover, the next connection reaches the new primary.
 */
export class BoundedClient extends pg.Client {
  #asked = 0;
  #since = 0;
  #isStale = false;
  onError: (error: unknown) => void = () => undefined;

  /** For how long the current statement has been running; 0 if there is none. */
  get busyMs(): number {
    return this.#asked === 0 ? 0 : performance.now() - this.#since;
  }

  /** Not to be used again. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Answers of reads, where nothing can change: the languages of a page ask the same one after the other. */
  kept: LRUCache<string, Promise<pg.QueryResult<object>>> | undefined;

  override query(...given: unknown[]): never {
    const [text, values, ...more] = given;
    if (this.kept && Array.isArray(values) && more.length === 0 && /^\s*(?:select|with)\b/.test(String(text))) {
      const question = JSON.stringify(given);
      const known = this.kept.get(question) ?? (this.#ask(given) as Promise<pg.QueryResult<object>>);
      this.kept.set(question, known);
      return known.then((result) => ({ ...result, rows: result.rows.map((row) => ({ ...row })) })) as never;
    }
    return this.#ask(given) as never;
  }

  #ask(given: readonly unknown[]): unknown {
    const ask = super.query.bind(this) as (...given: readonly unknown[]) => unknown;
    const answer = ask(...given);
    if (answer instanceof Promise) this.#watch(answer);
    return answer;
  }

  /** Does not wait for a server that does not answer. */
  override end(...given: unknown[]): never {
    setTimeout(() => {
      this.cut();
    }, GOODBYE_MS).unref();
    const end = super.end.bind(this) as (...given: unknown[]) => unknown;
    return end(...given) as never;
  }

  /** Closes the connection at once; what was asked on it fails. */
  cut(): void {
    this.#isStale = true;
    this.connection.stream.destroy();
  }

  #watch(answer: Promise<unknown>): void {
    if (this.#asked === 0) this.#since = performance.now();
    this.#asked += 1;
    const answered = (): void => {
      this.#asked -= 1;
      this.#since = performance.now();
    };
    answer.then(answered, (error: unknown) => {
      answered();
      this.onError(error);
      if (outageOf(error) === 'read-only') this.#isStale = true;
      if (error instanceof Error && error.message === 'Query read timeout') this.cut();
    });
  }
}
