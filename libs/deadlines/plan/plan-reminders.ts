import { type Kysely, sql, type Transaction, type Insertable } from 'kysely';
import type { Database } from '#database/tables.js';
import {
  type ReminderCause,
  type ReminderOutcome,
  type ReminderTable,
  STATE_BY_OUTCOME,
} from '#database/tables/deadline.js';
import { addDays, type Day, dayIn, daysBetween } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { reminderHour, type ScheduledReminder, scheduleOf } from '#domain/reminder/schedule.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Recipient } from '#subscriptions/audience.js';
import type { DossierRef, PlanningRun } from '../planning.js';
import type { ZonedNow } from '../queries/reminders.js';

/** A reminder step of a deadline for one subscription, with its settings and answers applied. */
export interface ReminderStep extends ScheduledReminder {
  fireAt: Date;
  because: ReminderCause;
  /** Why the reminder is not sent; `null` if it is. */
  outcome: Extract<ReminderOutcome, 'before-subscription' | 'snoozed' | 'acknowledged'> | null;
}

/** Both days included. */
export interface Days {
  from: Day;
  to: Day;
}

/** The reminder steps of a deadline for one recipient, on some days or all. */
type StepsOn = (days?: Days) => ReminderStep[];

interface Circumstances {
  /** Result of `scheduleOf`; the same for all recipients with the same settings. */
  schedule: readonly ScheduledReminder[];
  /** Default time zone. */
  zone: string;
  /** Restricts the steps to these days; absent: all. */
  days?: Days | undefined;
}

/**
 * All reminder steps of a deadline for one subscription, most urgent last, without a limit ahead. Planning stores those
 * up to its horizon; lists show the later ones. Computed from the dates alone: the caller checks the state of the
 * deadline and of stored reminders.
 */
export function reminderSteps(
  deadline: Pick<Deadline, 'due'>,
  { wishes, confirmedAt }: Pick<Recipient, 'wishes' | 'confirmedAt'>,
  answer: ReminderAnswer | undefined,
  { schedule, zone: usual, days }: Circumstances,
): ReminderStep[] {
  const zone = wishes.timeZone ?? usual;
  const all = withSnooze(schedule, deadline, answer);
  const some = days ? all.filter(({ day }) => day >= days.from && day <= days.to) : all;
  return some.map(({ daysBefore, day, because }) => {
    const fireAt = reminderHour(day, zone);
    const isBefore = fireAt <= confirmedAt && day < dayIn(zone, confirmedAt); // the day of the confirmation is included
    const outcome = isBefore ? 'before-subscription' : because === 'snooze' ? null : outcomeOn(day);
    return { daysBefore, day, fireAt, because, outcome };
  });

  function outcomeOn(day: Day): ReminderStep['outcome'] {
    if (!answer) return null;
    const { snoozedUntil, acknowledgedAt } = answer;
    if (snoozedUntil !== null && day < snoozedUntil) return 'snoozed';
    const over = latest(deadline.due);
    return day > over && acknowledgedAt !== null && dayIn(zone, acknowledgedAt) > over ? 'acknowledged' : null;
  }
}

/** Steps due since an instant, including those not sent for a known reason; without those before the subscription. */
export const stepsSince = (steps: readonly ReminderStep[], since?: Date): ReminderStep[] =>
  steps.filter(({ fireAt, outcome }) => outcome !== 'before-subscription' && (since === undefined || fireAt >= since));

/** Adds the step that a snooze asks for. */
function withSnooze(
  ladder: readonly ScheduledReminder[],
  { due }: Pick<Deadline, 'due'>,
  answer: ReminderAnswer | undefined,
): (ScheduledReminder & { because: ReminderCause })[] {
  const steps = ladder.map((step): ScheduledReminder & { because: ReminderCause } => ({ ...step, because: 'ladder' }));
  const day = answer?.snoozedUntil ?? null;
  if (day === null) return steps;
  const daysBefore = daysBetween(day, earliest(due));
  return [...steps, { daysBefore, day, because: 'snooze' as const }].sort((a, b) => b.daysBefore - a.daysBefore);
}

/**
 * Selects the reminder steps for a recipient of a deadline that is new, moved or reopened: those due since it was
 * recorded and those to come. If the deadline is new to the recipient and nothing else is due, adds a late reminder.
 * Previews use the same function.
 *
 * @param days up to the horizon; absent: no limit
 * @param since when the deadline was recorded; absent: now
 */
