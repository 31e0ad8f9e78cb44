import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { postponeEscalations, escalationOutcome } from './escalation.js';

/**
 * Takes what is due for up to `most` subscriptions that nobody else is claiming for, at most `MOST_IN_DIGEST` deadlines
 * each: of each deadline the most urgent reminder, the others are skipped. An escalation is taken only where somebody of
 * the same owner was told, has had the time to answer, and nobody has; else it is put off or skipped.
 *
 * What comes back, by subscription, is the caller's alone until the transaction ends: it plans deliveries of it and says so
 * with `carriedBy`, which is what makes it claimed (one write of each row, not two). A crash before the commit leaves all as
 * it was. Empty once nothing is due that others are not at.
 *
 * @param zone the ledger's, for subscriptions that wished no other
 */
export async function claimDue(
  tx: Transaction<Database>,
  now: Date,
  most: number,
  zone: string,
): Promise<Map<string, ClaimedReminder[]>> {
  for (;;) {
    const subscriptions = await lockSubscriptions(tx, now, most);
    const later = await postponeEscalations(tx, subscriptions, { now, zone });
    const due = await lockDueReminders(tx, subscriptions, now);
    const claimed = due.flatMap(({ isClaimed, ...reminder }) => (isClaimed ? [reminder] : []));
    if (claimed.length > 0 || due.length + later === 0) return bySubscription(claimed);
    // All that was due for them was skipped or put off; there may be others.
  }
}

function bySubscription(claimed: readonly ClaimedReminder[]): Map<string, ClaimedReminder[]> {
  const reminders = new Map<string, ClaimedReminder[]>();
  for (const one of claimed) {
    const its = reminders.get(one.subscription);
    if (its) its.push(one);
    else reminders.set(one.subscription, [one]);
  }
  return reminders;
}

/** Claims reminders that `claimDue` gave: these deliveries carry them, each alone or with others. */
export async function assignDeliveries(
  tx: Transaction<Database>,
  carried: readonly { ids: readonly string[]; delivery: string }[],
  now: Date,
): Promise<void> {
  const pairs = carried.flatMap(({ ids, delivery }) => ids.map((id) => [id, delivery] as const));
  await sql`
    update reminder set state = 'claimed', delivery = carried.delivery, changed_at = ${now}
    from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, delivery]) => delivery)}::uuid[])
      as carried (id, delivery)
    where reminder.id = carried.id
  `.execute(tx);
}

/** What one message tells of at most; the rest follows in the next. */
export const MOST_IN_DIGEST = 500;

/** All that was due of some deadlines for subscriptions that the caller holds, locked, the earliest deadlines first. */
async function lockDueReminders(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  now: Date,
): Promise<(ClaimedReminder & { isClaimed: boolean })[]> {
  if (subscriptions.length === 0) return [];
  const { rows } = await sql<ClaimedReminder & { isClaimed: boolean }>`
    with due as materialized (
      select reminder.id, reminder.deadline_key, deadline_version, reminder.subscription, rung, owner, escalation, fire_at
      from unnest(${[...subscriptions]}::uuid[]) as held (subscription) cross join lateral (
        select deadline_key from reminder
        where reminder.subscription = held.subscription and state = 'planned' and fire_at <= ${now}
        group by deadline_key order by min(fire_at), deadline_key limit ${MOST_IN_DIGEST}
      ) as picked
      join reminder on reminder.subscription = held.subscription and reminder.deadline_key = picked.deadline_key
      where state = 'planned' and fire_at <= ${now}
      for update of reminder skip locked
    ), ranked as (
      select *, row_number() over (partition by subscription, deadline_key, deadline_version order by rung) as place
      from due
    ), judged as (
      select id, case when place > 1 then 'more-urgent' when escalation then ${escalationOutcome(now)} end as outcome
      from ranked as escalated
    ), skipped as (
      update reminder set state = 'skipped', outcome = judged.outcome, changed_at = ${now}
      from judged where judged.id = reminder.id and judged.outcome is not null
    )
    select reminder.id, reminder.subscription, rung, fire_at as "fireAt", escalation, deadline_version as version,
      body as deadline, dossier, reminders as wishes, judged.outcome is null as "isClaimed"
    from judged join reminder using (id) join deadline on key = deadline_key
    join subscription on subscription.id = reminder.subscription
    order by reminder.subscription, due_earliest, key
  `.execute(tx);
  return rows;
}

