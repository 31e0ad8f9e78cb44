import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Reach } from '#delivery/held-subscription.js';

/** An active subscription by where it leads. */
export interface Reached {
  id: string;
  channel: 'email' | 'webhook';
  target: string;
}

/** Those that somebody may see, by id. */
export async function activeWithin(db: Kysely<Database>, reach: Reach): Promise<Map<string, Reached>> {
  let rows = db.selectFrom('subscription').select(['id', 'channel', 'target']).where('state', '=', 'active');
  if (reach !== 'all') rows = rows.where('created_by', '=', reach.maker);
  return new Map((await rows.execute()).map((row) => [row.id, row]));
}
