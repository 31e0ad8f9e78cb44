import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ProviderRecord } from '#domain/provider/provider.js';
import { slugOf } from '#domain/text/fold.js';

/**
 * The slugs of some providers, by id: those that they have, else the one asked for or made from the name; when another
 * provider has that, with the first free number behind it. Earlier ones choose first.
 */
export async function slugsFor(
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
