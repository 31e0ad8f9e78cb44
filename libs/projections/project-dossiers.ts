import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import { publicationStream, schemeAt, type SchemeHistory } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { EventStore } from '#event-store/event-store.js';
import { chunksOf, prefetch } from '#concurrency/async-iteration.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Recorded } from '#event-store/events.js';
import type { AffectedStream, Isolation } from '#event-store/isolation.js';
import { listedSince, streamsListedBy } from '#schemes/listed-dossiers.js';
import {
  BitemporalHistory,
  closeSpans,
  insertSpans,
  type Span,
  type RecordingInstant,
  instantsSince,
  currentSpans,
  type OwnedSpan,
  revertSpans,
} from './bitemporal-history.js';
import { DossierReplay, type ProjectionDefinition } from './dossier-replay.js';

/** A dossier to project, with its whole record. */
export interface AffectedDossier {
  id: string;
  record: readonly Recorded<DossierEvent>[];
  /** Of its scheme. */
  slug: string;
  /** Its first holder. */
  provider: string;
  /** The position of its first event. */
  first: number;
  since: number;
  /** Later changes may have been applied already and are reverted first: an earlier event became readable. */
  redo?: boolean | undefined;
  instants: readonly RecordingInstant[];
}

/** `undefined` for a stream without `DossierOpened`. */
export function affectedDossier(
  { stream, since, redo }: StreamToProject,
  record: readonly Recorded<DossierEvent>[],
  history: SchemeHistory,
): AffectedDossier | undefined {
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

/** A statement of more takes long to make, during which the process does nothing else. */
const SPANS_AT_ONCE = 1_000;

/**
 * Projects dossiers at every recording instant since they were affected. If an instant began in an earlier range of the
 * ledger, its changes are reverted first, so the result does not depend on how the ledger was divided into ranges.
 */
export async function projectDossiers<V>(
  tx: Transaction<Database>,
  definition: ProjectionDefinition<V>,
  dossiers: readonly AffectedDossier[],
  history: SchemeHistory,
): Promise<void> {
  for (const { id, since, redo, instants } of dossiers) {
    if (redo) for (const table of definition.tables) await revertSpans(tx, table, id, { first: since, last: END });
    for (const instant of instants)
      if (instant.first < since) for (const table of definition.tables) await revertSpans(tx, table, id, instant);
  }
  const existing = dossiers.filter(({ first, since }) => first < since);
  const ids = existing.map(({ id }) => id);
  const stored = new Map(ids.map((id): [string, Span<V>[]] => [id, []]));
  for (const table of definition.tables)
    for (const [id, spans] of await currentSpans(tx, table, ids)) stored.get(id)?.push(...spans);
  const inserted: OwnedSpan<V>[] = [];
  const closed: OwnedSpan<V>[] = [];
  const slice = new TimeSlice();
  for (const dossier of dossiers) {
    const spans = new BitemporalHistory<V>(stored.get(dossier.id) ?? []);
    await replay(dossier, definition, spans, history, slice);
    for (const span of spans.inserted) inserted.push(Object.assign(span, { owner: dossier.id }));
    for (const span of spans.closed) closed.push(Object.assign(span, { owner: dossier.id }));
  }
  for (const table of definition.tables) {
    const belongsHere = ({ key }: Span<V>): boolean => (key === '') === (table.key === undefined);
    for (const some of chunksOf(closed.filter(belongsHere), SPANS_AT_ONCE)) await closeSpans(tx, table, some);
    for (const some of chunksOf(inserted.filter(belongsHere), SPANS_AT_ONCE)) await insertSpans(tx, table, some);
  }
}

async function replay<V>(
  dossier: AffectedDossier,
  definition: ProjectionDefinition<V>,
  spans: BitemporalHistory<V>,
  history: SchemeHistory,
  slice: TimeSlice,
): Promise<void> {
  const { id, record, slug, instants } = dossier;
  const dossierReplay = new DossierReplay(id, record, definition, spans);
  const first = instants[0];
  if (first) dossierReplay.resumeFrom(...stateBefore(first, record, slug, history));
  for (const instant of instants) {
    dossierReplay.replayTo(instant, schemeAt(history, slug, instant.last));
    if (slice.isOver) await slice.yield();
  }
}

function stateBefore(
  { first }: RecordingInstant,
  record: readonly Recorded<DossierEvent>[],
  slug: string,
  history: SchemeHistory,
): [number, Scheme | undefined] {
  const count = record.findIndex(({ position }) => position >= first);
  return [count < 0 ? record.length : count, schemeAt(history, slug, first - 1)];
}

export const END = Number.MAX_SAFE_INTEGER;

interface StreamToProject extends AffectedStream {
  redo?: boolean;
}

/**
 * The streams that a range of the ledger affects, by their own events, a publication of their scheme or a reading of a register
 * that lists them, and those that failed earlier; in ledger order.
 */
export async function affectedStreams(
  tx: Transaction<Database>,
  { after, upTo }: { after: number; upTo: number },
  history: SchemeHistory,
  isolation: Isolation,
): Promise<Record<StreamKind, StreamToProject[]>> {
  const { rows } = await sql<AffectedStream>`
    select stream, min(position) as since from event where position > ${after} and position <= ${upTo} group by stream
  `.execute(tx);
  const changed = isolation.withFailed(rows, () => true);
  const affected = new Map(changed.map(({ stream, since }) => [stream, since]));
  for (const publication of history) {
    const { position, scheme, register } = publication;
    if (position < (affected.get(publicationStream(publication)) ?? Infinity)) continue;
    const dossiers =
      register === undefined ? openedUnder(tx, scheme.slug, position) : streamsListedBy(tx, register, position);
    for (const dossier of await dossiers) affected.set(dossier, Math.min(position, affected.get(dossier) ?? Infinity));
  }
  const inOrder = [...affected]
    .map(([stream, since]) => ({ stream, since, redo: since <= after }))
    .sort((a, b) => a.since - b.since);
  const of = (kind: StreamKind) => inOrder.filter(({ stream }) => streamKind(stream) === kind);
  return { provider: of('provider'), dossier: of('dossier'), scheme: of('scheme'), register: of('register') };
}

/** An unreadable publication of a scheme is missing from its history: the stream fails until it can be read. */
export async function assertReadable(
  events: EventStore<LedgerEvent>,
  some: readonly AffectedStream[],
  upTo: number,
): Promise<void> {
  await events.readStreams(
    some.map(({ stream }) => stream),
    { upTo },
  );
}

async function openedUnder(tx: Transaction<Database>, scheme: string, before: number): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from event
    where type = 'DossierOpened' and data ->> 'scheme' = ${scheme} and position < ${before}
  `.execute(tx);
  return rows.map(({ stream }) => stream);
}

export interface AffectedRecord extends StreamToProject {
  /** The whole stream, up to the end of the range. */
  record: readonly Recorded<LedgerEvent>[];
}

const STREAMS_AT_ONCE = 100;

/** Reads the records of affected streams in batches. */
export const readAffected = (
  events: EventStore<LedgerEvent>,
  affected: readonly StreamToProject[],
  upTo: number,
): AsyncGenerator<AffectedRecord[]> =>
  prefetch(affected, STREAMS_AT_ONCE, async (some) => {
    const streams = some.map(({ stream }) => stream);
    const records = await events.readStreams(streams, { upTo });
    return some.map((one) => ({ ...one, record: records.get(one.stream) ?? [] }));
  });
