import { type Kysely, sql } from 'kysely';

/** What a second person approves is a preview, in proposals and in readings that are held. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table proposal rename column rehearsal to preview`.execute(db);
  await sql`
    update register_reading
    set result = jsonb_set(result #- '{preview,rehearsal}', '{preview,id}', result #> '{preview,rehearsal}')
    where result #> '{preview,rehearsal}' is not null
  `.execute(db);
}
