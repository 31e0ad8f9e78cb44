import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeadlineTable, ReminderTable } from '#database/tables/deadline.js';
import { dayIn } from '#domain/date/day.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';
import { wishesOf } from '#domain/reminder/wishes.js';

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

/** It was, since it was sent; and since its deadline passed, for an answer before that was to something else. */
export function isAcknowledged(row: ReminderRow, { now, zone: usual }: ZonedNow): boolean {
  const { acknowledged_at: at, carried_at, fire_at, due_latest } = row;
  if (!isSent(row) || at === null || at < (carried_at ?? fire_at)) return false;
  const zone = zoneOf(row, usual);
  return dayIn(zone, now) <= due_latest || dayIn(zone, at) > due_latest;
}

/** Its deadline is to be told of still, and its dates have not moved. */
export const isCurrent = ({ deadline_version, current, deadline_state }: ReminderRow): boolean =>
  deadline_version === current && !isSettled(deadline_state);

/**
 * One on its way counts: whoever got it may be faster than the note that it was sent. One that was, and was taken back when it
 * was acknowledged, does so too: acknowledging it again is no mistake.
 */
export const isSent = ({ state, outcome, delivery }: ReminderRow): boolean =>
  state === 'sent' || state === 'claimed' || state === 'failed' || (outcome === 'acknowledged' && delivery !== null);

/** Its deadline is still one to be told of, somebody was told, and nobody has answered. */
export const canAcknowledge = (row: ReminderRow, time: ZonedNow): boolean =>
  isCurrent(row) && isSent(row) && !isAcknowledged(row, time);

/** When it is, and where for those who wished no zone of their own. */
export interface ZonedNow {
  now: Date;
  zone: string;
}

/**
 * Where the day of a reminder's reader begins, whoever answers it. A zone that this version does not know is none.
 *
 * @param usual that of the ledger
 */
export const zoneOf = ({ wishes }: Pick<ReminderRow, 'wishes'>, usual: string): string =>
  wishesOf(wishes).timeZone ?? usual;
