import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { ReminderOutcome } from '#database/tables/deadline.js';
import { addDays, type Day, earliestDayAt } from '#domain/date/day.js';
import { workingDayFrom, workingDayUpTo } from '#domain/date/working-day.js';
import type { Deadline, DeadlineKind } from '#domain/deadline/deadline.js';
import type { ReminderPreferences } from '#domain/reminder/preferences.js';
import { escalationDelay, scheduleInUse } from '#domain/reminder/schedule.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type Recipient, changedMarks, markPlanned } from '#subscriptions/audience.js';
import { beginPlanningRun, HORIZON_DAYS, type Planning, type PlanningRun } from '../planning.js';
import { lockAnswers, type Days, stepsSince, type PlannableDeadline, planReminders } from './plan-reminders.js';
import { isConfirmed } from './derived-deadlines.js';

const PAGE = 2_000;

/**
 * Open and missed deadlines with reminder steps or snoozes on some days.
 *
 * @param only restricts the result to these schemes
 */
async function keysDue(
  { tx, recipients, schemes }: PlanningRun,
  days: Days,
  only: readonly string[] | undefined,
): Promise<string[]> {
  const isOpen = sql`state in ('open', 'missed')`;
  const isUnder = sql`join deadline using (key) join dossier_plan using (dossier) where scheme = any(${only})`;
  const { rows } = await sql<{ key: string }>`
    with near as (
      ${keysNear(dueWindows(recipients, schemes, days), isOpen)}
      union
      select key from reminder_answer join deadline on key = deadline_key and version = deadline_version
      where snoozed_until between ${days.from} and ${days.to} and ${isOpen}
    )
    select key from near ${only ? isUnder : sql``} order by key
  `.execute(tx);
  return rows.map(({ key }) => key);
}

