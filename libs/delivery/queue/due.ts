import { type RawBuilder, sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/**
 * Of an ordered subscription, what may go out next: of each provider (`lane`) the oldest that is neither sent nor given up,
 * unless it is under way, and all that is about none. Goes from lane to lane, however much waits in them.
 *
 * @param subscription its id, as a value or as a column of the statement around it
 */
export const oldestOfEachProvider = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  with recursive head as (
    (
      select id, lane, ordinal, next_attempt_at, ${isFree} as is_free from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and lane is not null
      order by lane, ordinal limit 1
    )
    union all
    select next.* from head cross join lateral (
      select id, lane, ordinal, next_attempt_at, ${isFree} from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and lane > head.lane
      order by lane, ordinal limit 1
    ) next
  )
  select id, ordinal, next_attempt_at from head where is_free
  union all
  (
    select id, ordinal, next_attempt_at from delivery
    where subscription = ${subscription} and state in ('planned', 'claimed') and lane is null and ${isFree}
  )
)`;

const isFree = sql`(state = 'planned' or claimed_until <= clock_timestamp())`;

/** A subscription to which something is owed. */
export interface DueSubscription {
  id: string;
  /** When the next of it may go out; in the past for what is due now. */
  fireAt: Date;
}

/**
 * Which subscriptions are to be looked at by `until`, soonest first: those with something planned, at the instant at which it
 * is due and the endpoint neither paused nor served as fast as its rate allows, all by the app's clock; and those with claims
 * that have died, by the database's. What is held for a disabled one, and claims that hold, wake nobody.
 */
export async function dueSubscriptions(db: LedgerDatabase, until: Date, limit: number): Promise<DueSubscription[]> {
  const { rows } = await sql<DueSubscription>`
    select id, min("fireAt") as "fireAt" from (
      select subscription.id, ${turn} as "fireAt"
      from subscription cross join lateral ${soonest} due where subscription.state <> 'disabled'
      union all
      select subscription, next_attempt_at from delivery where state = 'claimed' and claimed_until <= clock_timestamp()
    ) due
    where "fireAt" <= ${until}
    group by id order by min("fireAt"), id limit ${limit}
  `.execute(db);
  return rows;
}

/** When the next of a subscription may go out, if anything is planned and it is not disabled. */
export async function nextDueAt(db: LedgerDatabase, subscription: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`
    select ${turn} as at from subscription cross join lateral ${soonest} due
    where subscription.id = ${subscription} and subscription.state <> 'disabled'
  `.execute(db);
  return rows[0]?.at;
}

/** Whether the claim of some process has died. */
export async function hasLapsedClaims(db: LedgerDatabase): Promise<boolean> {
  const { rows } = await sql<{ lapsed: boolean }>`
    select exists (select from delivery where state = 'claimed' and claimed_until <= clock_timestamp()) as lapsed
  `.execute(db);
  return rows[0]?.lapsed === true;
}

const turn = sql`greatest(due.next_attempt_at, subscription.paused_until, subscription.next_slot_at)`;

/** The one that is due first, of those that may be next: while it waits for its confirmation, only what asks for that. */
const soonest: RawBuilder<unknown> = sql`(
  (
    select next_attempt_at from delivery
    where (subscription.state = 'pending' or not subscription.ordered)
      and subscription = subscription.id and state = 'planned'
      and (subscription.state <> 'pending' or cause like 'confirm:%')
    order by next_attempt_at limit 1
  )
  union all
  (
    select next_attempt_at from ${oldestOfEachProvider(sql`subscription.id`)} head
    where subscription.state <> 'pending' and subscription.ordered
    order by next_attempt_at limit 1
  )
)`;
