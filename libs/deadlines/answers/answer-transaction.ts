import { sql, type Transaction } from 'kysely';
import { isLockTimeout, type LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { type ReminderRow, reminderRows } from '../queries/reminder-rows.js';

const TRIES = 3;

/**
 * One transaction of somebody's answer. It gives way to who plans, who may hold what it is about for as long as a batch
 * takes: it waits for less than the second after which PostgreSQL looks for deadlocks and ends one of the two, lets go of
 * all that it holds, and tries again.
 *
 * @throws Busy nothing was changed
 */
export async function answerTransaction<T>(
  db: LedgerDatabase,
  answer: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await db.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = '900ms'`.execute(tx);
        return answer(tx);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === TRIES) throw new PlanningInProgress();
    }
}

/** What was asked is about something that is being planned for longer than anybody waits. Nothing was changed; ask again. */
export class PlanningInProgress extends Error {
  constructor() {
    super('what this is about is being planned');
    this.name = 'Busy';
  }
}

/** Who answers a reminder, and by what right. */
export interface Answerer {
  /** Of whose subscriptions it must be; absent: of anybody's. */
  owner?: string | undefined;
  /** For the record. */
  by: string;
}

/**
 * Reminders with everything that an answer may change locked until the transaction ends: their deadlines, of which nothing
 * is planned meanwhile, then the others of those for their owners, of which none is claimed. What is being planned or
 * claimed of them commits first. Deadlines before reminders, and each in order, as who plans does. Somebody else's
 * reminders are left out.
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

/** @throws Refusal reminder-over: its deadline is settled, or has other dates by now */
export function assertCurrent({ deadline_version, current, deadline_state, body }: ReminderRow): void {
  if (deadline_version !== current) throw refuse('reminder-over', 'id', 'reminded-deadline-moved', { due: body.due });
  if (isSettled(deadline_state))
    throw refuse('reminder-over', 'id', 'reminded-deadline-closed', { state: deadline_state });
}
