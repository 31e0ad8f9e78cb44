import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import { isTracing } from '#tracing/tracing.js';
import { type Attempt, exists, type SubscriptionRow } from './attempt.js';
import { batchSize, isOpen, isPaused, nextSlotAt, spacingMs } from './retry-schedule.js';
import {
  beginHeld,
  cancelPlanned,
  type Claim,
  claimDeliveries,
  type Limits,
  releaseClaims,
  replanLapsed,
} from './delivery-states.js';

export interface Claimed {
  attempts: Attempt[];
  /** More deliveries may become due once one of these has finished: the subscription is ordered or its breaker is open. */
  oneByOne: boolean;
  /** With a rate limit: the interval between the begins of two attempts. */
  spacingMs?: number;
}

const NOTHING: Claimed = { attempts: [], oneByOne: false };

/**
 * Claims up to `most` due deliveries of a subscription, soonest first, each for the duration of a lease, and begins the
 * attempts. Expired claims are taken over, or released if nothing may be sent.
 *
 * With a rate limit, an open breaker or ordered delivery, the subscription's row is locked, so concurrent processes together
 * respect the rate, send one message at a time, or send only the oldest message of each provider. A disabled subscription
 * receives nothing, a pending one only confirmation requests; deliveries of an ended subscription are cancelled. A test message is
 * sent before all others, despite a pause and a rate limit: whoever repairs an endpoint waits for it.
 */
export async function claimDueDeliveries(db: LedgerDatabase, id: string, { now, most }: Limits): Promise<Claimed> {
  const found = await find(db, id);
  if (!found) return NOTHING;
  const { subscription, tested } = found;
  const isTested = tested && subscription.state === 'active';
  const untried = untriedTests(sql`${id}::uuid`);
  const tests = isTested ? await claimDeliveries(db, subscription, untried, { now, most }) : [];
  if (tests.length === most) return { attempts: tests, oneByOne: false };
  const others = await claimOthers(db, found, now, most - tests.length);
  return { ...others, attempts: [...tests, ...others.attempts] };
}

async function claimOthers(db: LedgerDatabase, found: Found, now: Date, most: number): Promise<Claimed> {
  if (isPlain(found.subscription, now)) return { attempts: await take(db, found, { now, most }), oneByOne: false };
  return db.transaction().execute(async (tx) => {
    const locked = await find(tx, found.subscription.id, { lock: true });
    return locked ? claimLocked(tx, locked, now, most) : NOTHING;
  });
}

interface Found {
  subscription: SubscriptionRow;
  lapsed: boolean;
  /** Whether it has test messages that were not tried yet. */
  tested: boolean;
}

/** No lock is needed: due deliveries may be sent at any time and in any order. */
const isPlain = (subscription: SubscriptionRow, now: Date): boolean =>
  (subscription.state === 'active' || subscription.state === 'pending') &&
  subscription.rate_per_minute === null &&
  !subscription.ordered &&
  !isOpen(subscription) &&
  !isAnyPaused(subscription, now);

/** By the circuit breaker, the endpoint or the recipient. */
const isAnyPaused = ({ paused_until, recipient_paused_until }: SubscriptionRow, now: Date): boolean =>
  [paused_until, recipient_paused_until].some((pausedUntil) => isPaused({ pausedUntil }, now));

async function claimLocked(tx: Transaction<Database>, found: Found, now: Date, most: number): Promise<Claimed> {
  const { subscription, lapsed } = found;
  const { id, state, rate_per_minute: rate } = subscription;
  if (state === 'unsubscribed') {
    await cancelPlanned(tx, id);
    return NOTHING;
  }
  const probing = isOpen(subscription);
  const oneByOne = (probing || subscription.ordered) && state !== 'disabled';
  if (!mayGoOut(subscription, now)) {
    if (lapsed) await replanLapsed(tx, id);
    return NOTHING;
  }
  if (probing && (await hasClaims(tx, id))) return { attempts: [], oneByOne };
  const mostNow = Math.min(probing ? 1 : most, rate === null ? most : batchSize(rate));
  const attempts = await take(tx, found, { now, most: mostNow });
  if (rate !== null && attempts.length > 0)
    await tx
      .updateTable('subscription')
      .set({ next_slot_at: nextSlotAt(now, attempts.length, rate) })
      .where('id', '=', id)
      .execute();
  return { attempts, oneByOne, ...(rate !== null && { spacingMs: spacingMs(rate) }) };
}

