import type { Generated } from 'kysely';

/** Keys that REST takes; only their hashes are kept. Rows are never deleted: events name them as their actor. */
export interface ApiKeyTable {
  id: string;
  name: string;
  scopes: ('read' | 'record' | 'admin')[];
  /** SHA-256 of the whole key. */
  hash: Buffer;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** Somebody who is signed in to the console. */
export interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  hash: Buffer;
  api_key: string;
  created_at: Date;
  /** To the minute. */
  seen_at: Date;
}