export function stepsOnActivation(
  deadline: Pick<Deadline, 'due' | 'lapses' | 'state'>,
  recipient: Recipient,
  ladder: StepsOn,
  { isNewToRecipient, days, since, time }: { isNewToRecipient: boolean; days?: Days; since?: Date; time: ZonedNow },
): ReminderStep[] {
  const { now, zone } = time;
  const steps = stepsSince(ladder(days), since ?? now);
  if (steps.some(({ fireAt, outcome }) => fireAt < now && outcome === null)) return steps;
  if (!isNewToRecipient || !allowsLateReminder(deadline, recipient, dayIn(zone, now))) return steps;
  const late = lateReminder(deadline, recipient, ladder(), time);
  return late ? [...steps, late] : steps;
}

/** A deadline further ahead than this needs no late reminder: the next reminder step is soon enough. */
export const LATE_REMINDER_DAYS = 30;

type Late = Pick<Deadline, 'due' | 'lapses' | 'state'>;

/** Whether a late reminder may be sent for a deadline. Escalations have none: they follow the recipients' reminder. */
export const allowsLateReminder = ({ due, state }: Late, { wishes }: Pick<Recipient, 'wishes'>, today: Day): boolean =>
  state === 'open' && wishes.role === 'recipient' && daysBetween(today, earliest(due)) <= LATE_REMINDER_DAYS;

/**
 * The late reminder of a deadline that was recorded or moved after part of its ladder: the last missed step, sent at
 * the next reminder hour of a working day, or at once if that is too late. Undefined if another step is due as soon.
 */
export function lateReminder(
  deadline: Late,
  { wishes }: Pick<Recipient, 'wishes'>,
  ladder: readonly ReminderStep[],
  { now, zone: usual }: ZonedNow,
): ReminderStep | undefined {
  const passed = ladder.findLast(
    ({ daysBefore, fireAt, outcome }) => daysBefore >= 0 && fireAt < now && outcome !== 'snoozed',
  );
  if (!passed) return undefined;
  const zone = wishes.timeZone ?? usual;
  const today = dayIn(zone, now);
  let day = workingDayFrom(today, wishes.holidays);
  if (reminderHour(day, zone) < now) day = workingDayFrom(addDays(today, 1), wishes.holidays);
  const inTime = day <= lastDay(deadline);
  const fireAt = inTime ? reminderHour(day, zone) : now;
  if (ladder.some((other) => other.outcome === null && other.fireAt >= now && other.fireAt <= fireAt)) return undefined;
  return { daysBefore: passed.daysBefore, day: inTime ? day : today, fireAt, because: 'known-late', outcome: null };
}

/** Acknowledgement and snooze of a deadline by one subscription. Valid while the dates stay the same. */
interface ReminderAnswer {
  acknowledgedAt: Date | null;
  snoozedUntil: Day | null;
}

/** By `answerKey`. A version that is being planned for the first time has no answers. */
export type ReminderAnswers = ReadonlyMap<string, ReminderAnswer>;

export const answerKey = (deadline: string, version: number, subscription: string): string =>
  `${deadline} ${version} ${subscription}`;

/**
 * Reads the answers to the current dates of deadlines and locks out new ones until the transaction ends. An answer
 * locks its deadline first, so it is either included here or sees what is planned.
 */
export async function lockAnswers(tx: Transaction<Database>, keys: readonly string[]): Promise<ReminderAnswers> {
  if (keys.length === 0) return new Map();
  await sql`select from deadline where key = any(${[...keys]}) order by key for key share`.execute(tx);
  return readAnswers(tx, keys);
}

/** Like `lockAnswers`, without a lock: for queries. */
export async function readAnswers(db: Kysely<Database>, keys: readonly string[]): Promise<ReminderAnswers> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<ReminderAnswer & { key: string; version: number; subscription: string }>`
    select key, version, subscription, acknowledged_at as "acknowledgedAt", snoozed_until as "snoozedUntil"
    from reminder_answer join deadline on key = deadline_key and version = deadline_version
    where deadline_key = any(${[...keys]})
  `.execute(db);
  return new Map(rows.map((row) => [answerKey(row.key, row.version, row.subscription), row]));
}

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
