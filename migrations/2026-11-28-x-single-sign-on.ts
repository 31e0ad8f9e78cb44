import { type Kysely, sql } from 'kysely';

/** Signing in with an identity provider (OpenID Connect): whose identities are known, and sign-ins that are under way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_identity (
      issuer     text not null,
      subject    text not null,
      account    uuid not null references account,
      created_at timestamptz(3) not null,
      primary key (issuer, subject),
      unique (account, issuer)
    );
    create table oidc_request (
      hash       bytea primary key check (length(hash) = 32),
      state      text not null,
      nonce      text not null,
      verifier   text not null,
      resume     text not null,
      expires_at timestamptz(3) not null
    );
    create index oidc_request_over on oidc_request (expires_at)
  `.execute(db);
}
