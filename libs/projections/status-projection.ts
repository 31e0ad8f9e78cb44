import { sql, type Transaction } from 'kysely';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { addDays, END_OF_TIME } from '#domain/date/day.js';
import { stalenessDays } from '#domain/dossier/activity.js';
import { memoizeLast } from '#domain/dossier/memoize.js';
import {
  BEGINNING_OF_TIME,
  spansOf,
  nextOutdated,
  type Outline,
  outlineOn,
  outlineChangePoints,
} from '#domain/dossier/spans.js';
import { liveEvents } from '#domain/event/corrections.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { streamId, type LedgerEvent } from '#domain/event/ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from '#domain/event/provider-events.js';
import { profileDays, profileOn } from '#domain/provider/provider-profile.js';
import { nameHistory, type Provider, providerOf, type ProviderRecord } from '#domain/provider/provider.js';
import type { SchemeHistory } from '#domain/scheme/catalogue.js';
import { skeletonOf } from '#domain/text/look-alike.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  BitemporalHistory,
  closeSpans,
  insertSpans,
  instantsSince,
  currentSpans,
  type OwnedSpan,
  type SpanTable,
  revertSpans,
} from './bitemporal-history.js';
import type { ProjectionDefinition } from './dossier-replay.js';
import { profileTerms, wordsOf, outlineTerms } from './facets.js';
import {
  type AffectedRecord,
  END,
  projectDossiers,
  readAffected,
  affectedStreams,
  assertReadable,
  affectedDossier,
  type AffectedDossier,
} from './project-dossiers.js';
import type { ValidityInterval } from './validity-interval.js';

/** Name and version of the checkpoint of `statusProjection`. */
export const statusCheckpoint = { name: 'board', version: 7 } as const;

/** Those that `statusProjection` alone writes. */
const tables = [
  ...['provider', 'provider_name', 'provider_span', 'provider_profile'],
  ...['dossier', 'dossier_holder', 'dossier_span'],
];

/** Of `agendaProjection`: deadlines and board lines change more often than statuses, so they have a projection of their own. */
export const agendaCheckpoint = { name: 'agenda', version: 8 } as const;

/** Positions per transaction. A stream is read once per range. */
export const MAX_RANGE = 250_000;

/**
 * Projects the ledger into providers, dossiers and their statuses. The rows at a position do not depend on how the ledger was
 * divided into ranges. No side effects.
 *
 * Commits are asynchronous: a crash of the server may lose the last transactions, each together with its checkpoint; they are
 * repeated.
 */
export const statusProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RebuildableProjection => ({
  ...statusCheckpoint,
  tables,
  maxRange: MAX_RANGE,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const affected = await affectedStreams(tx, { after, upTo }, history, isolation);
    await isolation.each(affected.provider, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await projectProviders(tx, some);
    });
    await isolation.each(affected.dossier, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await statusesOf(tx, some, history);
    });
    await isolation.each([...affected.scheme, ...affected.register], (streams) =>
      assertReadable(events, streams, upTo),
    );
  },
});

