import { prefetch } from '#concurrency/async-iteration.js';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import {
  dependencyEnds,
  dependentsOf,
  readPlans,
  type CurrentDeadlines,
  currentDeadlines,
  plannableSince,
  storePlans,
} from './derived-deadlines.js';
import { endRemindersOf } from './end-reminders.js';
import { planActivated, planTransferred, type Trigger } from './plan-changes.js';
import { activatedIn, changedGrantEnds, endedIn, storeDeadlines } from './store-deadlines.js';

const CHUNK = 500;

/**
 * Brings dossiers' deadlines to how they stand today, those of the dossiers that build on them too, and the reminders with
 * them: those of dates that moved are superseded, those of deadlines met or gone are cancelled, new ones are planned, and
 * those of a service that changed hands go to whoever follows its holder. Doing it again changes nothing.
 */
export async function planDossiers(run: PlanningRun, dossiers: readonly string[]): Promise<void> {
  let batch: Batch = { dossiers, trigger: { position: 0, since: run.now } };
  while (batch.dossiers.length > 0) {
    const changed = await planBatch(run, batch);
    batch = { dossiers: await dependentsOf(run.tx, changed.dossiers), trigger: changed.trigger };
  }
}

interface Batch {
  dossiers: readonly string[];
  /** What made them be looked at, where that was recorded elsewhere. */
  trigger: Trigger;
}

/** @returns those of which the end of a grant is not what it was; it is a deadline of others, too */
async function planBatch(
  run: PlanningRun,
  { dossiers, trigger }: Batch,
): Promise<{ dossiers: Set<string>; trigger: Trigger }> {
  const changed = { dossiers: new Set<string>(), trigger };
  for await (const derived of prefetch(dossiers, CHUNK, (some) => currentDeadlines(run, some))) {
    if (derived.length === 0) continue;
    const { ends, triggers } = await planDerived(run, derived, trigger);
    for (const dossier of ends) {
      changed.dossiers.add(dossier);
      changed.trigger = mergeTriggers(changed.trigger, triggers.get(dossier));
    }
  }
  return changed;
}

const mergeTriggers = (one: Trigger, other: Trigger = one): Trigger => ({
  position: Math.max(one.position, other.position),
  since: one.since < other.since ? one.since : other.since,
});

async function planDerived(
  run: PlanningRun,
  derived: readonly CurrentDeadlines[],
  trigger: Trigger,
): Promise<{ ends: Set<string>; triggers: Map<string, Trigger> }> {
  const { tx, now } = run;
  const before = await readPlans(tx, derived);
  await storePlans(run, derived);
  const ends = await dependencyEnds(tx, derived);
  const changes = await storeDeadlines(
    tx,
    derived.map(({ dossier, deadlines }) => ({ dossier, deadlines: [...deadlines, ...(ends.get(dossier) ?? [])] })),
    now,
  );
  await endRemindersOf(tx, endedIn(changes), now);
  const triggers = new Map(
    derived.map((current) => {
      const { dossier, lastPosition } = current;
      return [
        dossier,
        mergeTriggers(trigger, { position: lastPosition, since: plannableSince(current, before.get(dossier), run) }),
      ];
    }),
  );
  await planActivated(run, activatedIn(changes), { derived, triggers });
  await planTransferred(run, changes, { derived, before, triggers });
  return { ends: changedGrantEnds(changes), triggers };
}

const AT_ONCE = 500;

/**
 * Plans the dossiers in which time alone may have changed something since they were planned last: a day began on which a
 * deadline comes up, is missed or goes; or the clock was ahead then. Some in a transaction; what a crash leaves is done by the
 * next call. One that cannot be planned is noted as such and does not keep the others from it.
 *
 * @param signal once it aborts, no further one is begun
 * @throws once the others are planned, what went wrong
 */
export async function replanDossiers(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  const today = planning.clock.today(planning.zone);
  const errors: unknown[] = [];
  for (const dossier of await dossiersToReplan(db, today, { failing: true, most: AT_ONCE }))
    if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
  for (let after: string | undefined; !signal?.aborted;) {
    const dossiers = await dossiersToReplan(db, today, { failing: false, after, most: AT_ONCE });
    try {
      await plan(dossiers);
    } catch {
      for (const dossier of dossiers) if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
    }
    if (dossiers.length < AT_ONCE) break;
    after = dossiers.at(-1);
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);

  async function plan(dossiers: readonly string[]): Promise<void> {
    if (dossiers.length === 0) return;
    await db.transaction().execute(async (tx) => planDossiers(await beginPlanningRun(planning, tx), dossiers));
  }

  /** @throws when it cannot even be noted: then it is not the dossier that is to blame */
  async function planAlone(dossier: string): Promise<unknown[]> {
    try {
      await plan([dossier]);
      return [];
    } catch (error) {
      await db.updateTable('dossier_plan').set({ failing_on: today }).where('dossier', '=', dossier).execute();
      return [error];
    }
  }
}

/** Of `dossier_plan`: by a day, time alone may have changed something since it was planned, or the clock was ahead then. */
const isOutdatedOn = (day: Day) => sql<boolean>`(next_turn <= ${day} or planned_on > ${day})`;

const failedOn = (day: Day) => sql<boolean>`failing_on is not distinct from ${day}`;

/**
 * Dossiers that are to be planned as of a day, in order.
 *
 * @param failing those that could not be on that day, or the others
 */
async function dossiersToReplan(
  db: LedgerDatabase,
  day: Day,
  { failing, after, most }: { failing: boolean; after?: string | undefined; most: number },
): Promise<string[]> {
  let some = db.selectFrom('dossier_plan').select('dossier').where(isOutdatedOn(day));
  if (after !== undefined) some = some.where('dossier', '>', after);
  const rows = await some
    .where(failing ? failedOn(day) : sql<boolean>`not ${failedOn(day)}`)
    .orderBy('dossier')
    .limit(most)
    .execute();
  return rows.map(({ dossier }) => dossier);
}

/**
 * Whether planning has come to a day: every deadline is as it stands then, and its reminders up to then are rows. After
 * downtime, what is due may be less urgent than what is still to be planned, or about something that is over. A dossier that
 * could not be planned on that day does not count.
 */
export async function isPlannedFor(db: LedgerDatabase, day: Day): Promise<boolean> {
  const { rows } = await sql<{ planned: boolean }>`
    select exists (select from reminder_horizon where planned_until >= ${day})
      and not exists (select from dossier_plan where ${isOutdatedOn(day)} and not ${failedOn(day)}) as planned
  `.execute(db);
  return rows[0]?.planned === true;
}
