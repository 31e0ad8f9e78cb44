import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { streamId, streamKind, type LedgerEvent, type StreamKind } from '#domain/event/ledger-event.js';
import type { Projection } from '#event-store/projection.js';
import { beOnlyPlanner } from './one-planner.js';
import { planDossiers } from './plan-dossiers.js';
import type { Planning } from './planning.js';

/** The deadlines as a follower of the ledger: under this name and version its checkpoint says how far it has come. */
export const deadlines = { name: 'deadlines', version: 1 } as const;

/**
 * Follows the ledger into deadline and reminder rows, for the dossiers that events are about, those of a scheme that is
 * published, and those that build on them. No side effects: what is owed is sent from the rows, by others.
 */
export const deadlinesProjection = (planning: Planning): Projection<LedgerEvent> => ({
  ...deadlines,
  async handle(batch, tx) {
    const touched = { dossier: idsOf('dossier', batch), scheme: idsOf('scheme', batch) };
    if (touched.dossier.length + touched.scheme.length === 0) return;
    await beOnlyPlanner(tx);
    const recipients = await planning.recipients(tx);
    const ids = [...new Set([...touched.dossier, ...(await dossiersUnder(tx, touched.scheme))])];
    await planDossiers(planning, ids, recipients, tx);
    await planDossiers(planning, await dependentsOf(tx, ids), recipients, tx);
  },
});

const idsOf = (kind: StreamKind, batch: readonly { stream: string }[]): string[] => [
  ...new Set(batch.filter(({ stream }) => streamKind(stream) === kind).map(({ stream }) => streamId(stream))),
];

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

async function dependentsOf(tx: Transaction<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('dossier_plan')
    .select('dossier')
    .where(sql<boolean>`depends_on && ${[...ids]}::uuid[] and dossier <> all (${[...ids]}::uuid[])`)
    .orderBy('dossier')
    .execute();
  return rows.map(({ dossier }) => dossier);
}
