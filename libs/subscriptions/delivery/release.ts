import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Held } from './leases.js';

/** Gives back claims whose attempt was not begun: somebody else may take them at once. */
export async function release(db: LedgerDatabase, held: readonly Held[]): Promise<void> {
  await sql`
    update delivery set state = 'planned', claim = null, claimed_until = null
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim
  `.execute(db);
}