const mayGoOut = (subscription: SubscriptionRow, now: Date): boolean =>
  subscription.state !== 'disabled' &&
  !isAnyPaused(subscription, now) &&
  (subscription.next_slot_at === null || subscription.next_slot_at <= now);

async function find(db: Kysely<Database>, id: string, { lock = false } = {}): Promise<Found | undefined> {
  const { rows } = await sql<SubscriptionRow & Omit<Found, 'subscription'>>`
    select subscription.*, exists (
      select from delivery where state = 'claimed' and claimed_until <= clock_timestamp() and delivery.subscription = ${id}
    ) as lapsed, exists (select from ${untriedTests(sql`${id}::uuid`)} test) as tested
    from subscription where id = ${id} and ${asynchronousCommit} ${lock ? sql`for no key update` : sql``}
  `.execute(db);
  const [subscription] = rows;
  return subscription && { subscription, lapsed: subscription.lapsed, tested: subscription.tested };
}

/** A separate statement after the lock, since a statement sees only what was committed when it began. */
const hasClaims = (tx: Transaction<Database>, id: string): Promise<boolean> =>
  exists(tx, sql`from delivery where subscription = ${id} and state = 'claimed' and claimed_until > clock_timestamp()`);

const take = (db: Kysely<Database>, { subscription, lapsed }: Found, limits: Limits): Promise<Attempt[]> =>
  claimDeliveries(db, subscription, candidates(subscription, lapsed), limits);

/** A pending subscription receives only confirmation requests. */
function candidates({ id, state, ordered }: SubscriptionRow, lapsed: boolean): RawBuilder<unknown> {
  if (ordered && state === 'active') return oldestOfEachProvider(sql`${id}::uuid`);
  const which = state === 'pending' ? sql`subscription = ${id} and kind = 'confirm'` : sql`subscription = ${id}`;
  const planned = sql`select id, ordinal, next_attempt_at from delivery where state = 'planned' and ${which}`;
  if (!lapsed) return sql`(${planned})`;
  return sql`(
    ${planned} union all
    select id, ordinal, next_attempt_at from delivery where state = 'claimed' and claimed_until <= clock_timestamp() and ${which}
  )`;
}

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
  const rows = await beginHeld(db, begin, now);
  const deliveries = new Map(rows.map((delivery) => [delivery.claim, delivery]));
  return held.map(({ id, claim }) => {
    const [delivery, subscription] = [deliveries.get(claim), subscriptions.get(id)];
    return delivery && subscription && { delivery, subscription };
  });
}

const mayBegin = (subscription: SubscriptionRow, now: Date): boolean =>
  subscription.state === 'active' &&
  subscription.rate_per_minute === null &&
  !isPaused({ pausedUntil: subscription.paused_until }, now) &&
  !isOpen(subscription);

async function subscriptionsOf(db: LedgerDatabase, held: readonly Claim[]): Promise<Map<string, SubscriptionRow>> {
  const { rows } = await sql<SubscriptionRow & { of: string }>`
    select subscription.*, delivery.id as of
    from delivery join subscription on subscription.id = delivery.subscription
    where delivery.id = any(${held.map(({ id }) => id)}::uuid[])
  `.execute(db);
  return new Map(rows.map((row) => [row.of, row]));
}

/**
 * The next deliveries of an ordered subscription: the oldest unfinished one of each provider unless it is in
 * progress, and all that are not about a provider. A loose index scan: its cost depends on the number of providers only.
 *
 * @param subscription the id, as a value or as a column of the enclosing statement
 */
const oldestOfEachProvider = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  with recursive head as (
    (
      select id, provider, ordinal, next_attempt_at, ${isFree} as is_free from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and provider is not null
      order by provider, ordinal limit 1
    )
    union all
    select next.* from head cross join lateral (
      select id, provider, ordinal, next_attempt_at, ${isFree} from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and provider > head.provider
      order by provider, ordinal limit 1
    ) next
  )
  select id, ordinal, next_attempt_at from head where is_free
  union all
  (
    select id, ordinal, next_attempt_at from delivery
    where subscription = ${subscription} and state in ('planned', 'claimed') and provider is null and ${isFree}
  )
)`;

const isFree = sql`(state = 'planned' or claimed_until <= clock_timestamp())`;

/** Test messages that were not tried yet: they are sent at once, whatever else the subscription waits for. */
const untriedTests = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select id, ordinal, next_attempt_at from delivery
  where subscription = ${subscription} and state = 'planned' and attempts = 0 and kind = 'test'
)`;

