import type pg from 'pg';
import { pause } from '#concurrency/timeout.js';
import type { BoundedClient } from './bounded-client.js';

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
