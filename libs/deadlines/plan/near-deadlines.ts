import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { addDays, type Day } from '#domain/date/day.js';
import { workingDayFrom, workingDayUpTo } from '#domain/date/working-day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { escalationDelay, scheduleInUse } from '#domain/reminder/schedule.js';
import type { ReminderPreferences } from '#domain/reminder/preferences.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { isConfirmed } from './store-deadlines.js';
import type { Recipient } from '#subscriptions/audience.js';
import { beginPlanningRun, HORIZON_DAYS, type Planning, type PlanningRun } from '../planning.js';
import { lockAnswers, type Days, stepsSince } from './reminder-steps.js';
import { type PlannableDeadline, planReminders } from './plan-reminders.js';

const PAGE = 2_000;

/**
 * Open and missed deadlines with reminder steps or snoozes on some days, in pages.
 *
 * @param only restricts the result to these schemes
 */
async function* deadlinesDueForReminder(
  { tx, recipients, schemes }: PlanningRun,
  days: Days,
  only?: readonly string[],
): AsyncGenerator<PlannableDeadline[]> {
  const keys = await keysIn(tx, dueWindows(recipients, schemes, days), days, only);
  for (let start = 0; start < keys.length; start += PAGE) yield pageOf(tx, keys.slice(start, start + PAGE));
}

async function keysIn(tx: Transaction<Database>, windows: DueWindows, { from, to }: Days, only?: readonly string[]) {
  const isUnder = sql`join deadline using (key) join dossier_plan using (dossier) where scheme = any(${only})`;
  const { rows } = await sql<{ key: string }>`
    with near as (
    select key from unnest(${windows.earliest.map(([first]) => first)}::date[],
      ${windows.earliest.map(([, last]) => last)}::date[]) as near (first, last)
    join deadline on due_earliest between first and last where state in ('open', 'missed')
    union
    select key from unnest(${windows.latest.map(([first]) => first)}::date[],
      ${windows.latest.map(([, last]) => last)}::date[]) as near (first, last)
    join deadline on due_latest between first and last where state in ('open', 'missed')
    union
    select key from reminder_answer join deadline on key = deadline_key and version = deadline_version
    where snoozed_until between ${from} and ${to} and state in ('open', 'missed')
    )
    select key from near ${only ? isUnder : sql``} order by key
  `.execute(tx);
  return rows.map(({ key }) => key);
}

async function pageOf(tx: Transaction<Database>, keys: readonly string[]): Promise<PlannableDeadline[]> {
  const rows = await tx
    .selectFrom('deadline')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['key', 'kind', 'version', 'due', 'opens', 'lapses', 'state', 'dossier_plan.dossier', 'provider', 'scheme'])
    .select(isConfirmed.as('confirmed'))
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Deadline['kind'] }));
}

/**
 * Plans the reminders of the run's recipients on some days, for the stored deadlines.
 *
 * @param since only reminders due from this instant on
 * @param only restricts planning to deadlines of these schemes
 * @param signal rejects when it aborts
 */
export async function planDays(
  run: PlanningRun,
  days: Days,
  { since, only, signal }: { since?: Date; only?: readonly string[]; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (days.from > days.to || run.recipients.length === 0) return;
  for await (const deadlines of deadlinesDueForReminder(run, days, only)) {
    signal?.throwIfAborted();
    const answers = await lockAnswers(
      run.tx,
      deadlines.map(({ key }) => key),
    );
    await planReminders(run, deadlines, answers, (_deadline, _recipient, ladder) => stepsSince(ladder(days), since));
  }
}

/**
 * Plans the reminders of the days that have come within the horizon, one day per transaction. Interrupted runs and
 * outages resume at the first unplanned day. Rejects when the signal aborts during a day; that day is rolled back.
 */
export async function extendHorizon(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  const goal = addDays(planning.clock.today(planning.zone), HORIZON_DAYS);
  const known = await db.selectFrom('reminder_horizon').select('planned_until').executeTakeFirst();
  let until = known?.planned_until;
  while (until === undefined || until < goal) until = await planNextDay(db, planning, goal, signal);
}

function planNextDay(db: LedgerDatabase, planning: Planning, goal: Day, signal?: AbortSignal): Promise<Day> {
  return db.transaction().execute(async (tx) => {
    const run = await beginPlanningRun(planning, tx);
    if (run.until >= goal) return run.until;
    const day = addDays(run.until, 1);
    await planDays(run, { from: day, to: day }, { signal });
    await tx.updateTable('reminder_horizon').set({ planned_until: day }).execute();
    return day;
  });
}

type Window = readonly [first: Day, last: Day];

/** Ranges of the earliest and latest day of `due` for which a reminder may fall on some days. */
interface DueWindows {
  earliest: Window[];
  latest: Window[];
}

/** The union over all schedules of the recipients, widened by weekends and holidays. */
export function dueWindows(recipients: readonly Pick<Recipient, 'wishes'>[], schemes: Schemes, days: Days): DueWindows {
  const earliest: Window[] = [];
  const latest: Window[] = [];
  const different = new Map(recipients.map(({ wishes }) => [JSON.stringify(wishes), wishes]));
  for (const wishes of different.values()) {
    const nominal = nominalDays(wishes, days);
    if (!nominal) continue;
    const shifted = (by: number): Window => [addDays(nominal[0], by), addDays(nominal[1], by)];
    const ladders = new Set([undefined, ...schemes.values()].map((scheme) => scheduleInUse(wishes, scheme)));
    for (const { before, overdue } of ladders) {
      earliest.push(...before.map((days) => shifted(days)));
      latest.push(...overdue.map((days) => shifted(-days)));
    }
  }
  return { earliest: mergeWindows(earliest), latest: mergeWindows(latest) };
}

/**
 * The first and last nominal day whose reminder may be moved to one of the days. Steps before a deadline move to the
 * previous working day; overdue steps to the next one, or to the previous one if the deadline lapses before that.
 */
function nominalDays(wishes: ReminderPreferences, { from, to }: Days): Window | undefined {
  const { holidays, role } = wishes;
  const upTo = (day: Day): Day => workingDayUpTo(day, holidays);
  const reminded = role === 'recipient' ? { from, to } : recipientDays(wishes, { from, to });
  if (upTo(reminded.to) < reminded.from) return undefined;
  return [addDays(upTo(addDays(reminded.from, -1)), 1), addDays(workingDayFrom(addDays(reminded.to, 1), holidays), -1)];
}

/** The days on which recipients are reminded, for escalations on these days. */
function recipientDays(wishes: ReminderPreferences, { from, to }: Days): Days {
  const waited = (day: Day): Day => addDays(workingDayUpTo(day, wishes.holidays), -escalationDelay(wishes));
  return { from: addDays(waited(addDays(from, -1)), 1), to: waited(to) };
}

/** Merges overlapping and adjacent ranges. */
function mergeWindows(windows: readonly Window[]): Window[] {
  const some: Window[] = [];
  for (const [first, last] of windows.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const before = some.at(-1);
    if (!before || addDays(before[1], 1) < first) some.push([first, last]);
    else some[some.length - 1] = [before[0], before[1] > last ? before[1] : last];
  }
  return some;
}
