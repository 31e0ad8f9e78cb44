import { sql, type Transaction } from 'kysely';
import { prefetch } from '#concurrency/async-iteration.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { earliestDayAt, type Day } from '#domain/date/day.js';
import { dossierStream, streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { RangeProjection } from '#event-store/follow.js';
import { type AffectedStream, Isolation } from '#event-store/isolation.js';
import { streamsListedBy } from '#schemes/listed-dossiers.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import {
  activatedIn,
  changedGrantEnds,
  type CurrentDeadlines,
  currentDeadlines,
  dependencyEnds,
  dependentsOf,
  endedIn,
  plannableSince,
  readPlans,
  storeDeadlines,
  storePlans,
} from './derived-deadlines.js';
import { endRemindersOf, planActivated, planTransferred, type Trigger } from './plan-changes.js';
import { planDays } from './plan-days.js';

export const planningCheckpoint = { name: 'deadlines', version: 7 } as const;

/**
 * Maximum number of positions per transaction. Other planning and answers wait for it; a dossier is planned once per
 * transaction.
 */
const REACH = 50_000;

/**
 * Projects the ledger into deadline and reminder rows: for the dossiers of the events, of published schemes, of registers
 * that were read, and of services that depend on them. No side effects; reminders are sent from the rows.
 *
 * Commits are asynchronous. A crash of the server may lose the last ones together with their checkpoint; they are then
 * projected again.
 */
export const planningProjection = (planning: Planning): RangeProjection => ({
  ...planningCheckpoint,
  maxRange: REACH,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const streams = isolation.withFailed(await touchedBetween(tx, after, upTo), isPlanned);
    const [dossiers, schemes] = [ofKind('dossier', streams), ofKind('scheme', streams)];
    const registers = ofKind('register', streams);
    if (dossiers.length + schemes.length + registers.length === 0) return;
    const run = await beginPlanningRun(planning, tx);
    const others = [...(await dossiersUnder(tx, schemes)), ...(await dossiersListed(tx, registers))];
    const affected = new Map([...others, ...dossiers].map((one) => [one.stream, one]));
    await planDossiers(run, [...affected.values()], isolation);
    await isolation.each(registers, async (some) => {
      const names = some.map(({ stream }) => stream);
      await planning.events.readStreams(names, { upTo }); // an unreadable reading fails its stream
    });
    await isolation.each(schemes, async (some) => {
      const names = some.map(({ stream }) => stream);
      await planning.events.readStreams(names, { upTo }); // an unreadable publication fails its stream
      await replanSchedules(run, names.map(streamId));
    });
  },
});

const isPlanned = (stream: string): boolean => streamKind(stream) !== 'provider';

/** Ordered by first event, so that dependencies mostly precede their dependents. */
async function touchedBetween(tx: Transaction<Database>, after: number, upTo: number): Promise<AffectedStream[]> {
  const { rows } = await sql<AffectedStream>`
    select stream, min(position) as since from event where position > ${after} and position <= ${upTo}
    group by stream order by min(position)
  `.execute(tx);
  return rows;
}

const ofKind = (kind: StreamKind, streams: readonly AffectedStream[]): AffectedStream[] =>
  streams.filter(({ stream }) => streamKind(stream) === kind);

async function dossiersUnder(tx: Transaction<Database>, schemes: readonly AffectedStream[]): Promise<AffectedStream[]> {
  if (schemes.length === 0) return [];
  const since = new Map(schemes.map((one) => [streamId(one.stream), one.since]));
  const rows = await tx
    .selectFrom('dossier_plan')
    .select(['dossier', 'scheme'])
    .where('scheme', 'in', [...since.keys()])
    .orderBy('dossier')
    .execute();
  return rows.map(({ dossier, scheme }) => ({ stream: dossierStream(dossier), since: since.get(scheme) ?? 0 }));
}

/** Those that the registers had listed by then: their readings confirm them. */
async function dossiersListed(
  tx: Transaction<Database>,
  registers: readonly AffectedStream[],
): Promise<AffectedStream[]> {
  const listed: AffectedStream[] = [];
  for (const { stream: register, since } of registers)
    for (const stream of await streamsListedBy(tx, streamId(register))) listed.push({ stream, since });
  return listed;
}

/**
 * Schemes were published again, possibly with another reminder ladder. Cancels what is planned by the previous schedule
 * and plans all deadlines of these schemes from now on. Idempotent. Escalations have a schedule of their own and are not
 * affected.
 */
