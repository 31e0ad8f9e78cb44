import { sql, type Kysely } from 'kysely';

/**
 * Who is signed in to the console, by an API key. Of the cookie only its hash is kept: who reads the table cannot sign in
 * with it. A session that is over is deleted when somebody signs in.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table console_session (
      hash       bytea primary key check (length(hash) = 32),
      api_key    text not null references api_key,
      created_at timestamptz(3) not null,
      seen_at    timestamptz(3) not null
    );
    create index on console_session (seen_at)
  `.execute(db);
}
