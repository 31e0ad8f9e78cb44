import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await importSummaries(db);
}

/** Past events recorded by an import, until one message about all of them is planned for the subscription. */
async function importSummaries(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_summary (
      subscription uuid not null references subscription,
      import       uuid not null,
      events       int not null,
      after        bigint not null,
      up_to        bigint not null,
      subjects     jsonb not null,
      recorded_at  timestamptz(3) not null,
      primary key (subscription, import)
    );
    create index import_summary_recorded on import_summary (recorded_at);
  `.execute(db);
}
