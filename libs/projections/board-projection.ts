import { sql, type Transaction } from 'kysely';
import { prefetch } from '#concurrency/async-iteration.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { type LedgerEvent, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import { publicationStream, type SchemeHistory } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';
import { type AffectedStream, Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { streamsListedBy } from '#schemes/listed-dossiers.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type AffectedRecord, projectDossiers, type StreamToProject } from './project-dossiers.js';
import { projectProviders } from './project-providers.js';
import { storeDossierEntries, storeProviderEntries } from './search/search-entries.js';

/** Name and version of the checkpoint of `boardProjection`. */
export const boardCheckpoint = { name: 'board', version: 8 } as const;

/** Those that it alone writes. */
const tables = [
  ...['provider', 'provider_name', 'provider_span', 'provider_profile'],
  ...['dossier', 'dossier_holder', 'dossier_span', 'deadline_span', 'board_line', 'search_entry'],
];

/** Positions per transaction. A stream is read once per range. */
const MAX_RANGE = 250_000;

/**
 * Projects the ledger into all lists: providers, dossiers and their statuses, deadlines, board lines, and what search finds.
 * The rows at a position do not depend on how the ledger was divided into ranges. No side effects.
 *
 * Commits are asynchronous: a crash of the server may lose the last transactions, each together with its checkpoint; they are
 * repeated.
 */
export const boardProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RebuildableProjection => ({
  ...boardCheckpoint,
  tables,
  maxRange: MAX_RANGE,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const affected = await affectedStreams(tx, { after, upTo }, history, isolation);
    await isolation.each(affected.provider, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) {
        await projectProviders(tx, some);
        await storeProviderEntries(tx, some);
      }
    });
    await isolation.each(affected.dossier, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) {
        await projectDossiers(tx, some, history);
        await storeDossierEntries(tx, some);
      }
    });
    // An unreadable publication of a scheme is missing from its history: the stream fails until it can be read.
    await isolation.each([...affected.scheme, ...affected.register], async (streams) => {
      await events.readStreams(
        streams.map(({ stream }) => stream),
        { upTo },
      );
    });
  },
});

/**
 * The streams that a range of the ledger affects, by their own events, a publication of their scheme or a reading of a register
 * that lists them, and those that failed earlier; in ledger order.
 */
async function affectedStreams(
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

async function openedUnder(tx: Transaction<Database>, scheme: string, before: number): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from event
    where type = 'DossierOpened' and data ->> 'scheme' = ${scheme} and position < ${before}
  `.execute(tx);
  return rows.map(({ stream }) => stream);
}

const STREAMS_AT_ONCE = 100;

/** Reads the records of affected streams in batches. */
const readAffected = (
  events: EventStore<LedgerEvent>,
  affected: readonly StreamToProject[],
  upTo: number,
): AsyncGenerator<AffectedRecord[]> =>
  prefetch(affected, STREAMS_AT_ONCE, async (some) => {
    const streams = some.map(({ stream }) => stream);
    const records = await events.readStreams(streams, { upTo });
    return some.map((one) => ({ ...one, record: records.get(one.stream) ?? [] }));
  });
