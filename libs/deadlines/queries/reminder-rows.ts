import { keptDeliveries } from '#delivery/planned-deliveries.js';
import { recipientRows } from '#subscriptions/audience.js';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeadlineTable, ReminderTable } from '#database/tables/deadline.js';
import { dayIn } from '#domain/date/day.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';
import { preferencesOf } from '#domain/reminder/preferences.js';

/** A reminder with its deadline, subscription and answer. */
export type ReminderRow = Selectable<ReminderTable> & {
  current: number;
  dossier: string;
  /** Current holder of the service. */
  provider: string;
  scheme: string;
  body: Deadline;
  deadline_state: DeadlineTable['state'];
  due_latest: string;
  channel: 'email' | 'webhook';
  target: string;
  /** Reminder settings of the subscription, as stored. */
  wishes: object;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  /** Whether its delivery is a mail that was stored, not sent; `null` without a delivery. */
  is_kept: boolean | null;
};

/** Base query for reminders. Tables: `reminder`, `deadline`, `recipient`, `dossier_plan`. */
export const reminderRows = (db: Kysely<Database>) =>
  db
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin(recipientRows(db).as('recipient'), 'recipient.id', 'reminder.subscription')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .leftJoin('reminder_answer as answer', (join) =>
      join
        .onRef('answer.deadline_key', '=', 'reminder.deadline_key')
        .onRef('answer.deadline_version', '=', 'reminder.deadline_version')
        .onRef('answer.subscription', '=', 'reminder.subscription'),
    )
    .leftJoin(keptDeliveries(db).as('carrying'), 'carrying.id', 'reminder.delivery')
    .selectAll('reminder')
    .select([
      'deadline.version as current',
      'deadline.dossier',
      'dossier_plan.provider',
      'dossier_plan.scheme',
      sql<Deadline>`deadline.body`.as('body'),
      'deadline.state as deadline_state',
      'deadline.due_latest',
      'recipient.channel',
      'recipient.target',
      'recipient.wishes',
      'answer.acknowledged_at',
      'answer.acknowledged_by',
      'answer.snoozed_until',
      'carrying.is_kept',
    ]);

export const readReminder = (tx: Kysely<Database>, id: string): Promise<ReminderRow> =>
  reminderRows(tx).where('reminder.id', '=', id).executeTakeFirstOrThrow();

/**
 * Whether its recipient acknowledged the deadline, before or after it was sent. An acknowledgement before the due date does not
 * count after it.
 */
export function isAcknowledged(row: ReminderRow, { now, zone: usual }: ZonedNow): boolean {
  const { acknowledged_at: at, due_latest } = row;
  if (at === null || !(isSent(row) || isInAdvance(row))) return false;
  const zone = zoneOf(row, usual);
  return dayIn(zone, now) <= due_latest || dayIn(zone, at) > due_latest;
}

/** Not sent, because its deadline had been acknowledged before. */
const isInAdvance = ({ outcome }: ReminderRow): boolean => outcome === 'acknowledged';

/** The deadline is open or missed, and its dates are unchanged. */
export const isCurrent = ({ deadline_version, current, deadline_state }: ReminderRow): boolean =>
  deadline_version === current && !isSettled(deadline_state);

/**
 * Includes reminders being sent: the recipient may answer before the result is recorded. Also includes those taken
 * back by an acknowledgement, so that acknowledging is idempotent.
 */
export const isSent = ({ state, outcome, delivery }: ReminderRow): boolean =>
  state === 'sent' || state === 'claimed' || state === 'failed' || (outcome === 'acknowledged' && delivery !== null);

/** The deadline is current, the reminder was or will be sent, and it is not acknowledged. */
export const canAcknowledge = (row: ReminderRow, time: ZonedNow): boolean =>
  isCurrent(row) && (isSent(row) || row.state === 'planned') && !isAcknowledged(row, time);

/** The current instant, and the default time zone. */
export interface ZonedNow {
  now: Date;
  zone: string;
}

/**
 * Time zone of the recipient. An unknown zone falls back to the default.
 *
 * @param usual default time zone
 */
export const zoneOf = ({ wishes }: Pick<ReminderRow, 'wishes'>, usual: string): string =>
  preferencesOf(wishes).timeZone ?? usual;
