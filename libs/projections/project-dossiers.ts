import { sql, type Transaction } from 'kysely';
import type { TimeSlice } from '#concurrency/time-slice.js';
import type { Database } from '#database/tables.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import { schemeAt, type SchemeHistory } from '#domain/scheme/catalogue.js';
import type { Recorded } from '#event-store/events.js';
import type { AffectedStream } from '#event-store/isolation.js';
import { listedSince } from '#schemes/listed-dossiers.js';
import { type BitemporalHistory, instantsSince, projectSpans, type SpanOwner } from './bitemporal-history.js';
import { DossierReplay } from './dossier-replay.js';
import { type Projected, spanTables } from './span-tables.js';

export interface StreamToProject extends AffectedStream {
  /** Later changes may have been applied already and are reverted first: an earlier event became readable. */
  redo?: boolean;
}

export interface AffectedRecord extends StreamToProject {
  /** The whole stream, up to the end of the range. */
  record: readonly Recorded<LedgerEvent>[];
}

/** A dossier to project, with its whole record. */
interface AffectedDossier extends SpanOwner {
  record: readonly Recorded<DossierEvent>[];
  /** Of its scheme. */
  slug: string;
  /** Its first holder. */
  provider: string;
}

/** `undefined` for a stream without `DossierOpened`. */
function affectedDossier(affected: AffectedRecord, history: SchemeHistory): AffectedDossier | undefined {
  const { stream, since, redo = false } = affected;
  const record = affected.record as readonly Recorded<DossierEvent>[];
  const opened = record.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { scheme: slug, provider } = opened.data;
  const instants = instantsSince(record, since, publicationsFor(record, slug, history));
  return { id: streamId(stream), record, slug, provider, first: record[0]?.position ?? since, since, redo, instants };
}

/** Those of its scheme, and the readings of the registers that had listed it. */
function publicationsFor(record: AffectedDossier['record'], slug: string, history: SchemeHistory): SchemeHistory {
  const listed = listedSince(record);
  return history.filter(
    ({ scheme, register, position }) =>
      scheme.slug === slug && (register === undefined || (listed.get(register) ?? Infinity) < position),
  );
}

/** Projects dossiers, their statuses, deadlines and board lines, at every recording instant since they were affected. */
export async function projectDossiers(
  tx: Transaction<Database>,
  some: readonly AffectedRecord[],
  history: SchemeHistory,
): Promise<void> {
  const dossiers = some.flatMap((one) => affectedDossier(one, history) ?? []);
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(({ id, slug, provider, first }) => ({ id, provider, scheme: slug, first_position: first })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await projectSpans(tx, spanTables, dossiers, (dossier, spans, slice) => replay(dossier, spans, history, slice));
  await storeHolders(tx, dossiers);
}

async function replay(
  { id, record, slug, instants }: AffectedDossier,
  spans: BitemporalHistory<Projected>,
  history: SchemeHistory,
  slice: TimeSlice,
): Promise<void> {
  const dossierReplay = new DossierReplay(id, record, spans);
  const first = instants[0]?.first;
  if (first !== undefined) {
    const before = record.findIndex(({ position }) => position >= first);
    dossierReplay.resumeFrom(before < 0 ? record.length : before, schemeAt(history, slug, first - 1));
  }
  for (const instant of instants) {
    dossierReplay.replayTo(instant, schemeAt(history, slug, instant.last));
    if (slice.isOver) await slice.yield();
  }
}

/** Stores every provider that holds a dossier in any of its spans. */
async function storeHolders(tx: Transaction<Database>, dossiers: readonly AffectedDossier[]): Promise<void> {
  const isReverted = ({ since, instants }: AffectedDossier): boolean => (instants[0]?.first ?? since) < since;
  const reverted = dossiers.filter(isReverted).map(({ id }) => id);
  if (reverted.length > 0) await tx.deleteFrom('dossier_holder').where('dossier', 'in', reverted).execute();
  const ids = dossiers.map(({ id }) => id);
  await sql`
    insert into dossier_holder (provider, dossier)
    select distinct provider, dossier from dossier_span where dossier = any(${ids}::uuid[])
    on conflict do nothing
  `.execute(tx);
}
