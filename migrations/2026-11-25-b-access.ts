import { sql, type Kysely } from 'kysely';

/** The keys that REST takes. `hash` is the SHA-256 of the whole key, which is not kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_key (
      id           text primary key,
      name         text not null,
      scopes       text[] not null check (scopes <@ array['read', 'record', 'admin'] and cardinality(scopes) > 0),
      hash         bytea not null unique check (length(hash) = 32),
      created_at   timestamptz(3) not null default now(),
      last_used_at timestamptz(3),
      revoked_at   timestamptz(3)
    )
  `.execute(db);
}
