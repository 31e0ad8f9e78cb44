import { type Kysely, sql } from 'kysely';

/** Saved views of the month grid and by assignee, both removed, become views of the agenda. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update saved_view set path = '/deadlines' where path = '/deadlines/month';
    update saved_view set query = trim(both '&' from regexp_replace('&' || query, '&assignee=[^&]*', '', 'g'))
      where path = '/deadlines' and query like '%assignee=%'
  `.execute(db);
}
