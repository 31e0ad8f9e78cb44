import { sql, type Kysely } from 'kysely';

/** Why an attempt failed, as `{code, params}` beside the English sentence; null for attempts recorded before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table delivery add column last_reason jsonb;
    alter table delivery_attempt add column reason jsonb
  `.execute(db);
}
