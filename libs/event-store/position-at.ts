import { sql, type Kysely } from 'kysely';
import type { Database } from '#database/tables.js';

/** A binary search: `recorded_at` grows with the position and needs no index of its own. */
export async function positionAt(db: Kysely<Database>, instant: Date): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    with recursive search (low, high) as (
      select 0::bigint, position from ledger_head
      union all
      select
        case when event.recorded_at <= ${instant} then event.position else low end,
        case when event.recorded_at <= ${instant} then high else event.position - 1 end
      from search join event on event.position = (low + high + 1) / 2
      where low < high
    )
    select low as position from search where low = high
  `.execute(db);
  return rows[0]?.position ?? 0;
}
