import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { earliestDayAt } from '#domain/date/day.js';
import { dossierStream, streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { RangeProjection } from '#event-store/follow.js';
import { type AffectedStream, Isolation } from '#event-store/isolation.js';
import { streamsListedBy } from '#schemes/listed-dossiers.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import { planDays } from './near-deadlines.js';
import { planDossiers } from './plan-dossiers.js';

/** Projection name and version of the checkpoint. */
export const planningCheckpoint = { name: 'deadlines', version: 4 } as const;

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
