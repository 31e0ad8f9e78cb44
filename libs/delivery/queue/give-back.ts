import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Held } from './leases.js';

/**
 * Makes claims whose attempts were not begun planned again: anybody may take them at once.
 *
 * @param counted how many attempts were counted when they were claimed
 */
export async function giveBack(db: Kysely<Database>, held: readonly Held[], counted: 0 | 1 = 0): Promise<void> {
  if (held.length === 0) return;
  await sql`
    update delivery
    set state = 'planned', claim = null, claimed_until = null, attempts = attempts - ${counted}::int,
      began_at = case when attempts = ${counted}::int then null else began_at end
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim
  `.execute(db);
}

/** Claims of a subscription that have died, where nothing may go out: they wait with what is planned. */
export async function reviveLapsed(tx: Transaction<Database>, subscription: string): Promise<void> {
  await sql`
    update delivery set state = 'planned', claim = null, claimed_until = null
    where id in (
      select id from delivery
      where state = 'claimed' and claimed_until <= clock_timestamp() and delivery.subscription = ${subscription}
      for update skip locked
    )
  `.execute(tx);
}

/** What is owed to a subscription that was ended, save for what is just being sent. */
export async function cancelPlanned(tx: Transaction<Database>, subscription: string): Promise<void> {
  await sql`
    update delivery
    set state = 'cancelled', claim = null, claimed_until = null, last_error = 'the subscription was ended'
    where id in (
      select id from delivery
      where delivery.subscription = ${subscription}
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
  `.execute(tx);
}
