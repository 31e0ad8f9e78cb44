import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/transactions.js';

const BLOCKED_MS = 5 * 60_000;

/**
 * Rate limit per recipient domain, for all workers together: within any minute the configured number of emails, part of it as a
 * burst and the rest at even intervals. A domain that rejects the rate is blocked for some minutes. The limit is best effort:
 * after a crash of PostgreSQL some emails may be sent early.
 */
export class MailHosts {
  readonly #limit: RateLimit;

  constructor(
    private readonly db: LedgerDatabase,
    perMinute: number,
  ) {
    this.#limit = rateLimitOf(perMinute);
  }

  /** @returns when to retry, a different time for each email; `undefined` if the email may be sent now and was counted */
  async take(host: string, now: Date): Promise<Date | undefined> {
    const { distanceMs } = this.#limit;
    const free = this.#freeAt();
    const { rows } = await sql`
      insert into mail_host as known (host, next_at, ask_at)
      select ${host}, ${later(now, distanceMs)}::timestamptz, ${now}::timestamptz where ${asynchronousCommit}
      on conflict (host) do update set next_at = greatest(known.next_at, ${now}) + ${distanceMs} * interval '1 ms'
        where ${free} <= ${now}
      returning host
    `.execute(this.db);
    return rows.length > 0 ? undefined : this.#queue(host, now);
  }

  /** Blocks a domain for some minutes. @returns the end of the block */
  async block(host: string, now: Date): Promise<Date> {
    const until = later(now, BLOCKED_MS);
    await sql`
      insert into mail_host as known (host, next_at, ask_at, blocked_until)
      select ${host}, ${now}::timestamptz, ${until}::timestamptz, ${until}::timestamptz where ${asynchronousCommit}
      on conflict (host) do update set blocked_until = greatest(known.blocked_until, excluded.blocked_until)
    `.execute(this.db);
    return until;
  }

  /** Waiting emails get successive times, instead of all retrying at the next free one. */
  async #queue(host: string, now: Date): Promise<Date | undefined> {
    const { rows } = await sql<{ asked: Date }>`
      update mail_host as known
      set ask_at = greatest(ask_at, ${this.#freeAt()}, ${now}) + ${this.#limit.distanceMs} * interval '1 ms'
      where host = ${host} and ${asynchronousCommit}
      returning ask_at as asked
    `.execute(this.db);
    return rows[0] && later(rows[0].asked, -this.#limit.distanceMs);
  }

  #freeAt = () =>
    sql`greatest(known.blocked_until, known.next_at - ${this.#limit.ahead * this.#limit.distanceMs} * interval '1 ms')`;
}

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

const MINUTE_MS = 60_000;
/** Share of the rate per minute that may be sent as a burst. */
const BURST = 1 / 6;

interface RateLimit {
  /** Interval between two emails after the burst. */
  distanceMs: number;
  /** Size of the burst, minus one. */
  ahead: number;
}

/** Allows at most `perMinute` emails within any 60 seconds. */
export function rateLimitOf(perMinute: number): RateLimit {
  const burst = Math.max(1, Math.floor(perMinute * BURST));
  return { distanceMs: Math.ceil(MINUTE_MS / (perMinute - burst + 1)), ahead: burst - 1 };
}
