import type { LedgerDatabase } from '#database/connection.js';
import { addDays, type Day } from '#domain/date/day.js';
import { HORIZON_DAYS } from '../horizon.js';
import { planNear } from './plan-near.js';
import type { Planning } from '../planning.js';
import { beginRound } from '../round.js';

/**
 * Plans the reminders of the days that have come within the horizon, each day in a transaction of its own: what a crash
 * leaves is done by the next call. After a long outage it goes on where it stopped, so what came due meanwhile is owed.
 * Rejects when the signal aborts in the middle of a day, which is done by the next call then.
 */
export async function extendHorizon(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  const goal = addDays(planning.clock.today(planning.zone), HORIZON_DAYS);
  const known = await db.selectFrom('reminder_horizon').select('planned_until').executeTakeFirst();
  let until = known?.planned_until;
  while (until === undefined || until < goal) until = await oneDayMore(db, planning, goal, signal);
}

function oneDayMore(db: LedgerDatabase, planning: Planning, goal: Day, signal?: AbortSignal): Promise<Day> {
  return db.transaction().execute(async (tx) => {
    const round = await beginRound(planning, tx);
    if (round.until >= goal) return round.until;
    const day = addDays(round.until, 1);
    await planNear(round, { from: day, to: day }, { signal });
    await tx.updateTable('reminder_horizon').set({ planned_until: day }).execute();
    return day;
  });
}
