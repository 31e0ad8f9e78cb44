import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql, type Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { dayIn } from '#domain/date/day.js';
import { refuse } from '#domain/refusal.js';
import {
  canAcknowledge,
  isAcknowledged,
  isSent,
  type ZonedNow,
  readReminder,
  type ReminderRow,
  zoneOf,
} from '../queries/reminder-rows.js';
import { type Answerer, answerTransaction, assertCurrent, lockReminder, lockReminders } from './answer-transaction.js';
import { dossierNames } from '../dossier-names.js';
import { endReminders } from '../plan/end-reminders.js';
import { PLANNING, type Planning } from '../planning.js';
import { type ReminderView, reminderViewOf } from '../queries/reminder-view.js';

/** Records that someone is handling the deadline of a reminder. */
export class AcknowledgeReminder extends Command<ReminderView> {
  constructor(
    readonly id: string,
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeReminder)
export class AcknowledgeReminderHandler implements ICommandHandler<AcknowledgeReminder> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Idempotent.
   *
   * @throws Refusal unknown-reminder, reminder-not-sent, reminder-over
   * @throws PlanningInProgress
   */
  async execute({ id, answerer }: AcknowledgeReminder): Promise<ReminderView> {
    const { clock, zone, events } = this.planning;
    const time = { now: clock.now(), zone };
    const row = await answerTransaction(this.db, (tx) => this.#acknowledged(tx, id, answerer, time));
    return reminderViewOf(row, await dossierNames(events, [row.dossier], dayIn(zone, time.now)), time);
  }

  async #acknowledged(tx: Transaction<Database>, id: string, answerer: Answerer, time: ZonedNow): Promise<ReminderRow> {
    const held = await lockReminder(tx, id, answerer);
    if (isAcknowledged(held, time)) return held;
    assertSendable(held);
    assertCurrent(held);
    await acknowledge(tx, [held], { ...time, by: answerer.by });
    return readReminder(tx, id);
  }
}

function assertSendable(row: ReminderRow): void {
  if (isSent(row) || row.state === 'planned') return;
  throw refuse('reminder-not-sent', 'id', 'reminder-dropped', { state: row.state });
}

/** Acknowledges those of several reminders that can be acknowledged; returns their number. */
export class AcknowledgeAll extends Command<number> {
  constructor(
    readonly ids: readonly string[],
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeAll)
export class AcknowledgeAllHandler implements ICommandHandler<AcknowledgeAll> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** One transaction. Reminders of closed deadlines are left unchanged. @throws PlanningInProgress */
  async execute({ ids, answerer }: AcknowledgeAll): Promise<number> {
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    return answerTransaction(this.db, async (tx) => {
      const held = await lockReminders(tx, ids, answerer);
      const open = held.filter((row) => canAcknowledge(row, time));
      await acknowledge(tx, open, { ...time, by: answerer.by });
      return open.length;
    });
  }
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
