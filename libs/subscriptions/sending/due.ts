import { type RawBuilder, sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { isTracing } from '#tracing/tracing.js';

/**
 * The next deliveries of an ordered subscription: the oldest unfinished one of each provider unless it is in
 * progress, and all that are not about a provider. A loose index scan: its cost depends on the number of providers only.
 *
 * @param subscription the id, as a value or as a column of the enclosing statement
 */
export const oldestOfEachProvider = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
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
export const untriedTests = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select id, ordinal, next_attempt_at from delivery
  where subscription = ${subscription} and state = 'planned' and attempts = 0 and kind = 'test'
)`;

/** A subscription with pending deliveries. */
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

/** Whether any claim has expired. */
export async function hasLapsedClaims(db: LedgerDatabase): Promise<boolean> {
  const { rows } = await sql<{ lapsed: boolean }>`
    select exists (
      select from delivery where state = 'claimed' and claimed_until <= clock_timestamp()
    ) as lapsed
  `.execute(db);
  return rows[0]?.lapsed === true;
}

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
