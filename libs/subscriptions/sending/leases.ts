import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Attempt, SubscriptionRow } from './recipient.js';
import { isOpen, isPaused } from './retry-schedule.js';

/** A claim on a delivery: only the holder of the token may record its result. */
export interface Claim {
  id: string;
  claim: string;
}

/**
 * When a claim expires that is taken or renewed now. By the clock of the database, which all processes share: a machine with
 * a wrong clock, or a test that moves the application's clock, does not expire valid claims.
 */
export const leaseEnd = sql<Date>`clock_timestamp() + interval '20 seconds'`;

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

/**
 * Releases claims whose attempts were not begun: the deliveries become planned again.
 *
 * @param counted number of attempts counted at the claim
 */
export async function releaseClaims(db: Kysely<Database>, held: readonly Claim[], counted: 0 | 1 = 0): Promise<void> {
  if (held.length === 0) return;
  await sql`
    update delivery
    set state = 'planned', claim = null, claimed_until = null, attempts = attempts - ${counted}::int,
      began_at = case when attempts = ${counted}::int then null else began_at end
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim
  `.execute(db);
}

/** Keeps a claim whose result cannot be recorded: from a minute after the first attempt to a day. */
export async function postponeClaim(db: Kysely<Database>, { id, claim }: Claim): Promise<void> {
  await sql`
    update delivery
    set claimed_until = clock_timestamp() + least(interval '1 day', interval '1 minute' * power(4, least(attempts, 10) - 1))
    where id = ${id} and claim = ${claim}
  `.execute(db);
}

/** Makes deliveries with expired claims planned again, for a subscription to which nothing may be sent. */
export async function replanLapsed(tx: Transaction<Database>, subscription: string): Promise<void> {
  await sql`
    update delivery set state = 'planned', claim = null, claimed_until = null
    where id in (
      select id from delivery
      where state = 'claimed' and claimed_until <= clock_timestamp() and delivery.subscription = ${subscription}
      for update skip locked
    )
  `.execute(tx);
}

/** The columns of an `Attempt`, for updates that begin attempts. */
export const attemptColumns = sql`
  delivery.*, case when delivery.attempts > 10 then delivery.attempts - 1 -
    (select count(*) from delivery_attempt where delivery_attempt.delivery = delivery.id) else 0 end::int as died
`;

/**
 * Begins the attempts at deliveries that were planned as claimed, except those that were cancelled or taken over since. The
 * attempt is counted before it is made, so attempts that crash the process count. If the endpoint is paused, disabled or
 * rate-limited, the delivery becomes planned instead.
 */
export async function beginClaimed(
  db: LedgerDatabase,
  held: readonly Claim[],
  now: Date,
): Promise<(Attempt | undefined)[]> {
  const subscriptions = await subscriptionsOf(db, held);
  const may = (one: Claim): boolean => {
    const subscription = subscriptions.get(one.id);
    return subscription !== undefined && mayBegin(subscription, now);
  };
  await releaseClaims(
    db,
    held.filter((one) => !may(one)),
  );
  const begin = held.filter(may);
  if (begin.length === 0) return [];
  const { rows } = await sql<Attempt['delivery']>`
    update delivery
    set claimed_until = ${leaseEnd}, attempts = attempts + 1, began_at = coalesce(began_at, ${now})
    from unnest(${begin.map(({ id }) => id)}::uuid[], ${begin.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim and ${asynchronousCommit}
    returning ${attemptColumns}
  `.execute(db);
  const deliveries = new Map(rows.map((delivery) => [delivery.claim, delivery]));
  return held.map(({ id, claim }) => {
    const [delivery, subscription] = [deliveries.get(claim), subscriptions.get(id)];
    return delivery && subscription && { delivery, subscription };
  });
}

const mayBegin = (subscription: SubscriptionRow, now: Date): boolean => {
  const health = { failures: subscription.failures, pausedUntil: subscription.paused_until };
  return (
    subscription.state === 'active' &&
    subscription.rate_per_minute === null &&
    !isPaused(health, now) &&
    !isOpen(health)
  );
};

async function subscriptionsOf(db: LedgerDatabase, held: readonly Claim[]): Promise<Map<string, SubscriptionRow>> {
  const { rows } = await sql<SubscriptionRow & { of: string }>`
    select subscription.*, delivery.id as of
    from delivery join subscription on subscription.id = delivery.subscription
    where delivery.id = any(${held.map(({ id }) => id)}::uuid[])
  `.execute(db);
  return new Map(rows.map((row) => [row.of, row]));
}
