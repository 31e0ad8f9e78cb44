import type { LedgerDatabase } from '#database/connection.js';
import { type Scope, withIncluded } from './scopes.js';
import { SCOPE_OF_ROLE } from './principal.js';

/** Whether an account has a scope at this moment: a key that was verified seconds ago may say what no longer holds. */
export async function mayNow(db: LedgerDatabase, account: string, scope: Scope): Promise<boolean> {
  const row = await db.ledger
    .selectFrom('account')
    .select(['role', 'disabled_at'])
    .where('id', '=', account)
    .executeTakeFirst();
  return row !== undefined && row.disabled_at === null && withIncluded([SCOPE_OF_ROLE[row.role]]).has(scope);
}
