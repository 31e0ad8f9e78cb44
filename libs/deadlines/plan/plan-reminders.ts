import { type Insertable, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { type ReminderCause, type ReminderTable, STATE_BY_OUTCOME } from '#database/tables/deadline.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { type ScheduledReminder, scheduleOf } from '#domain/reminder/schedule.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Recipient } from '#subscriptions/audience.js';
import type { DossierRef, PlanningRun } from '../planning.js';
import { answerKey, type ReminderAnswers, type ReminderStep, type StepsOn, reminderSteps } from './reminder-steps.js';

export type PlannableDeadline = Pick<Deadline, 'key' | 'kind' | 'due' | 'opens' | 'lapses' | 'state' | 'confirmed'> &
  DossierRef & { version: number };

/** Selects the reminder steps to plan for a recipient. */
export type StepSelector = (deadline: PlannableDeadline, recipient: Recipient, ladder: StepsOn) => ReminderStep[];

const CHUNK = 2_000;

/**
 * Plans reminders of deadlines for the matching recipients. Cancelled reminders are planned again; planned, sent and
 * skipped ones stay. Idempotent.
 */
export async function planReminders(
  run: PlanningRun,
  deadlines: readonly PlannableDeadline[],
  answers: ReminderAnswers,
  choice: StepSelector,
): Promise<void> {
  const wishes = new Map(run.recipients.map((recipient) => [recipient, JSON.stringify(recipient.wishes)]));
  let rows: Row[] = [];
  for (const deadline of deadlines) {
    const scheme = run.schemes.get(deadline.scheme);
    const schedules = new Map<string | undefined, ScheduledReminder[]>();
    for (const recipient of run.recipients) {
      if (!recipient.wants(deadline)) continue;
      const wish = wishes.get(recipient);
      const schedule = schedules.get(wish) ?? scheduleOf(deadline, recipient.wishes, scheme);
      schedules.set(wish, schedule);
      for (const row of rowsFor(run, deadline, recipient, { answers, choice, schedule })) rows.push(row);
      if (rows.length < CHUNK) continue;
      await store(run.tx, rows);
      rows = [];
    }
  }
  if (rows.length > 0) await store(run.tx, rows);
}

type Row = ReturnType<typeof reminderRow>;

function rowsFor(
  { planning: { zone }, now }: PlanningRun,
  deadline: PlannableDeadline,
  recipient: Recipient,
  {
    answers,
    choice,
    schedule,
  }: { answers: ReminderAnswers; choice: StepSelector; schedule: readonly ScheduledReminder[] },
): Row[] {
  const answer = answers.get(answerKey(deadline.key, deadline.version, recipient.subscription));
  const ladder: StepsOn = (days) => reminderSteps(deadline, recipient, answer, { schedule, zone, days });
  const { subscription, owner, wishes } = recipient;
  const to = { subscription, owner, escalation: wishes.role === 'escalation' };
  return choice(deadline, recipient, ladder).map((step) => reminderRow(deadline, to, step, now));
}

async function store(tx: Transaction<Database>, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into reminder
    select * from jsonb_populate_recordset(null::reminder, ${JSON.stringify(rows)})
    on conflict (id) do update set
      escalation = excluded.escalation, day = excluded.day, fire_at = excluded.fire_at, state = excluded.state,
      because = excluded.because, outcome = excluded.outcome, delivery = null, changed_at = excluded.changed_at
    where reminder.state = 'cancelled'
  `.execute(tx);
}

/** A planned reminder, or one skipped for a known reason. */
export const reminderRow = (
  { key, version }: { key: string; version: number },
  { subscription, owner, escalation }: { subscription: string; owner: string; escalation: boolean },
  { daysBefore, day, fireAt, because, outcome }: ReminderStep,
  now: Date,
) =>
  ({
    id: reminderId(key, version, { daysBefore, because }, subscription),
    deadline_key: key,
    deadline_version: version,
    rung: daysBefore,
    subscription,
    owner,
    escalation,
    day,
    fire_at: fireAt,
    state: outcome === null ? 'planned' : STATE_BY_OUTCOME[outcome],
    because,
    outcome,
    delivery: null,
    changed_at: now,
  }) satisfies Insertable<ReminderTable>;

/**
 * Derived from the attributes that identify a reminder, so it is stable across replanning. A snooze never has the id
 * of a reminder step.
 */
export const reminderId = (
  deadline: string,
  version: number,
  { daysBefore, because }: { daysBefore: number; because: ReminderCause },
  subscription: string,
): string =>
  uuidOf(
    'reminder',
    deadline,
    String(version),
    because === 'snooze' ? `snooze ${daysBefore}` : String(daysBefore),
    subscription,
  );
