import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Attempt, SubscriptionRow } from '../recipient.js';
import { isOpen, isPaused } from './breaker.js';

/** A claim on a delivery: whoever knows the token, and nobody else, may say what became of it. */
export interface Claim {
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
  hold({ claim, id }: Claim): void {
    this.#held.set(claim, { id, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#renew().catch(() => undefined); // the database is away: the next one may be in time
    }, RENEW_MS).unref();
  }

  drop({ claim }: Claim): void {
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

/**
 * Makes claims whose attempts were not begun planned again: anybody may take them at once.
 *
 * @param counted how many attempts were counted when they were claimed
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

/** Claims of a subscription that have died, where nothing may go out: they wait with what is planned. */
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

/** What an update that begins attempts returns, for an `Attempt`. */
export const attemptColumns = sql`
  delivery.*, case when delivery.attempts > 10 then delivery.attempts - 1 -
    (select count(*) from delivery_attempt where delivery_attempt.delivery = delivery.id) else 0 end::int as died
`;

/**
 * Begins the attempts at deliveries that were planned as claimed, save for those that were taken back since, or taken over.
 * The attempt is counted here: one that kills its process counts too. Where the endpoint is paused, disabled or goes by a
 * rate, nothing is begun: it becomes one that is planned, and goes out when its subscription's turn has come.
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
