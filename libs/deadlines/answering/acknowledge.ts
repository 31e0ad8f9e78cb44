import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { dayIn } from '#domain/date/day.js';
import { endReminders } from '../plan/end-reminders.js';
import type { Moment } from './moment.js';
import type { ReminderRow } from '../showing/reminder-rows.js';
import { zoneOf } from '../rungs/reminder-zone.js';

/**
 * Notes that somebody saw these reminders, which the caller holds, and stops what is only sent for want of an answer: the
 * overdue reminders of a deadline, once it is overdue where its reader is, and what the owner's second list would be told.
 * What still comes before the day comes.
 */
export async function acknowledge(
  tx: Transaction<Database>,
  held: readonly ReminderRow[],
  { by, now, zone }: Moment & { by: string },
): Promise<void> {
  if (held.length === 0) return;
  await remember(tx, held, { by, now });
  const unneeded = await unneededAfter(tx, held, { now, zone });
  await endReminders(
    tx,
    unneeded.map((reminder) => ({ ...reminder, outcome: 'acknowledged' })),
    now,
  );
}

async function remember(
  tx: Transaction<Database>,
  held: readonly ReminderRow[],
  { by, now }: { by: string; now: Date },
): Promise<void> {
  await sql`
    insert into reminder_answer (deadline_key, deadline_version, subscription, acknowledged_at, acknowledged_by)
    select distinct deadline_key, deadline_version, subscription, ${now}::timestamptz, ${by}::text
    from reminder where id = any(${held.map(({ id }) => id)}::uuid[])
    on conflict (deadline_key, deadline_version, subscription) do update set
      acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by
  `.execute(tx);
}

/** Escalations of rungs up to these; of an overdue deadline, all. What somebody asked for by a day comes on it. */
async function unneededAfter(tx: Transaction<Database>, held: readonly ReminderRow[], { now, zone }: Moment) {
  const overdue = held.map((row) => dayIn(zoneOf(row, zone), now) > row.due_latest);
  const { rows } = await sql<{ id: string; delivery: string | null }>`
    select distinct reminder.id, reminder.delivery
    from unnest(${held.map(({ id }) => id)}::uuid[], ${overdue}::boolean[]) as held (id, is_overdue)
    join reminder as answered on answered.id = held.id
    join deadline on key = answered.deadline_key
    join reminder on reminder.deadline_key = answered.deadline_key
      and reminder.deadline_version = answered.deadline_version and reminder.owner = answered.owner
    where reminder.state in ('planned', 'claimed') and (
      reminder.subscription = answered.subscription and is_overdue and reminder.day > due_latest
        and reminder.because <> 'snooze'
      or reminder.escalation and (is_overdue or reminder.rung >= answered.rung)
    )
  `.execute(tx);
  return rows;
}
