import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/** A claim on a delivery: whoever knows the token, and nobody else, may say what became of it. */
export interface Held {
  id: string;
  claim: string;
}

/**
 * Until when a claim holds that is taken or renewed now. By the database's clock: it is the one that all processes share,
 * and neither a machine whose clock is off nor a test that moves its own makes a live claim look dead.
 */
export const leaseEnd = sql<Date>`clock_timestamp() + interval '20 seconds'`;

const RENEW_MS = 5_000;
/** A send and its record take less, whatever hangs; what has waited longer to be begun may be begun by others. */
const LONGEST_MS = 120_000;

/**
 * The claims that this process holds, renewed while it holds any. A process that dies, or hangs for 20 s, renews nothing,
 * and others take over; so they do when something here hangs for two minutes. What is said of a claim that is no longer
 * one's own does not count.
 */
export class Leases {
  readonly #held = new Map<string, { id: string; since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly longestMs = LONGEST_MS,
  ) {}

  /** From now on for two minutes at most, also where it is held already. */
  hold({ claim, id }: Held): void {
    this.#held.set(claim, { id, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#renew().catch(() => undefined); // the database is away: the next one may be in time
    }, RENEW_MS).unref();
  }

  drop({ claim }: Held): void {
    this.#held.delete(claim);
    if (this.#held.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A row that is locked is just being settled. */
  async #renew(): Promise<void> {
    const since = performance.now() - this.longestMs;
    const held = [...this.#held].filter(([, one]) => one.since > since);
    if (held.length === 0) return;
    await sql`
      update delivery set claimed_until = ${leaseEnd}
      where id in (
        select delivery.id from delivery
        join unnest(${held.map(([, { id }]) => id)}::uuid[], ${held.map(([claim]) => claim)}::uuid[]) as held (id, claim)
          using (id, claim)
        for update of delivery skip locked
      )
    `.execute(this.db);
  }
}
