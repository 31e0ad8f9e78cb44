import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/transactions.js';

const BLOCKED_MS = 5 * 60_000;

/**
 * How much mail goes to one domain, of all workers together: as much as the rate allows in any minute, part of it at once
 * and the rest at even distances. A domain that asks for less gets nothing for some minutes. It is a courtesy and no
 * promise: what PostgreSQL forgets of it in a crash goes out a little sooner.
 */
export class MailHosts {
  readonly #pace: RateLimit;

  constructor(
    private readonly db: LedgerDatabase,
    perMinute: number,
  ) {
    this.#pace = rateLimitOf(perMinute);
  }

  /** @returns when to ask again, each at a time of its own; nothing: the mail may go out now, and was counted */
  async take(host: string, now: Date): Promise<Date | undefined> {
    const { distanceMs } = this.#pace;
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

  /** Nothing goes there for some minutes. @returns until when */
  async block(host: string, now: Date): Promise<Date> {
    const until = later(now, BLOCKED_MS);
    await sql`
      insert into mail_host as known (host, next_at, ask_at, blocked_until)
      select ${host}, ${now}::timestamptz, ${until}::timestamptz, ${until}::timestamptz where ${asynchronousCommit}
      on conflict (host) do update set blocked_until = greatest(known.blocked_until, excluded.blocked_until)
    `.execute(this.db);
    return until;
  }

  /** A thousand that wait for one domain come back one after the other, instead of all at the next moment that is free. */
  async #queue(host: string, now: Date): Promise<Date | undefined> {
    const { rows } = await sql<{ asked: Date }>`
      update mail_host as known
      set ask_at = greatest(ask_at, ${this.#freeAt()}, ${now}) + ${this.#pace.distanceMs} * interval '1 ms'
      where host = ${host} and ${asynchronousCommit}
      returning ask_at as asked
    `.execute(this.db);
    return rows[0] && later(rows[0].asked, -this.#pace.distanceMs);
  }

  #freeAt = () =>
    sql`greatest(known.blocked_until, known.next_at - ${this.#pace.ahead * this.#pace.distanceMs} * interval '1 ms')`;
}

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

const MINUTE_MS = 60_000;
/** So much of a minute's mails may go out at once. */
const AT_ONCE = 1 / 6;

interface RateLimit {
  /** Between two mails, once those that may go out at once have. */
  distanceMs: number;
  /** How many may go out at once, beside one. */
  ahead: number;
}

/** Never more than `perMinute` within any minute, whenever it begins. */
export function rateLimitOf(perMinute: number): RateLimit {
  const atOnce = Math.max(1, Math.floor(perMinute * AT_ONCE));
  return { distanceMs: Math.ceil(MINUTE_MS / (perMinute - atOnce + 1)), ahead: atOnce - 1 };
}
