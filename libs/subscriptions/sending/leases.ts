import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { type Claim, leaseEnd } from './delivery-states.js';

const RENEW_MS = 5_000;
/** Longer than any attempt and its record take; claims that have waited longer are left to other processes. */
const LONGEST_MS = 120_000;

/**
 * Renews the claims that this process holds. If the process dies or hangs for 20 s, or an attempt for two minutes, the claims
 * expire and other processes take over. Results of expired claims that were taken over are ignored.
 */
export class Leases {
  readonly #held = new Map<string, { id: string; since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly longestMs = LONGEST_MS,
  ) {}

  /** Renews a claim for two minutes at most, starting now even if it is held already. */
  hold({ claim, id }: Claim): void {
    this.#held.set(claim, { id, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#renew().catch(() => undefined); // the database is unavailable; the next renewal may be in time
    }, RENEW_MS).unref();
  }

  drop({ claim }: Claim): void {
    this.#held.delete(claim);
    if (this.#held.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Skips locked rows: they are being settled. */
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
