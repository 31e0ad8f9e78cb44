import { sql, type Transaction } from 'kysely';
import { prefetch } from '#concurrency/async-iteration.js';
import type { TimeSlice } from '#concurrency/time-slice.js';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { addDays, END_OF_TIME } from '#domain/date/day.js';
import { BEGINNING_OF_TIME, spansOf } from '#domain/dossier/spans.js';
import { liveEvents } from '#domain/event/corrections.js';
import { streamId, type LedgerEvent, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from '#domain/event/provider-events.js';
import { profileDays, profileOn } from '#domain/provider/provider-profile.js';
import { nameHistory, type Provider, providerOf, type ProviderRecord } from '#domain/provider/provider.js';
import { publicationStream, type SchemeHistory } from '#domain/scheme/catalogue.js';
import { skeletonOf } from '#domain/text/look-alike.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { type AffectedStream, Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { streamsListedBy } from '#schemes/listed-dossiers.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  type BitemporalHistory,
  instantsSince,
  projectSpans,
  type SpanOwner,
  type SpanTable,
  type ValidityInterval,
} from './bitemporal-history.js';
import { profileTerms, wordsOf } from './facets.js';
import { type AffectedRecord, projectDossiers, type StreamToProject } from './project-dossiers.js';
import { storeDossierEntries, storeProviderEntries } from './search/search-entries.js';

