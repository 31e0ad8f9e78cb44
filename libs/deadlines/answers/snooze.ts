import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql, type Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { type Day, dayIn, daysBetween } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { lastDay } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { deadlineRecipients } from '#subscriptions/audience.js';
import { type Answerer, answerTransaction, assertCurrent, lockReminder } from './answer-transaction.js';
import { dossierNames } from '../dossier-names.js';
import { endReminders } from '../plan/end-reminders.js';
import { reminderRow } from '../plan/plan-reminders.js';
import { PLANNING, type Planning } from '../planning.js';
import { readReminder, type ReminderRow, zoneOf } from '../queries/reminder-rows.js';
import { type ReminderView, reminderViewOf } from '../queries/reminder-view.js';

/** Suspends the reminders of a deadline until a day, and sends one on that day. */
export class SnoozeReminder extends Command<ReminderView> {
  constructor(
    readonly id: string,
    readonly until: Day,
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(SnoozeReminder)
export class SnoozeReminderHandler implements ICommandHandler<SnoozeReminder> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Applies to the reminder's subscription only. Not an acknowledgement: escalations are still sent. A later snooze
   * replaces an earlier one; idempotent.
   *
   * @throws Refusal unknown-reminder, reminder-over, subscription-unfit, snooze-out-of-range
   * @throws PlanningInProgress
   */
  async execute({ id, until, answerer }: SnoozeReminder): Promise<ReminderView> {
    const { clock, zone: usual, events } = this.planning;
    const now = clock.now();
    const row = await answerTransaction(this.db, async (tx) => {
      const held = await lockReminder(tx, id, answerer);
      assertCurrent(held);
      await this.#assertReminded(tx, held);
      const zone = zoneOf(held, usual);
      assertInRange(until, dayIn(zone, now), held);
      if (held.snoozed_until === until) return held;
      await snooze(tx, held, { until, by: answerer.by, now, zone });
      return readReminder(tx, id);
    });
    return reminderViewOf(row, await dossierNames(events, [row.dossier], dayIn(usual, now)), { now, zone: usual });
  }

  async #assertReminded(tx: Transaction<Database>, { subscription, body, ...row }: ReminderRow): Promise<void> {
    const [recipient] = await deadlineRecipients(tx, { subscription });
    if (recipient?.wants({ ...row, kind: body.kind, confirmed: body.confirmed })) return;
    throw refuse('subscription-unfit', 'id', 'deadline-not-followed');
  }
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