export interface DueSubscription {
  id: string;
  /** When the next delivery may be sent; may be in the past. */
  fireAt: Date;
}

/**
 * The subscriptions with deliveries that may be sent by `until`, soonest first, considering pauses and rate limits, by the
 * clock of the application; and those with expired claims, by the clock of the database. Disabled subscriptions and valid
 * claims are ignored. A loose index scan: subscriptions without pending deliveries cost nothing.
 */
export async function dueSubscriptions(db: LedgerDatabase, until: Date, limit: number): Promise<DueSubscription[]> {
  const { rows } = await sql<DueSubscription>`
    with recursive owed as (
      (select subscription from delivery where state = 'planned' order by subscription limit 1)
      union all
      select (
        select subscription from delivery where state = 'planned' and subscription > owed.subscription
        order by subscription limit 1
      ) from owed where owed.subscription is not null
    )
    select id, min("fireAt") as "fireAt" from (
      select subscription.id, ${dueAt} as "fireAt"
      from owed join subscription on subscription.id = owed.subscription cross join lateral ${soonest} due
      where subscription.state <> 'disabled'
      union all
      select subscription.id, test.next_attempt_at
      from delivery test join subscription on subscription.id = test.subscription
      where test.state = 'planned' and test.attempts = 0 and test.kind = 'test' and subscription.state = 'active'
      union all
      select subscription, next_attempt_at from delivery where state = 'claimed' and claimed_until <= clock_timestamp()
    ) due
    where "fireAt" <= ${until}
    group by id order by min("fireAt"), id limit ${limit}
  `.execute(db);
  return rows;
}

/** The trace of the first planned delivery of each subscription that has one; nothing is asked without tracing. */
export async function tracesOf(
  db: LedgerDatabase,
  subscriptions: readonly DueSubscription[],
): Promise<ReadonlyMap<string, string>> {
  if (!isTracing()) return new Map();
  const { rows } = await sql<{ subscription: string; traceparent: string }>`
    select distinct on (subscription) subscription, traceparent from delivery
    where state = 'planned' and traceparent is not null
      and subscription = any(${subscriptions.map(({ id }) => id)}::uuid[])
    order by subscription, next_attempt_at, ordinal
  `.execute(db);
  return new Map(rows.map(({ subscription, traceparent }) => [subscription, traceparent]));
}

/** When the next delivery of a subscription may be sent, if one is planned and the subscription is not disabled. */
export async function nextDueAt(db: LedgerDatabase, subscription: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select ${dueAt} from ${soonest} due),
      (select min(next_attempt_at) from ${untriedTests(sql`subscription.id`)} test where subscription.state = 'active')
    ) as at
    from subscription where subscription.id = ${subscription} and subscription.state <> 'disabled'
  `.execute(db);
  return rows[0]?.at ?? undefined;
}

export const hasLapsedClaims = (db: LedgerDatabase): Promise<boolean> =>
  exists(db, sql`from delivery where state = 'claimed' and claimed_until <= clock_timestamp()`);

const dueAt = sql`greatest(
  due.next_attempt_at, subscription.paused_until, subscription.recipient_paused_until, subscription.next_slot_at
)`;

/** The delivery that is due first. A pending subscription receives only confirmation requests. */
const soonest: RawBuilder<unknown> = sql`(
  (
    select next_attempt_at from delivery
    where (subscription.state = 'pending' or not subscription.ordered)
      and subscription = subscription.id and state = 'planned'
      and (subscription.state <> 'pending' or kind = 'confirm')
    order by next_attempt_at limit 1
  )
  union all
  (
    select next_attempt_at from ${oldestOfEachProvider(sql`subscription.id`)} head
    where subscription.state <> 'pending' and subscription.ordered
    order by next_attempt_at limit 1
  )
)`;
