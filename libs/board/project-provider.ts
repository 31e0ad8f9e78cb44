import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { providerOf, type Provider, type ProviderRecord } from '#domain/provider/provider.js';
import { fold, slugOf } from '#domain/text/fold.js';
import type { Recorded } from '#event-store/recorded.js';

/**
 * A provider's row and names, from its whole record. A retracted registration takes both away. The slug comes from the
 * registration as first recorded and stays: addresses that were given out do not move when a name is corrected.
 */
export async function projectProvider(
  id: string,
  recorded: Recorded<LedgerEvent>[],
  tx: Transaction<Database>,
): Promise<void> {
  const record = recorded as Recorded<ProviderEvent>[];
  await tx.deleteFrom('provider_name').where('provider', '=', id).execute();
  const provider = providerOf(record);
  if (!provider) {
    await tx.deleteFrom('provider').where('id', '=', id).execute();
    return;
  }
  const named = { name: provider.name, folded: fold(provider.name) };
  await tx
    .insertInto('provider')
    .values({ id, slug: await slugFor(id, record, tx), ...named, first_position: record[0]?.position ?? 0 })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(named))
    .execute();
  await tx.insertInto('provider_name').values(nameRows(id, provider)).execute();
}

function nameRows(provider: string, { names }: Provider) {
  const byFolded = new Map(names.toReversed().map((name) => [fold(name), name]));
  return [...byFolded].map(([folded, name]) => ({ provider, folded, name, ordinal: names.indexOf(name) }));
}

/** The slug asked for or made from the name; when another provider has it, with the first free number behind it. */
async function slugFor(id: string, record: ProviderRecord, tx: Transaction<Database>): Promise<string> {
  const registered = record[0]?.event;
  if (registered?.type !== 'ProviderRegistered') return id;
  const wanted = registered.data.slug ?? slugOf(registered.data.name);
  const taken = await tx
    .selectFrom('provider')
    .select('slug')
    .where('id', '<>', id)
    .where((where) => where.or([where('slug', '=', wanted), where('slug', 'like', `${wanted}-%`)]))
    .execute();
  const slugs = new Set(taken.map(({ slug }) => slug));
  const numbered = (n: number): string => (n === 1 ? wanted : `${wanted}-${n}`);
  let n = 1;
  while (slugs.has(numbered(n))) n++;
  return numbered(n);
}
