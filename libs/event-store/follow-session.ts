import { AutoResetEvent } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Session } from '#database/session.js';

/**
 * A session that listens for new events, and can hold a projection's lock. When it ends, PostgreSQL releases the lock and
 * `signal` aborts.
 */
export class FollowSession {
  private readonly grown = new AutoResetEvent();
  /** Aborts when the session is lost or the follower stops. */
  readonly signal: AbortSignal;

  private constructor(
    private readonly session: Session,
    stop: AbortSignal,
  ) {
    this.signal = AbortSignal.any([stop, session.lost]);
    session.client.on('notification', () => {
      this.grown.wake();
    });
  }

  static async open(db: LedgerDatabase, stop: AbortSignal): Promise<FollowSession> {
    const session = new FollowSession(await db.session('jalon follow'), stop);
    try {
      await session.session.query('listen jalon_ledger');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Resolves when the lock is acquired: at most `retryMs` after its holder releases it. */
  async lock(name: string, retryMs: number): Promise<void> {
    await this.session.lock(name, retryMs, this.signal);
    this.signal.throwIfAborted();
  }

  /** Resolves when events have been appended, after `pollMs` or at the end of the session, whichever comes first. */
  async waitForGrowth(pollMs: number): Promise<void> {
    await this.grown.wait(pollMs, this.signal);
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