/** SQL for the keys of deadlines that are due in some windows. */
export function keysNear({ earliest, latest }: DueWindows, condition: RawBuilder<unknown> = sql`true`) {
  const days = (windows: readonly Window[], place: 0 | 1) => sql`${windows.map((window) => window[place])}::date[]`;
  return sql`
    select key from unnest(${days(earliest, 0)}, ${days(earliest, 1)}) as near (first, last)
    join deadline on due_earliest between first and last where ${condition}
    union
    select key from unnest(${days(latest, 0)}, ${days(latest, 1)}) as near (first, last)
    join deadline on due_latest between first and last where ${condition}
  `;
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
  const keys = await keysDue(run, days, only);
  for (let start = 0; start < keys.length; start += PAGE) {
    const deadlines = await pageOf(run.tx, keys.slice(start, start + PAGE));
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
  while (until === undefined || until < goal)
    until = await db.transaction().execute(async (tx) => {
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

function mergeWindows(windows: readonly Window[]): Window[] {
  const some: Window[] = [];
  for (const [first, last] of windows.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const before = some.at(-1);
    if (!before || addDays(before[1], 1) < first) some.push([first, last]);
    else some[some.length - 1] = [before[0], before[1] > last ? before[1] : last];
  }
  return some;
}

/** Subscriptions per transaction. */
const AT_ONCE = 100;

interface ChangedSubscription {
  subscription: string;
  /** Fingerprint of the settings to plan for; `null` if the subscription is not confirmed or has ended. */
  mark: string | null;
  isKnown: boolean;
  /** For these very settings. */
  isPlanned: boolean;
}

/**
 * Plans the reminders of subscriptions that were confirmed, changed or ended since the last planning, in batches, one
 * transaction each; the next call resumes after a crash. New subscriptions receive what is due since the day of their
 * confirmation; after a change of settings, what was due already stays. Rejects when the signal aborts during a batch,
 * which is rolled back.
 */
export async function planSubscriptions(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const planned = await db.transaction().execute(async (tx) => {
      const { rows } = await changed.execute(tx);
      const others = rows.filter(({ isPlanned }) => !isPlanned);
      if (others.length > 0) await planFor(await beginPlanningRun(planning, tx), others, signal);
      return rows;
    });
    if (planned.length > 0) await markPlanned(db, planned);
    if (planned.length < AT_ONCE || signal?.aborted) return;
  }
}

const changed = sql<ChangedSubscription>`
  select wished.id as subscription, wished.mark, planned.mark is not null as "isKnown",
    planned.mark is not distinct from wished.mark as "isPlanned"
  from ${changedMarks} as wished left join reminder_audience as planned on planned.subscription = wished.id
  order by wished.id limit ${sql.lit(AT_ONCE)}
`;

async function planFor(run: PlanningRun, marked: readonly ChangedSubscription[], signal?: AbortSignal): Promise<void> {
  const { tx, now, until } = run;
  const known = new Map(marked.map((one) => [one.subscription, one.isKnown]));
  const recipients = run.recipients.filter(({ subscription }) => known.has(subscription));
  const active = new Set(recipients.map(({ subscription }) => subscription));
  for (const { subscription, mark } of marked)
    if (!active.has(subscription))
      await cancelPlanned(
        run,
        mark === null ? 'subscription-ended' : 'subscription-changed',
        ofSubscription(subscription),
      );
  const changed = recipients.filter(({ subscription }) => known.get(subscription));
  for (const recipient of changed) await cancelOutdated(run, recipient);
  const from = earliestDayAt(now);
  await planDays({ ...run, recipients: changed }, { from, to: until }, { since: now, signal });
  const fresh = recipients.filter(({ subscription }) => !known.get(subscription));
  const first = fresh.map(({ confirmedAt }) => earliestDayAt(confirmedAt)).sort()[0] ?? from;
  await planDays({ ...run, recipients: fresh }, { from: first, to: until }, { signal });
  await storeFingerprints(tx, marked);
}

async function storeFingerprints(tx: Transaction<Database>, marked: readonly ChangedSubscription[]): Promise<void> {
  await sql`
    with marked as (
      select * from unnest(
        ${marked.map(({ subscription }) => subscription)}::uuid[], ${marked.map(({ mark }) => mark)}::text[]
      ) as marked (subscription, mark)
    ), ended as (
      delete from reminder_audience where subscription in (select subscription from marked where mark is null)
    )
    insert into reminder_audience select subscription, mark from marked where mark is not null
    on conflict (subscription) do update set mark = excluded.mark
  `.execute(tx);
}

const ofSubscription = (subscription: string) => sql`subscription = ${subscription}`;

/**
 * Cancels what was planned by the previous settings. Due reminders, late reminders and snoozes stay if the deadline
 * still matches.
 */
async function cancelOutdated(run: PlanningRun, recipient: Recipient): Promise<void> {
  const isIts = ofSubscription(recipient.subscription);
  await cancelPlanned(run, 'subscription-changed', sql`${isIts} and fire_at > ${run.now} and because = 'ladder'`);
  const kept = await run.tx
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['reminder.id', 'dossier_plan.dossier', 'provider', 'scheme', 'kind'])
    .select(isConfirmed.as('confirmed'))
    .where('subscription', '=', recipient.subscription)
    .where('reminder.state', '=', 'planned')
    .execute();
  const unwanted = kept
    .filter(({ kind, ...reminder }) => !recipient.wants({ ...reminder, kind: kind as DeadlineKind }))
    .map(({ id }) => id);
  if (unwanted.length > 0) await cancelPlanned(run, 'subscription-changed', sql`id = any(${unwanted}::uuid[])`);
}

/** Deliveries are cancelled by the caller that ended their subscription. */
async function cancelPlanned(
  { tx, now }: PlanningRun,
  outcome: ReminderOutcome,
  which: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update reminder set state = 'cancelled', outcome = ${outcome}, changed_at = ${now}
    where state = 'planned' and ${which}
  `.execute(tx);
}