async function statusesOf(
  tx: Transaction<Database>,
  some: readonly AffectedRecord[],
  history: SchemeHistory,
): Promise<void> {
  const dossiers = affectedDossiers(some, history);
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(({ id, slug, provider, first }) => ({ id, provider, scheme: slug, first_position: first })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await projectDossiers(tx, statusDefinition, dossiers, history);
  await storeHolders(tx, dossiers);
}

export const affectedDossiers = (some: readonly AffectedRecord[], history: SchemeHistory) =>
  some.flatMap(
    ({ record, ...stream }) => affectedDossier(stream, record as readonly Recorded<DossierEvent>[], history) ?? [],
  );

/** The status of a dossier. */
export const statusDefinition: ProjectionDefinition<Outline> = {
  tables: [
    {
      name: 'dossier_span',
      owner: 'dossier',
      columns: {
        provider: 'uuid',
        status: 'text',
        confirmed: 'boolean',
        expiring: 'boolean',
        stale: 'boolean',
        grant_end: 'date',
        service: 'text',
        depends_on: 'uuid[]',
        terms: 'text[]',
        body: 'jsonb',
      },
      valuesOf: (outline) => [
        outline.provider,
        outline.status,
        String(outline.confirmed),
        String(outline.expiring),
        String(outline.stale),
        outline.grantEnd,
        fold(outline.service?.name ?? ''),
        `{${outline.dependsOn.join()}}`,
        arrayLiteral(outlineTerms(outline)),
        JSON.stringify(outline),
      ],
      textOf,
    },
  ],
  valuesOn: (_, facts, scheme, day) => {
    const value = outlineOn(facts, scheme, day);
    return [{ key: '', value, text: textOf(value), nextChange: nextOutdated(facts, scheme, day) }];
  },
  changePointsOfFact: outlineChangePoints,
  changePointsOfFacts: ({ dated }, scheme) => stalenessDays(dated, scheme),
  timeIndependent: ({ undated }) => undated,
};

/** One flat list; lists in it are preceded by their length. */
function textOf(outline: Outline): string {
  const { provider, status, confirmed, expiring, stale, grantEnd, dependsOn, service, announced, stage, grants } =
    outline;
  const { granted } = outline;
  const parts = [provider, status, confirmed, expiring, stale, grantEnd, dependsOn.length, ...dependsOn];
  if (service) parts.push(service.name, service.kinds.length, ...service.kinds);
  parts.push(announced && announced.occurred, announced && announced.event);
  parts.push(stage && stage.milestone, milestonesText(outline.milestones), grants.length);
  for (const { id, decision, validUntil, state, confirmed: byAuthority, referential, level } of grants)
    parts.push(id, decision, validUntil, state, byAuthority, referential, level);
  parts.push(outline.grantedFrom, outline.level, outline.ended);
  if (granted) parts.push(granted.occurred, granted.confirmed, granted.dated);
  return JSON.stringify(parts);
}

const milestonesText = memoizeLast((milestones: Outline['milestones']) =>
  JSON.stringify(milestones.map((one) => [one.milestone, one.occurred, one.confirmed, one.day, one.event])),
);

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

interface AffectedProvider {
  id: string;
  record: readonly Recorded<ProviderEvent>[];
  since: number;
  redo?: boolean | undefined;
}

/**
 * Projects providers and their names from their whole records; a retracted registration deletes them. The slug comes from
 * the registration as first recorded and never changes, so URLs stay valid when a name is corrected.
 */
async function projectProviders(tx: Transaction<Database>, affected: readonly AffectedRecord[]): Promise<void> {
  if (affected.length === 0) return;
  const providers = affected.map(({ stream, since, redo, record }) => ({
    id: streamId(stream),
    record: record as readonly Recorded<ProviderEvent>[],
    since,
    redo,
  }));
  await projectSpans(tx, nameTable, providers, nameIntervals);
  await projectSpans(tx, profileTable, providers, profileIntervals);
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

/** Some spans of providers, at every recording instant since they were affected. */
async function projectSpans<V>(
  tx: Transaction<Database>,
  table: SpanTable<V>,
  providers: readonly AffectedProvider[],
  intervalsOf: (record: ProviderRecord) => ValidityInterval<V>[],
): Promise<void> {
  const instants = new Map(providers.map(({ id, record, since }) => [id, instantsSince(record, since)]));
  for (const { id, since, redo } of providers) if (redo) await revertSpans(tx, table, id, { first: since, last: END });
  for (const { id, since } of providers)
    for (const instant of instants.get(id) ?? []) if (instant.first < since) await revertSpans(tx, table, id, instant);
  const existing = providers.filter(({ record, since }) => (record[0]?.position ?? since) < since);
  const stored = await currentSpans(
    tx,
    table,
    existing.map(({ id }) => id),
  );
  const inserted: OwnedSpan<V>[] = [];
  const closed: OwnedSpan<V>[] = [];
  for (const { id, record } of providers) {
    const history = new BitemporalHistory(stored.get(id) ?? []);
    for (const { last, count } of instants.get(id) ?? []) history.replace(intervalsOf(record.slice(0, count)), last);
    for (const span of history.inserted) inserted.push(Object.assign(span, { owner: id }));
    for (const span of history.closed) closed.push(Object.assign(span, { owner: id }));
  }
  await closeSpans(tx, table, closed);
  await insertSpans(tx, table, inserted);
}

function nameRows(provider: string, { names }: Provider) {
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
  textOf: (name) => name,
};

/** The names of a provider, without gaps from the beginning of time to its end. */
function nameIntervals(record: ProviderRecord): ValidityInterval<string>[] {
  const intervals: ValidityInterval<string>[] = [];
  for (const { name, since } of nameHistory(liveEvents(record, ProviderEventSchema))) {
    const last = intervals.at(-1);
    if (last?.value === name) continue;
    if (last && since !== null) last.to = addDays(since, -1);
    const from = last && since !== null ? since : BEGINNING_OF_TIME;
    intervals.push({ key: '', value: name, text: name, from, to: END_OF_TIME });
  }
  return intervals;
}

/** `words` are those of the terms, for the index. */
const profileTable: SpanTable<readonly string[]> = {
  name: 'provider_profile',
  owner: 'provider',
  columns: { words: 'text[]', terms: 'text[]' },
  valuesOf: (terms) => [arrayLiteral(wordsOf(terms)), arrayLiteral(terms)],
  textOf: (terms) => JSON.stringify(terms),
};

/** What a provider is found by; days on which that is nothing are left out. */
function profileIntervals(record: ProviderRecord): ValidityInterval<readonly string[]>[] {
  const live = liveEvents(record, ProviderEventSchema);
  const days = profileDays(live);
  if (days.length === 0 && !live.some(({ event }) => event.type === 'OwnershipDeclared')) return [];
  return spansOf([BEGINNING_OF_TIME, ...days], (day) => profileTerms(profileOn(live, day)))
    .filter(({ value }) => value.length > 0)
    .map((span) => ({ key: '', text: profileTable.textOf(span.value), ...span }));
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
