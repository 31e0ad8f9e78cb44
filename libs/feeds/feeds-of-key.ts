import type { LedgerDatabase } from '#database/connection.js';
import type { FeedView } from './feeds.js';

type OwnedFeed = Pick<FeedView, 'id' | 'kind' | 'name'>;

/**
 * The feeds with a private address that an API key created and that are readable, in order of creation. Revoking the key does
 * not revoke them.
 *
 * @param owner its `keyReference`
 */
export const feedsOf = (db: LedgerDatabase, owner: string): Promise<OwnedFeed[]> =>
  db
    .selectFrom('feed')
    .select(['id', 'kind', 'name'])
    .where('created_by', '=', owner)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Revokes them. Permanent and idempotent. @returns those that were readable until now */
export async function revokeFeedsOf(db: LedgerDatabase, owner: string, now: Date): Promise<OwnedFeed[]> {
  const owned = await feedsOf(db, owner);
  await db
    .updateTable('feed')
    .set({ revoked_at: now })
    .where('created_by', '=', owner)
    .where('revoked_at', 'is', null)
    .execute();
  return owned;
}
