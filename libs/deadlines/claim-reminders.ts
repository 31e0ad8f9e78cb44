import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import { settledDeliveries } from '#subscriptions/sending/planned-deliveries.js';
import { addDays, dayIn, type Day } from '#domain/date/day.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import { escalationDelay, reminderHour } from '#domain/reminder/schedule.js';
import { isDisabled, lockSubscriptions, recipientRows } from '#subscriptions/audience.js';

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
export async function claimDueReminders(
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

/** Sets reminders returned by `claimDueReminders` to `claimed` and records the delivery that carries each. */
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
 * subscription stay planned and go out as one message once it is resumed.
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

/** An escalation that is due, and when the first-line recipients were reminded. */
interface DueEscalation {
  id: string;
  wishes: object;
  lapses: Day | null;
  notifiedAt: Date;
}

/**
 * Postpones due escalations until the first-line recipients have had their response time. The time counts from the
 * actual sending, which is later than planned after an outage or a mail retry. An escalation is not postponed beyond
 * the day on which the deadline lapses.
 *
 * @param subscriptions locked by the caller
 * @param zone default time zone of subscriptions without one of their own
 * @returns the number of postponed escalations
 */
async function postponeEscalations(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  { now, zone: usual }: { now: Date; zone: string },
): Promise<number> {
  const later = (await dueEscalations(tx, subscriptions, now)).flatMap(({ id, wishes: asked, lapses, notifiedAt }) => {
    const wishes = preferencesOf(asked);
    const zone = wishes.timeZone ?? usual;
    const day = workingDayFrom(addDays(dayIn(zone, notifiedAt), escalationDelay(wishes)), wishes.holidays);
    const fireAt = reminderHour(day, zone);
    return fireAt > now && (lapses === null || day <= lapses) ? [{ id, day, fireAt }] : [];
  });
  if (later.length === 0) return 0;
  await sql`
    update reminder set day = later.day, fire_at = later.fire_at, changed_at = ${now}
    from unnest(${later.map(({ id }) => id)}::uuid[], ${later.map(({ day }) => day)}::date[],
      ${later.map(({ fireAt }) => fireAt)}::timestamptz[]) as later (id, day, fire_at)
    where reminder.id = later.id
  `.execute(tx);
  return later.length;
}

async function dueEscalations(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  now: Date,
): Promise<DueEscalation[]> {
  if (subscriptions.length === 0) return [];
  const { rows } = await sql<DueEscalation>`
    select escalated.id, wishes, lapses, notice.at as "notifiedAt"
    from ${recipientRows(tx)} as recipient
    join reminder as escalated on escalated.subscription = recipient.id
    join deadline on key = escalated.deadline_key
    cross join lateral (
      select ${ofPrecedingReminder(sql`notice.at`)} as at from ${notifications(now)} as notice
    ) as notice
    where recipient.id = any(${[...subscriptions]}::uuid[]) and wishes ->> 'role' = 'escalation'
      and escalated.escalation and escalated.state = 'planned' and escalated.fire_at <= ${now} and notice.at is not null
    order by escalated.id for update of escalated skip locked
  `.execute(tx);
  return rows;
}

/**
 * SQL for the outcome of the escalation `escalated` if it must not be sent, else null. Evaluated once the response
 * time is over. Before the due date, every acknowledgement counts, whichever reminder it answered; an escalation of an overdue
 * step is covered by those made since the deadline is overdue.
 *
 * @param zone time zone that defines since when
 */
const escalationOutcome = (
  tx: Transaction<Database>,
  { now, zone }: { now: Date; zone: string },
): RawBuilder<string | null> => sql`case
  when not exists (select from ${notifications(now)} as notice) then 'nobody-told'
  when escalated.rung >= 0 and ${acknowledgedAt(tx, 'escalated')} is not null
    or (${acknowledgedAt(tx, 'escalated')} at time zone ${zone})::date
      > (select due_latest from deadline where key = escalated.deadline_key)
  then 'acknowledged'
end`;

/** SQL for when anybody with a subscription of the same owner last acknowledged the deadline of a reminder; else null. */
const acknowledgedAt = (tx: Transaction<Database>, reminder: string): RawBuilder<Date | null> => {
  const its = (column: string) => sql.ref(`${reminder}.${column}`);
  return sql`(
    select max(acknowledged_at) from reminder_answer as answer
    join ${recipientRows(tx)} as answering on answering.id = answer.subscription and answering.owner = ${its('owner')}
    where answer.deadline_key = ${its('deadline_key')} and answer.deadline_version = ${its('deadline_version')}
  )`;
};

/** The value of the last reminder that `escalated` follows; if there is none that early, of the first one after it. */
const ofPrecedingReminder = (value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`coalesce(max(${value}) filter (where notice.rung >= escalated.rung), min(${value}))`;

/**
 * Reminders to recipients of the same owner for the same dates, with the time since which the recipient knows. Failed
 * and claimed reminders count too, and planned ones that are due: escalation matters most when nobody can be reached.
 */
const notifications = (now: Date): RawBuilder<unknown> => sql`(
  select subscription, rung, fire_at,
    case state when 'planned' then ${now}::timestamptz when 'failed' then fire_at else changed_at end as at
  from reminder
  where deadline_key = escalated.deadline_key and deadline_version = escalated.deadline_version
    and owner = escalated.owner and not escalation
    and (state in ('sent', 'claimed', 'failed') or (state = 'planned' and fire_at <= ${now}))
)`;
