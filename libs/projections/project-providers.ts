import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { liveEvents } from '#domain/event/corrections.js';
import { addDays, END_OF_TIME } from '#domain/date/day.js';
import { BEGINNING_OF_TIME } from '#domain/dossier/spans.js';
import { streamId } from '#domain/event/ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from '#domain/event/provider-events.js';
import { calledInTime, type Provider, providerOf, type ProviderRecord } from '#domain/provider/provider.js';
import { fold, slugOf } from '#domain/text/text.js';
import type { Recorded } from '#event-store/events.js';
import {
  Chronicle,
  closeSpans,
  insertSpans,
  momentsSince,
  openSpans,
  type Owned,
  type SpanTable,
  takeBack,
} from './bitemporal-history.js';
import type { TouchedRecord } from './project-dossiers.js';
import type { Stretch } from './validity-interval.js';

interface TouchedProvider {
  id: string;
  record: readonly Recorded<ProviderEvent>[];
  since: number;
}

/**
 * The rows and names of some providers, from their whole records. A retracted registration takes both away. The slug comes
 * from the registration as first recorded and stays: addresses that were given out do not move when a name is corrected.
 */
export async function projectProviders(tx: Transaction<Database>, touched: readonly TouchedRecord[]): Promise<void> {
  if (touched.length === 0) return;
  const providers = touched.map(({ stream, since, record }) => ({
    id: streamId(stream),
    record: record as readonly Recorded<ProviderEvent>[],
    since,
  }));
  await nameInTime(tx, providers);
  const known = providers.map((one) => ({ ...one, provider: providerOf(one.record) }));
  const gone = known.filter(({ provider }) => !provider).map(({ id }) => id);
  if (gone.length > 0) await tx.deleteFrom('provider').where('id', 'in', gone).execute();
  await storeRows(
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

async function storeRows(
  tx: Transaction<Database>,
  providers: readonly (TouchedProvider & { provider: Provider })[],
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

/** What they are called on any day, as known at every moment of recording since they were touched. */
async function nameInTime(tx: Transaction<Database>, providers: readonly TouchedProvider[]): Promise<void> {
  const moments = new Map(providers.map(({ id, record, since }) => [id, momentsSince(record, since)]));
  for (const { id, since } of providers)
    for (const moment of moments.get(id) ?? []) if (moment.first < since) await takeBack(tx, nameTable, id, moment);
  const begun = providers.filter(({ record, since }) => (record[0]?.position ?? since) < since);
  const stored = await openSpans(
    tx,
    nameTable,
    begun.map(({ id }) => id),
  );
  const written: Owned<string>[] = [];
  const closed: Owned<string>[] = [];
  for (const { id, record } of providers) {
    const chronicle = new Chronicle(stored.get(id) ?? []);
    for (const { last, count } of moments.get(id) ?? []) chronicle.become(nameStretches(record.slice(0, count)), last);
    for (const span of chronicle.written) written.push(Object.assign(span, { owner: id }));
    for (const span of chronicle.closed) closed.push(Object.assign(span, { owner: id }));
  }
  await closeSpans(tx, nameTable, closed);
  await insertSpans(tx, nameTable, written);
}

function nameRows(provider: string, { names }: Provider) {
  const byFolded = new Map(names.toReversed().map((name) => [fold(name), name]));
  return [...byFolded].map(([folded, name]) => ({ provider, folded, name, ordinal: names.indexOf(name) }));
}

/** What a provider was called. */
const nameTable: SpanTable<string> = {
  name: 'provider_span',
  owner: 'provider',
  columns: { name: 'text' },
  valuesOf: (name) => [name],
  textOf: (name) => name,
};

/** The names that are known from a record, from the beginning of time to its end without a gap. */
function nameStretches(record: ProviderRecord): Stretch<string>[] {
  const stretches: Stretch<string>[] = [];
  for (const { name, since } of calledInTime(liveEvents(record, ProviderEventSchema))) {
    const last = stretches.at(-1);
    if (last?.value === name) continue;
    if (last && since !== null) last.to = addDays(since, -1);
    const from = last && since !== null ? since : BEGINNING_OF_TIME;
    stretches.push({ key: '', value: name, text: name, from, to: END_OF_TIME });
  }
  return stretches;
}

/**
 * The slugs of some providers, by id: those that they have, else the one asked for or made from the name; when another
 * provider has that, with the first free number behind it. Earlier ones choose first.
 */
async function slugsFor(
  tx: Transaction<Database>,
  providers: readonly { id: string; record: ProviderRecord }[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map(providers.map(({ id, record }) => [id, wantedBy(id, record)]));
  const { rows } = await sql<{ id: string; slug: string }>`
    select id, slug from provider
    where id = any(${[...wanted.keys()]}::uuid[])
      or slug = any(${[...wanted.values()]}) or regexp_replace(slug, '-[0-9]+$', '') = any(${[...wanted.values()]})
  `.execute(tx);
  const slugs = new Map(rows.filter(({ id }) => wanted.has(id)).map(({ id, slug }) => [id, slug]));
  const taken = new Set(rows.map(({ slug }) => slug));
  for (const [id, slug] of wanted) {
    if (slugs.has(id)) continue;
    const free = firstFree(slug, taken);
    slugs.set(id, free);
    taken.add(free);
  }
  return slugs;
}

function wantedBy(id: string, record: ProviderRecord): string {
  const registered = record[0]?.event;
  if (registered?.type !== 'ProviderRegistered') return id;
  return registered.data.slug ?? slugOf(registered.data.name);
}

function firstFree(slug: string, taken: ReadonlySet<string>): string {
  const numbered = (n: number): string => (n === 1 ? slug : `${slug}-${n}`);
  let n = 1;
  while (taken.has(numbered(n))) n++;
  return numbered(n);
}
