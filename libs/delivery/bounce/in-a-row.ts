import { sql, type Kysely } from 'kysely';
import type { Database } from '#database/tables.js';

/** After so many mails that bounced, and none between them that did not, an address is taken for dead. */
export const MOST_IN_A_ROW = 5;

/**
 * How many of the last mails to an address bounced in a row, to whichever of its subscriptions. Told by the log and not by
 * a count: a mail that a server took may still come back, hours later, and the next one has gone out by then.
 */
export async function inARow(db: Kysely<Database>, address: string): Promise<number> {
  const { rows } = await sql<{ bounced: boolean }>`
    select last.bounce is not null as bounced
    from subscription
    cross join lateral (
      select ordinal, bounce from delivery
      where delivery.subscription = subscription.id and (state = 'sent' or bounce is not null)
      order by ordinal desc limit ${MOST_IN_A_ROW}
    ) last
    where channel = 'email' and lower(target) = ${address.toLowerCase()}
    order by last.ordinal desc limit ${MOST_IN_A_ROW}
  `.execute(db);
  const other = rows.findIndex(({ bounced }) => !bounced);
  return other === -1 ? rows.length : other;
}
