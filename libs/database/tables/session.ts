/** Somebody who is signed in to the console. */
export interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  hash: Buffer;
  api_key: string;
  created_at: Date;
  /** To the minute. */
  seen_at: Date;
}
