import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { streamId } from '#domain/event/ledger-event.js';
import { providerOf, type Provider } from '#domain/provider/provider.js';
import { fold } from '#domain/text/fold.js';
import type { Recorded } from '#event-store/recorded.js';
import { Chronicle } from './chronicle.js';
import { momentsSince } from './moment.js';
import { nameStretches, nameTable } from './name-spans.js';
import { slugsFor } from './slugs-for.js';
import { closeSpans, insertSpans, openSpans, takeBack, type Owned } from './stored-spans.js';
import type { TouchedRecord } from './touched-records.js';

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
