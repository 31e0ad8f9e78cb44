import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DisabledBecause } from '#database/tables/subscription.js';
import { tellOwners } from './tell-owners.js';

/**
 * Sends a subscription nothing more, until somebody enables it; what is owed to it, and what comes up meanwhile, is held. Its
 * owner is told. One that is disabled already, or was ended, stays as it is.
 *
 * @returns whether it was disabled
 */
export async function disable(
  tx: Transaction<Database>,
  id: string,
  because: DisabledBecause,
  at: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'disabled', disabled_because: because, ended_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'active'])
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await tellOwners(tx, row, at, (said) => ({
    cause: `disabled:${id}:${at.getTime()}`,
    type: 'subscription.disabled',
    data: { subscription: id, target: row.target, because, at: at.toISOString(), ...said },
  }));
  return true;
}
