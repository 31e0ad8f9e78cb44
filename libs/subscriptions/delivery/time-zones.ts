import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import { wishesOf } from '../wishes-of.js';

/** In which zones subscriptions want their day to begin; those that did not say are left out. */
export async function timeZonesOf(
  db: Kysely<Database>,
  subscriptions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (subscriptions.length === 0) return new Map();
  const rows = await db
    .selectFrom('subscription')
    .select(['id', 'reminders'])
    .where('id', 'in', subscriptions)
    .execute();
  return new Map(
    rows.flatMap(({ id, reminders }) => {
      const { timeZone } = wishesOf(reminders);
      return timeZone === undefined ? [] : [[id, timeZone] as const];
    }),
  );
}