/** A reminder that is to be sent now, and what it is about. */
export interface ClaimedReminder {
  id: string;
  subscription: string;
  rung: number;
  fireAt: Date;
  escalation: boolean;
  /** Of the deadline's dates. */
  version: number;
  deadline: Deadline;
  dossier: string;
  /** What its subscription wishes, as stored. */
  wishes: object;
}

const LOOK_AHEAD = 20;

/**
 * Up to `most` subscriptions for which reminders are due, each held until the transaction ends, so that all that is due for
 * one goes into one message. Those that wait longest are looked at first; those that others hold are left out, and so are
 * those that were disabled: what comes due meanwhile waits, and is one message of the most urgent once they are enabled.
 */
async function lockSubscriptions(tx: Transaction<Database>, now: Date, most: number): Promise<string[]> {
  const { rows: first } = await sql<{ id: string }>`
    with due as materialized (
      select subscription from reminder where state = 'planned' and fire_at <= ${now}
      order by fire_at limit ${most * LOOK_AHEAD}
    )
    select id from subscription where id in (select subscription from due) and state <> 'disabled'
    order by id limit ${most} for no key update skip locked
  `.execute(tx);
  if (first.length === most) return first.map(({ id }) => id);
  // A few may have a great deal that is due, or others may be at work on those that wait longest.
  const { rows: all } = await sql<{ id: string }>`
    select id from subscription
    where state <> 'disabled' and exists (
      select from reminder where subscription = subscription.id and state = 'planned' and fire_at <= ${now}
    )
    order by id limit ${most} for no key update skip locked
  `.execute(tx);
  return all.map(({ id }) => id);
}

/**
 * Claimed reminders become what became of the deliveries that carry them, at the instant at which that was sent or last
 * due to be tried. A reminder whose delivery is under way stays claimed. They are locked in the order in which whoever
 * answers or plans locks them, so that nobody waits in a circle. The disk is not waited for: what a crash of PostgreSQL
 * forgets, the next call for all does again.
 *
 * @param deliveries those that are looked at; absent: all
 */
export async function settleReminders(db: LedgerDatabase, deliveries?: readonly string[]): Promise<void> {
  const which = deliveries ? sql`reminder.delivery = any(${[...deliveries]}::uuid[])` : sql`true`;
  await sql`
    with settled as materialized (
      select reminder.id, delivery.state,
        coalesce(delivery.sent_at, greatest(reminder.changed_at, delivery.next_attempt_at)) as changed_at,
        case delivery.state when 'failed' then 'not-delivered' when 'cancelled' then 'subscription-ended' end as outcome
      from reminder join delivery on delivery.id = reminder.delivery
      where reminder.state = 'claimed' and delivery.state in ('sent', 'failed', 'cancelled') and ${which}
      order by reminder.id for update of reminder
    )
    update reminder set state = settled.state, changed_at = settled.changed_at, outcome = settled.outcome
    from settled where reminder.id = settled.id and ${asynchronousCommit}
  `.execute(db);
}

export interface WakeTime {
  fireAt: Date;
  /** For how many something is due then. */
  subscriptions: number;
}

/**
 * The instants up to one at which reminders are due, soonest first. What is overdue counts at the instant it was due; what
 * waits for its subscription to be enabled does not count.
 */
export async function wakeTimes(db: LedgerDatabase, until: Date): Promise<WakeTime[]> {
  const { rows } = await sql<WakeTime>`
    select fire_at as "fireAt", count(distinct subscription) as subscriptions
    from reminder where state = 'planned' and fire_at <= ${until}
      and not exists (select from subscription where id = reminder.subscription and state = 'disabled')
    group by fire_at order by fire_at
  `.execute(db);
  return rows;
}
