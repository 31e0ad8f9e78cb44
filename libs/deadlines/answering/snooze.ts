import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { dayIn, daysBetween, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { endReminders } from '../plan/end-reminders.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';
import { reminderRow } from '../rungs/reminder-row.js';
import type { ReminderRow } from '../showing/reminder-rows.js';

interface Snooze {
  until: Day;
  by: string;
  now: Date;
  /** Where the reader is. */
  zone: string;
}

/** Puts off the reminders of the deadline of one, which the caller holds, for its subscription. */
export async function snooze(tx: Transaction<Database>, held: ReminderRow, asked: Snooze): Promise<void> {
  await remember(tx, held, asked);
  const early = await tooSoon(tx, held, asked);
  await endReminders(
    tx,
    early.map((reminder) => ({ ...reminder, outcome: 'snoozed' })),
    asked.now,
  );
  await resume(tx, held, asked);
  await plan(tx, held, asked);
}

async function remember(tx: Transaction<Database>, held: ReminderRow, { until, by }: Snooze): Promise<void> {
  const { deadline_key, deadline_version, subscription } = held;
  const answer = { snoozed_until: until, snoozed_by: by };
  await tx
    .insertInto('reminder_answer')
    .values({ deadline_key, deadline_version, subscription, acknowledged_at: null, acknowledged_by: null, ...answer })
    .onConflict((conflict) => conflict.constraint('reminder_answer_pkey').doUpdateSet(answer))
    .execute();
}

/** What comes before the day, and what was asked for on another one. */
async function tooSoon(tx: Transaction<Database>, held: ReminderRow, { until }: Snooze) {
  const { rows } = await sql<{ id: string; delivery: string | null }>`
    select id, delivery from reminder
    where ${isOneOf(held)} and state in ('planned', 'claimed')
      and (day < ${until} or (because = 'snooze' and day <> ${until}))
  `.execute(tx);
  return rows;
}

/** What an earlier day had put off, and this one does not; but for what was acknowledged since. */
async function resume(tx: Transaction<Database>, held: ReminderRow, { until, now, zone }: Snooze): Promise<void> {
  const { acknowledged_at: at, due_latest } = held;
  const isAnswered = at !== null && dayIn(zone, at) > due_latest;
  await sql`
    update reminder set state = 'planned', outcome = null, changed_at = ${now}
    where ${isOneOf(held)} and state = 'skipped' and outcome = 'snoozed' and because <> 'snooze'
      and day >= ${until} and fire_at > ${now} and not (${isAnswered} and day > ${due_latest})
  `.execute(tx);
}

const isOneOf = ({ deadline_key, deadline_version, subscription }: ReminderRow) => sql<boolean>`(
  deadline_key = ${deadline_key} and deadline_version = ${deadline_version} and subscription = ${subscription}
)`;

/** On that very day, whether people work on it or not. */
async function plan(tx: Transaction<Database>, held: ReminderRow, { until: day, now, zone }: Snooze): Promise<void> {
  const deadline = { key: held.deadline_key, version: held.deadline_version };
  const rung = daysBetween(day, earliest(held.body.due));
  const asked = { rung, day, fireAt: reminderHour(day, zone), because: 'snooze', outcome: null } as const;
  const row = reminderRow(deadline, held, asked, now);
  await tx
    .insertInto('reminder')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
