import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

const LOOK_AHEAD = 20;

/**
 * Up to `most` subscriptions for which reminders are due, each held until the transaction ends, so that all that is due for
 * one goes into one message. Those that wait longest are looked at first; those that others hold are left out, and so are
 * those that were disabled: what comes due meanwhile waits, and is one message of the most urgent once they are enabled.
 */
export async function holdSubscriptions(tx: Transaction<Database>, now: Date, most: number): Promise<string[]> {
  const { rows: first } = await sql<{ id: string }>`
    with due as materialized (
      select subscription from reminder where state = 'planned' and fire_at <= ${now}
      order by fire_at limit ${most * LOOK_AHEAD}
    )
    select id from subscription where id in (select subscription from due) and state <> 'disabled'
    order by id limit ${most} for no key update skip locked
  `.execute(tx);
  if (first.length === most) return first.map(({ id }) => id);
  // A few may have a great deal that is due, or others may be at work on those that wait longest.
  const { rows: all } = await sql<{ id: string }>`
    select id from subscription
    where state <> 'disabled' and exists (
      select from reminder where subscription = subscription.id and state = 'planned' and fire_at <= ${now}
    )
    order by id limit ${most} for no key update skip locked
  `.execute(tx);
  return all.map(({ id }) => id);
}
