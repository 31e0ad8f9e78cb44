import { sql, type Transaction } from 'kysely';
import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { dayIn, type Day, daysBetween } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { isSettled, lastDay } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { deadlineRecipients } from '#subscriptions/audience.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { endReminders } from './plan/plan-changes.js';
import { reminderRow } from './plan/plan-reminders.js';
import { PLANNING, type Planning } from './planning.js';
import {
  type ReminderRow,
  reminderRows,
  canAcknowledge,
  isAcknowledged,
  isSent,
  type ZonedNow,
  readReminder,
  zoneOf,
  type ReminderView,
  reminderViewOf,
} from './queries/reminders.js';

const TRIES = 3;

/**
 * Runs an answer in a transaction that yields to planning, which may hold its rows for the length of a batch. The lock
 * timeout is shorter than PostgreSQL's deadlock check (1 s), so the answer releases its locks and retries instead of
 * aborting the planner.
 *
 * @throws PlanningInProgress after three attempts; nothing was changed
 */
async function answerTransaction<T>(db: LedgerDatabase, answer: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await db.waiting.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = '900ms'`.execute(tx);
        return answer(tx);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === TRIES) throw new PlanningInProgress();
    }
}

/** The rows are locked by planning for longer than a request waits. Nothing was changed; retry. */
export class PlanningInProgress extends Error {
  constructor() {
    super('what this is about is being planned');
    this.name = 'PlanningInProgress';
  }
}

/** Who answers, and for which subscriptions. */
export interface Answerer {
  /** Owner of the subscriptions; absent: all. */
  owner?: string | undefined;
  /** Actor for the record. */
  by: string;
}

/**
 * Reads reminders and locks everything that an answer may change: first their deadlines, which stops planning, then
 * all reminders of the same deadlines and owners, which stops claims. Locks are taken in the order that planning uses.
 * Reminders of other owners are left out.
 */
async function lockReminders(
  tx: Transaction<Database>,
  ids: readonly string[],
  owner: string | undefined,
): Promise<ReminderRow[]> {
  const answered = sql`
    from reminder where id = any(${[...ids]}::uuid[]) ${owner === undefined ? sql`` : sql`and owner = ${owner}`}
  `;
  await sql`select from deadline where key in (select deadline_key ${answered}) order by key for update`.execute(tx);
  await sql`
    select from reminder
    where (deadline_key, deadline_version, owner) in (select deadline_key, deadline_version, owner ${answered})
    order by id for update
  `.execute(tx);
  let found = reminderRows(tx).where(sql<boolean>`reminder.id = any(${[...ids]}::uuid[])`);
  if (owner !== undefined) found = found.where('reminder.owner', '=', owner);
  return found.execute();
}

/** @throws Refusal not-found */
async function lockReminder(tx: Transaction<Database>, id: string, owner: string | undefined): Promise<ReminderRow> {
  const [row] = await lockReminders(tx, [id], owner);
  if (!row) throw refuse('not-found', 'id', 'reminder-not-found', { id });
  return row;
}

/** @throws Refusal reminder-over if the deadline is settled or its dates have changed */
function assertCurrent({ deadline_version, current, deadline_state, body }: ReminderRow): void {
  if (deadline_version !== current) throw refuse('reminder-over', 'id', 'reminded-deadline-moved', { due: body.due });
  if (isSettled(deadline_state))
    throw refuse('reminder-over', 'id', 'reminded-deadline-closed', { state: deadline_state });
}

/** Acknowledges and snoozes reminders. Each answer is one transaction. */
@Injectable()
export class AnsweringReminders {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Records that someone is handling the deadline of a reminder. Idempotent.
   *
   * @throws Refusal not-found, reminder-not-sent, reminder-over
   * @throws PlanningInProgress
   */
  async acknowledge(id: string, { owner, by }: Answerer): Promise<ReminderView> {
    const { clock, zone } = this.planning;
    const time = { now: clock.now(), zone };
    const row = await answerTransaction(this.db, async (tx) => {
      const held = await lockReminder(tx, id, owner);
      if (isAcknowledged(held, time)) return held;
      assertSendable(held);
      assertCurrent(held);
      await acknowledge(tx, [held], { ...time, by });
      return readReminder(tx, id);
    });
    return this.#viewOf(row, time);
  }

  /** Acknowledges those that can be. Those of closed deadlines stay. @returns how many @throws PlanningInProgress */
  async acknowledgeAll(ids: readonly string[], { owner, by }: Answerer): Promise<number> {
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    return answerTransaction(this.db, async (tx) => {
      const held = await lockReminders(tx, ids, owner);
      const open = held.filter((row) => canAcknowledge(row, time));
      await acknowledge(tx, open, { ...time, by });
      return open.length;
    });
  }

  /**
   * Suspends the reminders of a deadline until a day, and sends one on that day; for the reminder's subscription only. Not an
   * acknowledgement: escalations are still sent. A later snooze replaces an earlier one; idempotent.
   *
   * @throws Refusal not-found, reminder-over, subscription-unfit, snooze-out-of-range
   * @throws PlanningInProgress
   */
  async snooze(id: string, until: Day, { owner, by }: Answerer): Promise<ReminderView> {
    const { clock, zone: usual } = this.planning;
    const now = clock.now();
    const row = await answerTransaction(this.db, async (tx) => {
      const held = await lockReminder(tx, id, owner);
      assertCurrent(held);
      await assertReminded(tx, held);
      const zone = zoneOf(held, usual);
      assertInRange(until, dayIn(zone, now), held);
      if (held.snoozed_until === until) return held;
      await snooze(tx, held, { until, by, now, zone });
      return readReminder(tx, id);
    });
    return this.#viewOf(row, { now, zone: usual });
  }

  async #viewOf(row: ReminderRow, time: ZonedNow): Promise<ReminderView> {
    return reminderViewOf(
      row,
      await dossierNames(this.planning.events, [row.dossier], dayIn(time.zone, time.now)),
      time,
    );
  }
}

function assertSendable(row: ReminderRow): void {
  if (isSent(row) || row.state === 'planned') return;
  throw refuse('reminder-not-sent', 'id', 'reminder-dropped', { state: row.state });
}

/**
 * Records the acknowledgement of reminders that the caller has locked, and ends the reminders it makes unnecessary:
 * those acknowledged before they were sent, further overdue reminders, if the deadline is overdue in the recipient's time zone, and escalations to other
 * subscriptions of the owner. Scheduled reminders before the due date stay.
 */
async function acknowledge(
  tx: Transaction<Database>,
  held: readonly ReminderRow[],
  { by, now, zone }: ZonedNow & { by: string },
): Promise<void> {
  if (held.length === 0) return;
  await record(tx, held, { by, now });
  const early = held.filter(({ state }) => state === 'planned').map(({ id, delivery }) => ({ id, delivery }));
  const after = await unneededAfter(tx, held, { now, zone });
  const unneeded = [...early, ...after.filter(({ id }) => !early.some((one) => one.id === id))];
  await endReminders(
    tx,
    unneeded.map((reminder) => ({ ...reminder, outcome: 'acknowledged' })),
    now,
  );
}

async function record(
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

/** Escalations up to the due date; all of them for an overdue deadline. Snoozed reminders stay. */
async function unneededAfter(tx: Transaction<Database>, held: readonly ReminderRow[], { now, zone }: ZonedNow) {
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
      or reminder.escalation and (is_overdue or reminder.rung >= 0)
    )
  `.execute(tx);
  return rows;
}

