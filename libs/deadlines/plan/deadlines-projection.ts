import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { earliestDayAt } from '#domain/date/day.js';
import { streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { RangeProjection } from '#event-store/follow.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import { planDays } from './near-deadlines.js';
import { planDossiers } from './plan-dossiers.js';

/** The deadlines as a follower of the ledger: under this name and version its checkpoint says how far it has come. */
export const deadlines = { name: 'deadlines', version: 2 } as const;

/**
 * How far it goes in one transaction, while nobody else plans, and answers about what it plans give way. A dossier is planned
 * once for all that is new of it.
 */
const REACH = 50_000;

/**
 * Follows the ledger into deadline and reminder rows, for the dossiers that events are about, those of a scheme that is
 * published, and those that build on them. No side effects: what is owed is sent from the rows, by others.
 *
 * Commits do not wait for the disk: when the server crashes, the last ones may be gone, whole and with their checkpoint, and
 * are done again.
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
    await replanLadders(run, schemes);
  },
});

/** In the order in which they were first spoken of: what is built on comes before what builds on it, mostly. */
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
 * Schemes were published anew, maybe with another ladder: what is planned by the old one is cancelled, and all deadlines under
 * them are planned from now on. What stays the same is the same afterwards. An escalation has a ladder of its own.
 */
async function replanLadders(run: PlanningRun, schemes: readonly string[]): Promise<void> {
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
