import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { earliestDayAt } from '#domain/date/day.js';
import { streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { RangeProjection } from '#event-store/follow.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import { planDays } from './near-deadlines.js';
import { planDossiers } from './plan-dossiers.js';

/** Projection name and version of the checkpoint. */
export const deadlines = { name: 'deadlines', version: 2 } as const;

/**
 * Maximum number of positions per transaction. Other planning and answers wait for it; a dossier is planned once per
 * transaction.
 */
const REACH = 50_000;

/**
 * Projects the ledger into deadline and reminder rows: for the dossiers of the events, of published schemes, and of
 * services that depend on them. No side effects; reminders are sent from the rows.
 *
 * Commits are asynchronous. A crash of the server may lose the last ones together with their checkpoint; they are then
 * projected again.
 */
export const deadlinesProjection = (planning: Planning): RangeProjection => ({
  ...deadlines,
  maxRange: REACH,
  async advance(after, upTo, tx) {
    await commitAsynchronously(tx);
    const streams = await touchedBetween(tx, after, upTo);
    const [dossiers, schemes] = [idsOf('dossier', streams), idsOf('scheme', streams)];
    if (dossiers.length + schemes.length === 0) return;
    const run = await beginPlanningRun(planning, tx);
    await planDossiers(run, [...new Set([...dossiers, ...(await dossiersUnder(tx, schemes))])]);
    await replanSchedules(run, schemes);
  },
});

/** Ordered by first event, so that dependencies mostly precede their dependents. */
async function touchedBetween(tx: Transaction<Database>, after: number, upTo: number): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from event where position > ${after} and position <= ${upTo} group by stream order by min(position)
  `.execute(tx);
  return rows.map(({ stream }) => stream);
}

const idsOf = (kind: StreamKind, streams: readonly string[]): string[] =>
  streams.filter((stream) => streamKind(stream) === kind).map(streamId);

async function dossiersUnder(tx: Transaction<Database>, schemes: readonly string[]): Promise<string[]> {
  if (schemes.length === 0) return [];
  const rows = await tx
    .selectFrom('dossier_plan')
    .select('dossier')
    .where('scheme', 'in', schemes)
    .orderBy('dossier')
    .execute();
  return rows.map(({ dossier }) => dossier);
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
