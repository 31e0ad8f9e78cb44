import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { addDays, dayIn, type Day } from '#domain/date/day.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import { delayOf } from '#domain/reminder/schedule.js';
import { wishesOf } from '#domain/reminder/wishes.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';

/** An escalation that is due, and when the recipients were told. */
interface DueEscalation {
  id: string;
  wishes: object;
  lapses: Day | null;
  toldAt: Date;
}

/**
 * Puts off what is due to second lists until the recipients have had their time: it counts from when they were told, which
 * after an outage, or where a mail had to be tried again, is later than planned. Not beyond the day on which it lapses: told
 * early is better than told in vain.
 *
 * @param subscriptions held by the caller
 * @param zone where it is nine o'clock for those who wished no other
 * @returns how many
 */
export async function postponeEscalations(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  { now, zone: usual }: { now: Date; zone: string },
): Promise<number> {
  const later = (await dueEscalations(tx, subscriptions, now)).flatMap(({ id, wishes: asked, lapses, toldAt }) => {
    const wishes = wishesOf(asked);
    const zone = wishes.timeZone ?? usual;
    const day = workingDayFrom(addDays(dayIn(zone, toldAt), delayOf(wishes)), wishes.holidays);
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
    select escalated.id, reminders as wishes, lapses, told.at as "toldAt"
    from subscription
    join reminder as escalated on escalated.subscription = subscription.id
    join deadline on key = escalated.deadline_key
    cross join lateral (
      select ${ofPrecedingReminder(sql`told.at`)} as at from ${notifications(now)} as told
    ) as told
    where subscription.id = any(${[...subscriptions]}::uuid[]) and reminders ->> 'role' = 'escalation'
      and escalated.escalation and escalated.state = 'planned' and escalated.fire_at <= ${now} and told.at is not null
    order by escalated.id for update of escalated skip locked
  `.execute(tx);
  return rows;
}

/**
 * Why the reminder `escalated` of a second list is not sent, if so. An acknowledgement counts for what was due before it. It
 * is asked once its recipients have had their time, or cannot have it.
 */
export const escalationOutcome = (now: Date): RawBuilder<string | null> => sql`(
  select case
    when latest.fire_at is null then 'nobody-told'
    when exists (
      select from ${notifications(now)} as told join reminder_answer as answer on answer.subscription = told.subscription
        and answer.deadline_key = escalated.deadline_key and answer.deadline_version = escalated.deadline_version
      where acknowledged_at >= latest.fire_at
    ) then 'acknowledged'
  end
  from (select ${ofPrecedingReminder(sql`told.fire_at`)} as fire_at from ${notifications(now)} as told) as latest
)`;

/** Of the last of those that `escalated` follows; where nobody was told as early, of the first that came after. */
const ofPrecedingReminder = (value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`coalesce(max(${value}) filter (where told.rung >= escalated.rung), min(${value}))`;

/**
 * What recipients of the same owner were told of the same dates, and since when they know. One that could not be delivered
 * counts, and so does one on its way, and one that is about to be: when nobody can be reached is when the second list matters.
 */
const notifications = (now: Date): RawBuilder<unknown> => sql`(
  select subscription, rung, fire_at,
    case state when 'planned' then ${now}::timestamptz when 'failed' then fire_at else changed_at end as at
  from reminder
  where deadline_key = escalated.deadline_key and deadline_version = escalated.deadline_version
    and owner = escalated.owner and not escalation
    and (state in ('sent', 'claimed', 'failed') or (state = 'planned' and fire_at <= ${now}))
)`;
