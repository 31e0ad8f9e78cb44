import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { type ReminderRow, reminderRows } from '../queries/reminder-rows.js';

const TRIES = 3;

/**
 * Runs an answer in a transaction that yields to planning, which may hold its rows for the length of a batch. The lock
 * timeout is shorter than PostgreSQL's deadlock check (1 s), so the answer releases its locks and retries instead of
 * aborting the planner.
 *
 * @throws PlanningInProgress after three attempts; nothing was changed
 */
export async function answerTransaction<T>(
  db: LedgerDatabase,
  answer: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
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
export async function lockReminders(
  tx: Transaction<Database>,
  ids: readonly string[],
  { owner }: Pick<Answerer, 'owner'>,
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

/** @throws Refusal unknown-reminder */
export async function lockReminder(
  tx: Transaction<Database>,
  id: string,
  answerer: Pick<Answerer, 'owner'>,
): Promise<ReminderRow> {
  const [row] = await lockReminders(tx, [id], answerer);
  if (!row) throw refuse('unknown-reminder', 'id', 'reminder-not-found', { id });
  return row;
}

/** @throws Refusal reminder-over if the deadline is settled or its dates have changed */
export function assertCurrent({ deadline_version, current, deadline_state, body }: ReminderRow): void {
  if (deadline_version !== current) throw refuse('reminder-over', 'id', 'reminded-deadline-moved', { due: body.due });
  if (isSettled(deadline_state))
    throw refuse('reminder-over', 'id', 'reminded-deadline-closed', { state: deadline_state });
}
