import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import { type Filter, type FilteredChange, wantsChange } from './filter.js';
import type { Place } from '#notifications/subject.js';

/** Who would be told at once of an event that is recorded now, by the ids of their subscriptions. */
export async function subscribersToChange(
  db: Kysely<Database>,
  change: FilteredChange,
  places: readonly Place[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .select(['id', 'filter'])
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.filter(({ filter }) => wantsChange(filter as Filter, change, places)).map(({ id }) => id);
}