/** Name and version of the checkpoint of `boardProjection`. */
export const boardCheckpoint = { name: 'board', version: 13 } as const;

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
  async advance(after, to, tx, isolation = new Isolation(tx), whole) {
    await commitAsynchronously(tx);
    const upTo = whole ?? to;
    const history = await schemes.history(upTo);
    const affected = await affectedStreams(tx, { after, to, whole }, history, isolation);
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
  { after, to, whole }: { after: number; to: number; whole: number | undefined },
  history: SchemeHistory,
  isolation: Isolation,
): Promise<Record<StreamKind, StreamToProject[]>> {
  const { rows } = await sql<AffectedStream>`
    select stream, min(position) as since from event
    where position > ${after} and position <= ${to} ${whole === undefined ? sql`` : sql`and version = 1`} group by stream
  `.execute(tx);
  const changed = isolation.withFailed(rows, () => true);
  const affected = new Map(changed.map(({ stream, since }) => [stream, since]));
  for (const publication of whole === undefined ? history : []) {
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

interface AffectedProvider extends SpanOwner {
  record: readonly Recorded<ProviderEvent>[];
}

/**
 * Projects providers and their names from their whole records; a retracted registration deletes them. The slug comes from
 * the registration as first recorded and never changes, so URLs stay valid when a name is corrected.
 */
async function projectProviders(tx: Transaction<Database>, affected: readonly AffectedRecord[]): Promise<void> {
  if (affected.length === 0) return;
  const providers = affected.map(({ stream, since, redo = false, record }) => ({
    ...{ id: streamId(stream), since, redo, first: record[0]?.position ?? since },
    record: record as readonly Recorded<ProviderEvent>[],
    instants: instantsSince(record, since),
  }));
  await projectSpans(tx, [nameTable], providers, replaying(nameIntervals));
  await projectSpans(tx, [profileTable], providers, replaying(profileIntervals));
  const known = providers.map((one) => ({ ...one, provider: providerOf(one.record) }));
  const gone = known.filter(({ provider }) => !provider).map(({ id }) => id);
  if (gone.length > 0) await tx.deleteFrom('provider').where('id', 'in', gone).execute();
  await upsertProviders(
    tx,
    known.flatMap(({ provider, ...one }) => (provider ? [{ ...one, provider }] : [])),
  );
  const ids = known.map(({ id }) => id);
  await tx
    .deleteFrom('provider_name')
    .where(sql<boolean>`provider = any(${ids}::uuid[])`)
    .execute();
  const names = known.flatMap(({ id, provider }) => (provider ? nameRows(id, provider) : []));
  if (names.length > 0) await tx.insertInto('provider_name').values(names).execute();
}

async function upsertProviders(
  tx: Transaction<Database>,
  providers: readonly (AffectedProvider & { provider: Provider })[],
): Promise<void> {
  if (providers.length === 0) return;
  const slugs = await slugsFor(tx, providers);
  const rows = providers.map(({ id, record, provider: { name } }) => ({
    id,
    slug: slugs.get(id) ?? id,
    name,
    folded: fold(name),
    first_position: record[0]?.position ?? 0,
  }));
  await tx
    .insertInto('provider')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((set) => ({ name: set.ref('excluded.name'), folded: set.ref('excluded.folded') })),
    )
    .execute();
}

/** Evaluates the whole record at each instant. */
const replaying =
  <V>(intervalsOf: (record: ProviderRecord) => ValidityInterval<V>[]) =>
  async ({ record, instants }: AffectedProvider, history: BitemporalHistory<V>, slice: TimeSlice): Promise<void> => {
    for (const { last, count } of instants) {
      history.replace(history.spans, intervalsOf(record.slice(0, count)), last);
      if (slice.isOver) await slice.yield();
    }
  };

function nameRows(provider: string, { names: called, identifiers }: Provider) {
  const names = [...called, ...identifiers.map(({ value }) => value)];
  const byFolded = new Map(names.toReversed().map((name) => [fold(name), name]));
  return [...byFolded].map(([folded, name]) => ({
    provider,
    folded,
    skeleton: skeletonOf(name),
    name,
    ordinal: names.indexOf(name),
  }));
}

const nameTable: SpanTable<string> = {
  name: 'provider_span',
  owner: 'provider',
  columns: { name: 'text' },
  valuesOf: (name) => [name],
};

/** The names of a provider, without gaps from the beginning of time to its end. */
function nameIntervals(record: ProviderRecord): ValidityInterval<string>[] {
  const intervals: ValidityInterval<string>[] = [];
  for (const { name, since } of nameHistory(liveEvents(record, ProviderEventSchema))) {
    const last = intervals.at(-1);
    if (last?.value === name) continue;
    if (last && since !== null) last.to = addDays(since, -1);
    const from = last && since !== null ? since : BEGINNING_OF_TIME;
    intervals.push({ key: nameTable.name, value: name, from, to: END_OF_TIME });
  }
  return intervals;
}

/** `words` are those of the terms, for the index. */
const profileTable: SpanTable<readonly string[]> = {
  name: 'provider_profile',
  owner: 'provider',
  columns: { words: 'text[]', terms: 'text[]' },
  valuesOf: (terms) => [arrayLiteral(wordsOf(terms)), arrayLiteral(terms)],
};

/** What a provider is found by; days on which that is nothing are left out. */
function profileIntervals(record: ProviderRecord): ValidityInterval<readonly string[]>[] {
  const live = liveEvents(record, ProviderEventSchema);
  const days = profileDays(live);
  if (days.length === 0 && !live.some(({ event }) => event.type === 'OwnershipDeclared')) return [];
  return spansOf([BEGINNING_OF_TIME, ...days], (day) => profileTerms(profileOn(live, day)))
    .filter(({ value }) => value.length > 0)
    .map((span) => ({ key: profileTable.name, ...span }));
}

/**
 * The slugs of providers, by id: the existing one, else the requested one, else one derived from the name. A taken slug
 * gets the first free number as a suffix; earlier registrations come first.
 */
async function slugsFor(
  tx: Transaction<Database>,
  providers: readonly { id: string; record: ProviderRecord }[],
): Promise<ReadonlyMap<string, string>> {
  const requested = new Map(providers.map(({ id, record }) => [id, requestedSlug(id, record)]));
  const { rows } = await sql<{ id: string; slug: string }>`
    select id, slug from provider
    where id = any(${[...requested.keys()]}::uuid[])
      or slug = any(${[...requested.values()]}) or regexp_replace(slug, '-[0-9]+$', '') = any(${[...requested.values()]})
  `.execute(tx);
  const slugs = new Map(rows.filter(({ id }) => requested.has(id)).map(({ id, slug }) => [id, slug]));
  const taken = new Set(rows.map(({ slug }) => slug));
  for (const [id, slug] of requested) {
    if (slugs.has(id)) continue;
    const free = firstFreeSlug(slug, taken);
    slugs.set(id, free);
    taken.add(free);
  }
  return slugs;
}

function requestedSlug(id: string, record: ProviderRecord): string {
  const registered = record[0]?.event;
  if (registered?.type !== 'ProviderRegistered') return id;
  return registered.data.slug ?? slugOf(registered.data.name);
}

function firstFreeSlug(slug: string, taken: ReadonlySet<string>): string {
  const numbered = (n: number): string => (n === 1 ? slug : `${slug}-${n}`);
  let n = 1;
  while (taken.has(numbered(n))) n++;
  return numbered(n);
}
