import type { Generated } from 'kysely';

/** API keys; only their hashes are stored. Rows are never deleted: events name them as their actor. */
export interface ApiKeyTable {
  id: string;
  name: string;
  scopes: ('read' | 'record' | 'admin' | 'bounces' | 'metrics')[];
  /** SHA-256 of the whole key. */
  hash: Buffer;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A console session. */
export interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  hash: Buffer;
  api_key: string;
  created_at: Date;
  /** To the minute. */
  seen_at: Date;
}
