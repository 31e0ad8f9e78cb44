import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { pause } from '#concurrency/timeout.js';
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

/**
 * A connection for session state (LISTEN, advisory locks) that both sides keep alive. It sends a statement every few seconds;
 * without any, the server ends the session and releases its locks. So a process that is frozen or cut off holds a lock for
 * `silenceMs` at most, and one that is cut off learns of it sooner.
 */
export class Session {
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  /** Aborts when the session has ended, by whichever side. */
  readonly lost = this.#lost.signal;

  private constructor(
    readonly client: BoundedClient,
    private readonly beatMs: number,
    private readonly onSilence: (ms: number) => void,
  ) {
    client.on('error', () => {
      this.#end();
    });
    client.on('end', () => {
      this.#end();
    });
    this.#timer = setInterval(() => {
      void this.#beat();
    }, beatMs);
  }

  /** @param onSilence called when the server has not answered for some milliseconds, before `lost` aborts */
  static async open(
    client: BoundedClient,
    { silenceMs, beatMs }: { silenceMs: number; beatMs: number },
    onSilence: (ms: number) => void,
  ): Promise<Session> {
    const session = new Session(client, beatMs, onSilence);
    try {
      await client.connect();
      await session.query(`set idle_session_timeout = ${Math.round(silenceMs)}`);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** For statements that answer at once. */
  async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    const asked = { text, values, query_timeout: this.beatMs };
    return (await (this.client as pg.Client).query<R>(asked)).rows;
  }

  /**
   * Waits for an advisory lock, which the session holds until it ends. While another session holds it, tries again every
   * `retryMs`.
   *
   * @returns false if the signal has aborted
   */
  async lock(name: string, retryMs: number, signal: AbortSignal): Promise<boolean> {
    const attempt = 'select pg_try_advisory_lock(hashtext($1)) as locked';
    while (!signal.aborted) {
      const [row] = await this.query<{ locked: boolean }>(attempt, [name]);
      if (row?.locked) break;
      await pause(retryMs, signal);
    }
    return !signal.aborted;
  }

  async close(): Promise<void> {
    this.#end();
    await (this.client as pg.Client).end().catch(() => undefined);
  }

  async #beat(): Promise<void> {
    if (this.client.busyMs > 0) return; // the statement under way has a time limit of its own
    try {
      await this.query('select');
    } catch {
      if (this.lost.aborted) return;
      this.onSilence(this.beatMs);
      this.client.cut();
    }
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#lost.abort();
  }
}
