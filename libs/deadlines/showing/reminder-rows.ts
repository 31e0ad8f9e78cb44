import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeadlineTable, ReminderTable } from '#database/tables/deadline.js';
import type { Deadline } from '#domain/deadline/deadline.js';

/** A reminder with its deadline, its subscription and what was answered. */
export type ReminderRow = Selectable<ReminderTable> & {
  current: number;
  dossier: string;
  /** The one that holds the service. */
  provider: string;
  scheme: string;
  body: Deadline;
  deadline_state: DeadlineTable['state'];
  due_latest: string;
  channel: 'email' | 'webhook';
  target: string;
  /** What its subscription wishes, as stored. */
  wishes: object;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  /** When the delivery that carries it was planned, which is before it is sent; `null`: none does. */
  carried_at: Date | null;
};

/** All reminders; callers narrow it down. Tables: `reminder`, `deadline`, `subscription`, `dossier_plan`. */
export const reminderRows = (db: Kysely<Database>) =>
  db
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin('subscription', 'subscription.id', 'reminder.subscription')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .leftJoin('reminder_answer as answer', (join) =>
      join
        .onRef('answer.deadline_key', '=', 'reminder.deadline_key')
        .onRef('answer.deadline_version', '=', 'reminder.deadline_version')
        .onRef('answer.subscription', '=', 'reminder.subscription'),
    )
    .leftJoin('delivery', 'delivery.id', 'reminder.delivery')
    .selectAll('reminder')
    .select([
      'deadline.version as current',
      'deadline.dossier',
      'dossier_plan.provider',
      'dossier_plan.scheme',
      sql<Deadline>`deadline.body`.as('body'),
      'deadline.state as deadline_state',
      'deadline.due_latest',
      'subscription.channel',
      'subscription.target',
      'subscription.reminders as wishes',
      'answer.acknowledged_at',
      'answer.acknowledged_by',
      'answer.snoozed_until',
      'delivery.created_at as carried_at',
    ]);

export const readReminder = (tx: Kysely<Database>, id: string): Promise<ReminderRow> =>
  reminderRows(tx).where('reminder.id', '=', id).executeTakeFirstOrThrow();
