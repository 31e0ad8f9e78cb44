import { type RawBuilder, sql, type Transaction } from 'kysely';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, providerStream, streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { type AffectedStream, Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { type AffectedRecord, readAffected } from '../project-dossiers.js';
import { entriesOfDossier, entriesOfProvider, type SearchEntry } from './search-entries.js';

/** Name and version of the checkpoint of `searchProjection`. */
export const searchCheckpoint = { name: 'search', version: 1 } as const;

/** Positions per transaction. A stream is read once per range. */
const MAX_RANGE = 50_000;

/**
 * Projects what search finds. Unlike statuses it has no history: it holds what the record says now, former names included,
 * without retracted events. No side effects.
 *
 * Commits are asynchronous: a crash of the server may lose the last transactions, each together with its checkpoint; they are
 * repeated.
 */
export const searchProjection = (events: EventStore<LedgerEvent>): RebuildableProjection => ({
  ...searchCheckpoint,
  tables: ['search_entry'],
  maxRange: MAX_RANGE,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const changed = await changedStreams(tx, { after, upTo }, isolation);
    const of = (kind: StreamKind) => changed.filter(({ stream }) => streamKind(stream) === kind);
    await isolation.each(of('provider'), async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await projectProviders(tx, some);
    });
    await isolation.each(of('dossier'), async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await projectDossiers(tx, some);
    });
  },
});

/** In ledger order: schemes and registers have no entries. */
async function changedStreams(
  tx: Transaction<Database>,
  { after, upTo }: { after: number; upTo: number },
  isolation: Isolation,
): Promise<AffectedStream[]> {
  const { rows } = await sql<AffectedStream>`
    select stream, min(position) as since from event where position > ${after} and position <= ${upTo} group by stream
  `.execute(tx);
  return isolation.withFailed(rows, () => true).sort((a, b) => a.since - b.since);
}

type Row = SearchEntry & { stream: string; holder: string };

/** The names of a provider are written with every entry that belongs to it, those of its dossiers included. */
async function projectProviders(tx: Transaction<Database>, some: readonly AffectedRecord[]): Promise<void> {
  const holders = new Map<string, string>();
  const rows = some.flatMap(({ stream, record }): Row[] => {
    const entries = entriesOfProvider(streamId(stream), record as readonly Recorded<ProviderEvent>[]);
    const names = entries.filter(({ kind }) => kind === 'provider');
    const holder = names.map(({ folded }) => folded).join(' ');
    holders.set(streamId(stream), holder);
    return entries.map((entry) => ({ ...entry, stream, holder }));
  });
  await write(tx, some, rows);
  await sql`
    update search_entry as entry set holder = named.holder
    from unnest(${arrayLiteral([...holders.keys()])}::uuid[], ${arrayLiteral([...holders.values()])}::text[])
      as named (provider, holder)
    where entry.provider = named.provider and entry.holder <> named.holder
  `.execute(tx);
}

async function projectDossiers(tx: Transaction<Database>, some: readonly AffectedRecord[]): Promise<void> {
  const found = some.map(({ stream, record }) => ({
    stream,
    entries: entriesOfDossier(record as readonly Recorded<DossierEvent>[]),
  }));
  const holders = await namesOf(tx, new Set(found.flatMap(({ entries }) => entries.map(({ provider }) => provider))));
  const rows = found.flatMap(({ stream, entries }) =>
    entries.map((entry): Row => ({ ...entry, stream, holder: holders.get(entry.provider) ?? '' })),
  );
  await write(tx, some, rows);
}

async function namesOf(tx: Transaction<Database>, providers: ReadonlySet<string>): Promise<Map<string, string>> {
  const { rows } = await sql<{ provider: string; holder: string }>`
    select provider, holder from search_entry
    where stream = any(${arrayLiteral([...providers].map(providerStream))}::text[]) and kind = 'provider'
  `.execute(tx);
  return new Map(rows.map(({ provider, holder }) => [provider, holder]));
}

const COLUMNS = [
  ...(['stream', 'key', 'kind', 'provider', 'event', 'type', 'occurred', 'text', 'folded', 'terms', 'holder'] as const),
];

/** Replaces all entries of some streams. What has not changed is not written. */
async function write(
  tx: Transaction<Database>,
  streams: readonly { stream: string }[],
  rows: readonly Row[],
): Promise<void> {
  const type = (column: (typeof COLUMNS)[number]) =>
    sql.raw(column === 'provider' || column === 'event' ? 'uuid[]' : 'text[]');
  const values = COLUMNS.map((name) => sql`${arrayLiteral(rows.map((row) => row[name]))}::${type(name)}`);
  const names = columns((name) => sql.ref(name));
  const changing = columns((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  await sql`
    with new as materialized (select * from unnest(${sql.join(values)}) as new (${names})),
      gone as (
        delete from search_entry as entry
        where entry.stream = any(${arrayLiteral(streams.map(({ stream }) => stream))}::text[])
          and not exists (select from new where new.stream = entry.stream and new.key = entry.key)
      )
    insert into search_entry as entry (${names}) select ${names} from new
    on conflict (stream, key) do update set ${changing}
    where (${columns((name) => sql.ref(`entry.${name}`))}) is distinct from (${columns((name) => sql.ref(`excluded.${name}`))})
  `.execute(tx);
}

const columns = (of: (name: (typeof COLUMNS)[number]) => RawBuilder<unknown>) => sql.join(COLUMNS.map(of));
