import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/asynchronous-commit.js';
import type { Attempt, SubscriptionRow } from './attempt.js';
import { begun } from './claim.js';
import { laneHeads } from './lane-heads.js';
import { leaseEnd } from './leases.js';

/** Claims what is due, or was claimed by somebody who died, and is nobody else's at this moment. */
export async function take(
  db: Kysely<Database>,
  { subscription, lapsed }: { subscription: SubscriptionRow; lapsed: boolean },
  { now, most }: { now: Date; most: number },
): Promise<Attempt[]> {
  const { rows } = await sql<Attempt['delivery']>`
    with due as materialized (
      select id from delivery
      where id = any(array(
          select id from ${candidates(subscription, lapsed)} candidate
          where next_attempt_at <= ${now} order by next_attempt_at, ordinal limit ${most}
        ))
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
    update delivery
    set state = 'claimed', claim = gen_random_uuid(), claimed_until = ${leaseEnd}, attempts = attempts + 1,
      began_at = coalesce(began_at, ${now})
    from due where delivery.id = due.id and ${asynchronousCommit}
    returning ${begun}
  `.execute(db);
  return rows.sort(byTurn).map((delivery) => ({ delivery, subscription }));
}

/** While it waits for its confirmation, only what asks for that. */
function candidates({ id, state, ordered }: SubscriptionRow, lapsed: boolean): RawBuilder<unknown> {
  if (ordered && state === 'active') return laneHeads(sql`${id}::uuid`);
  const which = state === 'pending' ? sql`subscription = ${id} and cause like 'confirm:%'` : sql`subscription = ${id}`;
  const planned = sql`select id, ordinal, next_attempt_at from delivery where state = 'planned' and ${which}`;
  if (!lapsed) return sql`(${planned})`;
  return sql`(
    ${planned} union all
    select id, ordinal, next_attempt_at from delivery where state = 'claimed' and claimed_until <= clock_timestamp() and ${which}
  )`;
}

const byTurn = (one: Attempt['delivery'], other: Attempt['delivery']): number =>
  one.next_attempt_at.getTime() - other.next_attempt_at.getTime() || one.ordinal - other.ordinal;
