import { recipientRows } from '#subscriptions/audience.js';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { addDays, dayIn, type Day } from '#domain/date/day.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import { escalationDelay, reminderHour } from '#domain/reminder/schedule.js';
import { preferencesOf } from '#domain/reminder/preferences.js';

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
export async function postponeEscalations(
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
export const escalationOutcome = (
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
export const acknowledgedAt = (tx: Transaction<Database>, reminder: string): RawBuilder<Date | null> => {
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
