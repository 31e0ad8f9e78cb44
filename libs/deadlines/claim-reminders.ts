import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { settledDeliveries } from '#delivery/planned-deliveries.js';
import { isDisabled, lockSubscriptions, recipientRows } from '#subscriptions/audience.js';
import { acknowledgedAt, escalationOutcome, postponeEscalations } from './escalation.js';

/**
 * Claims due reminders for up to `most` subscriptions that no other transaction is claiming for, at most
 * `MOST_IN_DIGEST` deadlines each. Of each deadline only the most urgent reminder is claimed; the others are skipped.
 * An escalation is claimed only if a recipient of the same owner was reminded, has had time to respond, and nobody
 * acknowledged; otherwise it is postponed or skipped.
 *
 * The rows stay locked until the transaction ends. The caller plans their deliveries and calls `assignDeliveries`,
 * which sets the state `claimed` (one write per row instead of two). A crash before the commit changes nothing.
 * Returns an empty map when no more reminders can be claimed.
 *
 * @param zone default time zone of subscriptions without one of their own
 */
export async function claimDue(
  tx: Transaction<Database>,
  now: Date,
  most: number,
  zone: string,
): Promise<Map<string, ClaimedReminder[]>> {
  for (;;) {
    const subscriptions = await lockDueSubscriptions(tx, now, most);
    const later = await postponeEscalations(tx, subscriptions, { now, zone });
    const due = await lockDueReminders(tx, subscriptions, { now, zone });
    const claimed = due.flatMap(({ isClaimed, ...reminder }) => (isClaimed ? [reminder] : []));
    if (claimed.length > 0 || due.length + later === 0) return bySubscription(claimed);
    // All due reminders of these subscriptions were skipped or postponed; others may be due.
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

/** Sets reminders returned by `claimDue` to `claimed` and records the delivery that carries each. */
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

/** Maximum number of deadlines in one message; the rest follows in the next. */
export const MOST_IN_DIGEST = 500;

/**
 * Locks the due reminders of subscriptions that the caller has locked and marks which are claimed. Ordered by due
 * date.
 */
async function lockDueReminders(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  { now, zone }: { now: Date; zone: string },
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
      select id, case when place > 1 then 'more-urgent' when escalation then ${escalationOutcome(tx, { now, zone })} end as outcome
      from ranked as escalated
    ), skipped as (
      update reminder set state = 'skipped', outcome = judged.outcome, changed_at = ${now}
      from judged where judged.id = reminder.id and judged.outcome is not null
    )
    select reminder.id, reminder.subscription, rung as "daysBefore", fire_at as "fireAt", escalation, deadline_version as version,
      body as deadline, dossier, recipient.owner, channel, target, wishes,
      ${acknowledgedAt(tx, 'reminder')} as "acknowledgedAt", judged.outcome is null as "isClaimed"
    from judged join reminder using (id) join deadline on key = deadline_key
    join ${recipientRows(tx)} as recipient on recipient.id = reminder.subscription
    order by reminder.subscription, due_earliest, key
  `.execute(tx);
  return rows;
}

export interface ClaimedReminder {
  id: string;
  subscription: string;
  daysBefore: number;
  fireAt: Date;
  escalation: boolean;
  /** Of the deadline's dates, at the time of planning. */
  version: number;
  deadline: Deadline;
  dossier: string;
  /** Of the subscription. */
  owner: string;
  channel: 'email' | 'webhook';
  target: string;
  /** Reminder settings of the subscription, as stored. */
  wishes: object;
  /** When anybody with a subscription of the same owner last acknowledged the deadline. */
  acknowledgedAt: Date | null;
}

const LOOK_AHEAD = 20;

/**
 * Locks up to `most` subscriptions with due reminders, the longest-waiting first. The reminders of a disabled
 * subscription stay planned and go out as one message once it is enabled.
 */
async function lockDueSubscriptions(tx: Transaction<Database>, now: Date, most: number): Promise<string[]> {
  const isDue = sql`state = 'planned' and fire_at <= ${now}`;
  const isFirst = (id: RawBuilder<unknown>) => sql`${id} in (
    with due as materialized (
      select subscription from reminder where ${isDue} order by fire_at limit ${most * LOOK_AHEAD}
    )
    select subscription from due
  )`;
  const first = await lockSubscriptions(tx, isFirst, most);
  if (first.length === most) return first;
  // The look-ahead may hold few subscriptions with many reminders each, or only subscriptions locked by others.
  const isAny = (id: RawBuilder<unknown>) => sql`exists (select from reminder where subscription = ${id} and ${isDue})`;
  return lockSubscriptions(tx, isAny, most);
}

/**
 * Gives claimed reminders the outcome of their deliveries, dated when the delivery was sent or last due. Reminders
 * whose delivery is still in progress stay claimed. Rows are locked in id order, as everywhere, to avoid deadlocks.
 * Commits are asynchronous: what a crash of PostgreSQL loses, the next call without `deliveries` restores.
 *
 * @param deliveries restricts the update to these; absent: all
 */
export async function settleReminders(db: LedgerDatabase, deliveries?: readonly string[]): Promise<void> {
  const which = deliveries ? sql`reminder.delivery = any(${[...deliveries]}::uuid[])` : sql`true`;
  await sql`
    with settled as materialized (
      select reminder.id, delivery.state,
        coalesce(delivery.sent_at, greatest(reminder.changed_at, delivery.next_attempt_at)) as changed_at,
        case delivery.state when 'failed' then 'not-delivered' when 'cancelled' then 'subscription-ended' end as outcome
      from reminder join ${settledDeliveries(db)} as delivery on delivery.id = reminder.delivery
      where reminder.state = 'claimed' and ${which}
      order by reminder.id for update of reminder
    )
    update reminder set state = settled.state, changed_at = settled.changed_at, outcome = settled.outcome
    from settled where reminder.id = settled.id and ${asynchronousCommit}
  `.execute(db);
}

export interface WakeTime {
  fireAt: Date;
  /** How many subscriptions have reminders due at this instant. */
  subscriptions: number;
}

/** Instants up to `until` at which reminders are due, in order. Reminders of disabled subscriptions do not count. */
export async function wakeTimes(db: LedgerDatabase, until: Date): Promise<WakeTime[]> {
  const { rows } = await sql<WakeTime>`
    select fire_at as "fireAt", count(distinct subscription) as subscriptions
    from reminder where state = 'planned' and fire_at <= ${until}
      and not ${isDisabled(sql.ref('reminder.subscription'))}
    group by fire_at order by fire_at
  `.execute(db);
  return rows;
}
