import { sql, type RawBuilder } from 'kysely';

/**
 * Of an ordered subscription, what may go out next: of each provider (`lane`) the oldest that is neither sent nor given up,
 * unless it is under way, and all that is about none. Goes from lane to lane, however much waits in them.
 *
 * @param subscription its id, as a value or as a column of the statement around it
 */
export const laneHeads = (subscription: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  with recursive head as (
    (
      select id, lane, ordinal, next_attempt_at, ${isFree} as is_free from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and lane is not null
      order by lane, ordinal limit 1
    )
    union all
    select next.* from head cross join lateral (
      select id, lane, ordinal, next_attempt_at, ${isFree} from delivery
      where subscription = ${subscription} and state in ('planned', 'claimed') and lane > head.lane
      order by lane, ordinal limit 1
    ) next
  )
  select id, ordinal, next_attempt_at from head where is_free
  union all
  (
    select id, ordinal, next_attempt_at from delivery
    where subscription = ${subscription} and state in ('planned', 'claimed') and lane is null and ${isFree}
  )
)`;

const isFree = sql`(state = 'planned' or claimed_until <= clock_timestamp())`;
