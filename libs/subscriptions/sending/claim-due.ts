import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Attempt, SubscriptionRow } from './recipient.js';
import { batchSize, isOpen, isPaused, nextSlotAt, spacingMs } from './retry-schedule.js';
import { oldestOfEachProvider, untriedTests } from './due.js';
import { cancelPlanned } from './planned-deliveries.js';
import { attemptColumns, leaseEnd, replanLapsed } from './leases.js';

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
export async function claimDue(db: LedgerDatabase, id: string, { now, most }: Limits): Promise<Claimed> {
  const found = await find(db, id);
  if (!found) return NOTHING;
  const tests = found.tested && found.subscription.state === 'active' ? await takeTests(db, found, { now, most }) : [];
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
  /** Whether it has expired claims. */
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
async function hasClaims(tx: Transaction<Database>, id: string): Promise<boolean> {
  const { rows } = await sql<{ claimed: boolean }>`
    select exists (
      select from delivery where subscription = ${id} and state = 'claimed' and claimed_until > clock_timestamp()
    ) as claimed
  `.execute(tx);
  return rows[0]?.claimed === true;
}

interface Limits {
  now: Date;
  most: number;
}

const takeTests = (db: Kysely<Database>, { subscription }: Found, limits: Limits): Promise<Attempt[]> =>
  claim(db, subscription, untriedTests(sql`${subscription.id}::uuid`), limits);

/** Claims due deliveries and those with expired claims. */
const take = (
  db: Kysely<Database>,
  { subscription, lapsed }: Omit<Found, 'tested'>,
  limits: Limits,
): Promise<Attempt[]> => claim(db, subscription, candidates(subscription, lapsed), limits);

/** Skips locked rows. */
async function claim(
  db: Kysely<Database>,
  subscription: SubscriptionRow,
  from: RawBuilder<unknown>,
  { now, most }: Limits,
): Promise<Attempt[]> {
  const { rows } = await sql<Attempt['delivery']>`
    with due as materialized (
      select id from delivery
      where id = any(array(
          select id from ${from} candidate
          where next_attempt_at <= ${now} order by next_attempt_at, ordinal limit ${most}
        ))
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
    update delivery
    set state = 'claimed', claim = gen_random_uuid(), claimed_until = ${leaseEnd}, attempts = attempts + 1,
      began_at = coalesce(began_at, ${now})
    from due where delivery.id = due.id and ${asynchronousCommit}
    returning ${attemptColumns}
  `.execute(db);
  return rows.sort(byDueTime).map((delivery) => ({ delivery, subscription }));
}

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

const byDueTime = (one: Attempt['delivery'], other: Attempt['delivery']): number =>
  one.next_attempt_at.getTime() - other.next_attempt_at.getTime() || one.ordinal - other.ordinal;
