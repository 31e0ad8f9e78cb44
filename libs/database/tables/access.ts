import type { GeneratedAlways, JSONColumnType, Generated } from 'kysely';

/** A person. Rows are never deleted: events name them as their actor. */
interface AccountTable {
  id: string;
  /** Null: erased. */
  name: string | null;
  /** Null: erased. */
  email: string | null;
  role: 'reader' | 'officer' | 'approver' | 'admin';
  created_at: Date;
  /** When the person signed in first; null: invited. */
  joined_at: Date | null;
  disabled_at: Date | null;
  erased_at: Date | null;
  /** Null: not known. */
  language: Generated<'en' | 'fr' | null>;
  /** Whether the person is mailed about proposals that wait for their approval. */
  proposal_mails: Generated<boolean>;
}

/** How a person signs in. Absent until the first password is set. */
interface AccountCredentialsTable {
  account: string;
  /** `scrypt$<cost>$<salt>$<hash>`. */
  password: string;
  /** Key of the one-time codes, sealed with `JALON_SECRET`; null until it is set up. */
  totp: Buffer | null;
  /** Time step of the last code that was accepted: neither it nor an earlier one is accepted again. */
  totp_step: number | null;
}

/** Unused recovery codes. */
interface RecoveryCodeTable {
  account: string;
  /** SHA-256. */
  hash: Buffer;
}

/** A link that was sent to a person, to be used once. Its token derives from the id and `JALON_SECRET`. */
interface AccountLinkTable {
  id: string;
  account: string;
  purpose: 'invitation' | 'password';
  created_at: Date;
  expires_at: Date;
}

/** A sign-in that waits for its second factor. */
export interface SignInTicketTable {
  /** SHA-256 of the token in the form. */
  hash: Buffer;
  account: string;
  /** What was checked before: a password, a link that was sent by mail, or a session and its password. */
  after: 'password' | 'mail' | 'session';
  /** The key to be set up, sealed; null if there is one. */
  totp: Buffer | null;
  tries: Generated<number>;
  expires_at: Date;
}

/** Failed sign-ins of an address, network or browser until a time. */
interface SignInAttemptsTable {
  /** SHA-256 of whose they are. */
  key: Buffer;
  count: number;
  until: Date;
}

/** An identity at a provider of OpenID Connect. */
interface AccountIdentityTable {
  issuer: string;
  subject: string;
  account: string;
  created_at: Date;
}

/** A sign-in for which the response of the identity provider is awaited. */
export interface OidcRequestTable {
  /** SHA-256 of the token in the cookie of the browser. */
  hash: Buffer;
  state: string;
  nonce: string;
  /** Of PKCE (RFC 7636). */
  verifier: string;
  /** What follows, as the caller wrote it. */
  resume: string;
  expires_at: Date;
}

/** API keys; only their hashes are stored. Rows are never deleted: events name them as their actor. */
interface ApiKeyTable {
  id: string;
  name: string;
  scopes: ('read' | 'record' | 'approve' | 'admin' | 'bounces' | 'metrics')[];
  account: string | null;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A console session, of an account or of an API key. */
interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  hash: Buffer;
  api_key: string | null;
  account: string | null;
  created_at: Date;
  /** To the minute. */
  seen_at: Date;
  /** By which it is listed and ended. */
  id: Generated<string>;
  /** `User-Agent`. */
  browser: string | null;
  /** IPv4 address, or IPv6 network of 64 bits. */
  network: string | null;
}

/** What somebody did besides recording. Rows are only ever inserted. */
interface ActivityTable {
  ordinal: GeneratedAlways<number>;
  at: Date;
  actor: string;
  /** One of `ACTS` in `libs/access/activities.ts`. */
  act: string;
  /** What it was done to: a stream, or `account:<id>`, `key:<id>` and the like. */
  about: string | null;
  details: JSONColumnType<Record<string, unknown>>;
}

export interface AccessTables {
  activity: ActivityTable;
  account: AccountTable;
  account_credentials: AccountCredentialsTable;
  account_link: AccountLinkTable;
  recovery_code: RecoveryCodeTable;
  sign_in_attempts: SignInAttemptsTable;
  sign_in_ticket: SignInTicketTable;
  account_identity: AccountIdentityTable;
  oidc_request: OidcRequestTable;
  api_key: ApiKeyTable;
  console_session: SessionTable;
}