async function assertReminded(tx: Transaction<Database>, { subscription, body, ...row }: ReminderRow): Promise<void> {
  const [recipient] = await deadlineRecipients(tx, { subscription });
  if (recipient?.wants({ ...row, kind: body.kind, confirmed: body.confirmed })) return;
  throw refuse('subscription-unfit', 'id', 'deadline-not-followed');
}

function assertInRange(until: Day, today: Day, { body }: ReminderRow): void {
  const last = lastDay(body);
  if (today < until && until <= last) return;
  throw today < last
    ? refuse('snooze-out-of-range', 'until', 'snooze-date-out-of-range', { today, last })
    : refuse('snooze-out-of-range', 'until', 'snooze-too-late', { last });
}

interface Snooze {
  until: Day;
  by: string;
  now: Date;
  /** Time zone of the recipient. */
  zone: string;
}

/** Records the snooze and replans the reminders of the deadline for the subscription. The caller has locked them. */
async function snooze(tx: Transaction<Database>, held: ReminderRow, asked: Snooze): Promise<void> {
  await recordSnooze(tx, held, asked);
  const early = await remindersBefore(tx, held, asked);
  await endReminders(
    tx,
    early.map((reminder) => ({ ...reminder, outcome: 'snoozed' })),
    asked.now,
  );
  await resume(tx, held, asked);
  await planSnooze(tx, held, asked);
}

async function recordSnooze(tx: Transaction<Database>, held: ReminderRow, { until, by }: Snooze): Promise<void> {
  const { deadline_key, deadline_version, subscription } = held;
  const answer = { snoozed_until: until, snoozed_by: by };
  await tx
    .insertInto('reminder_answer')
    .values({ deadline_key, deadline_version, subscription, acknowledged_at: null, acknowledged_by: null, ...answer })
    .onConflict((conflict) => conflict.constraint('reminder_answer_pkey').doUpdateSet(answer))
    .execute();
}

/** Reminders before the day, and an earlier snooze to another day. */
async function remindersBefore(tx: Transaction<Database>, held: ReminderRow, { until }: Snooze) {
  const { rows } = await sql<{ id: string; delivery: string | null }>`
    select id, delivery from reminder
    where ${isOneOf(held)} and state in ('planned', 'claimed')
      and (day < ${until} or (because = 'snooze' and day <> ${until}))
  `.execute(tx);
  return rows;
}

/** Restores reminders skipped by an earlier snooze, unless acknowledged since. */
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

/** Sent on the requested day, even if it is not a working day. */
async function planSnooze(
  tx: Transaction<Database>,
  held: ReminderRow,
  { until: day, now, zone }: Snooze,
): Promise<void> {
  const deadline = { key: held.deadline_key, version: held.deadline_version };
  const daysBefore = daysBetween(day, earliest(held.body.due));
  const asked = { daysBefore, day, fireAt: reminderHour(day, zone), because: 'snooze', outcome: null } as const;
  const row = reminderRow(deadline, held, asked, now);
  await tx
    .insertInto('reminder')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
