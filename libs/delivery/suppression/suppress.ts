import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { SuppressionTable } from '#database/tables/subscription.js';
import { disable } from '../queue/disable.js';

/**
 * From now on nothing is sent to an address. Whoever is subscribed with it is disabled and their owners told, and what is
 * owed to them is held: nothing is lost should the address take mails again. Those who have not confirmed stay as they are,
 * and get no question.
 */
export async function suppress(
  tx: Transaction<Database>,
  { reason, detail, at, ...asked }: SuppressionTable,
): Promise<void> {
  const address = asked.address.toLowerCase();
  await tx
    .insertInto('suppression')
    .values({ address, reason, detail, at })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
  const subscribed = await tx
    .selectFrom('subscription')
    .select('id')
    .where('channel', '=', 'email')
    .where(sql<boolean>`lower(target) = ${address}`)
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  for (const { id } of subscribed) await disable(tx, id, 'bounced', at);
}
