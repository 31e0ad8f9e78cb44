import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Filter } from './filter.js';

export interface DeadlineSubscriber {
  id: string;
  filter: Filter;
  confirmedAt: Date;
}

/** The active subscriptions that asked to be reminded. Ask `wantsDeadline(filter, place)` which deadlines they mean. */
export async function deadlineSubscribers(db: Kysely<Database>): Promise<DeadlineSubscriber[]> {
  const rows = await db
    .selectFrom('subscription')
    .select(['id', 'filter', (eb) => eb.ref('confirmed_at').$notNull().as('confirmedAt')])
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, filter: row.filter as Filter })).filter(({ filter }) => filter.deadlines);
}
