import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { WakeUp } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';

const retryLockMs = 500;

/**
 * One connection of its own: it holds the projection's lock and hears when the ledger grows. When it breaks, PostgreSQL
 * frees the lock and `signal` aborts.
 */
export class FollowSession {
  private readonly ended = new AbortController();
  private readonly grown = new WakeUp();
  /** Aborts when the session is over, by its own end or by the follower's. */
  readonly signal: AbortSignal;

  private constructor(
    private readonly client: pg.Client,
    stop: AbortSignal,
  ) {
    this.signal = AbortSignal.any([stop, this.ended.signal]);
    client.on('error', () => {
      this.ended.abort();
    });
    client.on('end', () => {
      this.ended.abort();
    });
    client.on('notification', () => {
      this.grown.wake();
    });
  }

  static async open(db: LedgerDatabase, stop: AbortSignal): Promise<FollowSession> {
    const session = new FollowSession(await db.dedicated('jalon follow'), stop);
    try {
      await session.client.query('listen jalon_ledger');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Waits until nobody else follows under this name: at most half a second after a holder is gone. */
  async lock(name: string): Promise<void> {
    const attempt = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked';
    for (;;) {
      const { rows } = await this.client.query<{ locked: boolean }>(attempt, [name]);
      if (rows[0]?.locked) return;
      await sleep(retryLockMs, undefined, { signal: this.signal });
    }
  }

  /** Until the ledger has grown, `pollMs` have passed or the session is over, whichever comes first. */
  async grownOr(pollMs: number): Promise<void> {
    await this.grown.wait(pollMs, this.signal);
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