async function replanSchedules(run: PlanningRun, schemes: readonly string[]): Promise<void> {
  const recipients = run.recipients.filter(({ wishes }) => wishes.role === 'recipient');
  if (schemes.length === 0 || recipients.length === 0) return;
  const { tx, now, until } = run;
  await sql`
    with outdated as materialized (
      select id from reminder join deadline on key = deadline_key join dossier_plan using (dossier)
      where scheme = any(${[...schemes]}) and reminder.state = 'planned' and because = 'ladder' and not escalation
        and fire_at >= ${now}
      order by id for update of reminder
    )
    update reminder set state = 'cancelled', outcome = 'ladder-changed', changed_at = ${now}
    from outdated where reminder.id = outdated.id
  `.execute(tx);
  await planDays({ ...run, recipients }, { from: earliestDayAt(now), to: until }, { since: now, only: schemes });
}

const CHUNK = 500;

/**
 * Brings the deadlines of dossiers and of their dependents up to date, and their reminders with them: reminders of
 * moved dates are superseded, those of met or removed deadlines cancelled, new ones planned, and those of transferred
 * services go to the subscriptions of the new holder. Idempotent.
 */
async function planDossiers(
  run: PlanningRun,
  dossiers: readonly AffectedStream[],
  isolation = new Isolation(run.tx),
): Promise<void> {
  let batch: Batch = { streams: dossiers, trigger: { position: 0, since: run.now } };
  while (batch.streams.length > 0) {
    const changed: Changed = { dossiers: new Set(), trigger: batch.trigger };
    await isolation.each(batch.streams, async (some) => {
      const ids = some.map(({ stream }) => streamId(stream));
      const more = await planBatch(run, ids, batch.trigger);
      for (const dossier of more.dossiers) changed.dossiers.add(dossier);
      changed.trigger = mergeTriggers(changed.trigger, more.trigger);
    });
    const { trigger } = changed;
    const dependents = await dependentsOf(run.tx, changed.dossiers);
    batch = { streams: dependents.map((id) => ({ stream: dossierStream(id), since: trigger.position })), trigger };
  }
}

interface Batch {
  streams: readonly AffectedStream[];
  /** The trigger, if it was recorded for another dossier. */
  trigger: Trigger;
}

interface Changed {
  /** The dossiers whose grant ends changed; their dependents are planned next. */
  dossiers: Set<string>;
  trigger: Trigger;
}

async function planBatch(run: PlanningRun, dossiers: readonly string[], trigger: Trigger): Promise<Changed> {
  const changed: Changed = { dossiers: new Set(), trigger };
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
 * Replans the dossiers whose deadlines may have changed by the passage of time (a deadline opens, is missed or
 * lapses), or that were planned while the clock was ahead. Runs in batches, one transaction each; the next call
 * resumes after a crash. A dossier that fails is marked as failing and does not block the others.
 *
 * @param signal stops before the next batch
 * @throws the errors of failed dossiers, once the others are planned
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
    await db.transaction().execute(async (tx) => {
      const streams = dossiers.map((id) => ({ stream: dossierStream(id), since: 0 }));
      await planDossiers(await beginPlanningRun(planning, tx), streams);
    });
  }

  /** @throws if the failure cannot be recorded either, in which case the dossier is not the cause */
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

/**
 * Whether a row of `dossier_plan` is outdated on a day by the passage of time, or was planned while the clock was
 * ahead.
 */
const isOutdatedOn = (day: Day) => sql<boolean>`(next_turn <= ${day} or planned_on > ${day})`;

const failedOn = (day: Day) => sql<boolean>`failing_on is not distinct from ${day}`;

/**
 * Dossiers to replan on a day, in order.
 *
 * @param failing those that failed on that day, or the others
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
 * Whether planning is complete for a day: all deadlines are up to date and all reminders up to that day are rows.
 * Until then, a due reminder may be superseded by a more urgent one or by a change. Dossiers that failed on that day
 * do not count.
 */
export async function isPlannedFor(db: LedgerDatabase, day: Day): Promise<boolean> {
  const { rows } = await sql<{ planned: boolean }>`
    select exists (select from reminder_horizon where planned_until >= ${day})
      and not exists (select from dossier_plan where ${isOutdatedOn(day)} and not ${failedOn(day)}) as planned
  `.execute(db);
  return rows[0]?.planned === true;
}
