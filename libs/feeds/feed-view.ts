import type { Selectable } from 'kysely';
import type { FeedTable } from '#database/tables/subscription.js';

export type FeedRow = Selectable<FeedTable>;

export const FEED_KINDS = ['calendar', 'atom'] as const;

/** A feed with an address of its own, as its owner sees it. The address is not in it: nobody knows it any more. */
export interface FeedView {
  id: string;
  kind: (typeof FEED_KINDS)[number];
  name: string;
  /** What it is about: whoever asked for it says what that means. */
  filter: object;
  language: 'fr' | 'en';
  createdAt: Date;
  revokedAt: Date | null;
}

export const feedViewOf = (row: FeedRow): FeedView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  filter: row.filter,
  language: row.language,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});
