import type { Generated } from 'kysely';

/** A person. Rows are never deleted: events name them as their actor. */
export interface AccountTable {
  id: string;
  /** Null: erased. */
  name: string | null;
  /** Null: erased. */
  email: string | null;
  role: 'reader' | 'officer' | 'approver' | 'admin';
  created_at: Date;
  disabled_at: Date | null;
  erased_at: Date | null;
}

/** API keys; only their hashes are stored. Rows are never deleted: events name them as their actor. */
export interface ApiKeyTable {
  id: string;
  name: string;
  scopes: ('read' | 'record' | 'approve' | 'admin' | 'bounces' | 'metrics')[];
  /** Whose key it is. */
  account: string | null;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A console session, of an account or of an API key. */
export interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  hash: Buffer;
  api_key: string | null;
  account: string | null;
  created_at: Date;
  /** To the minute. */
  seen_at: Date;
}
