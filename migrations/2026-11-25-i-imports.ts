import { sql, type Kysely } from 'kysely';

/** An import finds a dossier under whoever has its service or had it: by transfers, and by corrections of transfers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index event_moving_service on event ((coalesce(data ->> 'to', data #>> '{changes,data,to}')))
      where type in ('ServiceTransferred', 'EventCorrected')
  `.execute(db);
}
