import { sql, type Kysely } from 'kysely';

/**
 * What dossiers and providers are found by: the sectors, parties, technology and owners of a provider, in spans of their own,
 * and the kinds of service, levels and versions of a dossier, in the spans of its status. All of it follows from the ledger, so
 * the tables of the statuses are emptied and their checkpoint is taken away: the worker fills them from the first event at its
 * next start, and lists are short of what it has not reached yet.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table provider_profile (
      provider uuid not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      words text[] not null,
      terms text[] not null,
      primary key (provider, from_day, known_from)
    );
    create index provider_profile_words on provider_profile using gin (words);

    truncate provider, provider_name, provider_span, dossier, dossier_span, dossier_holder;
    alter table dossier_span add column terms text[] not null default '{}';
    create index dossier_span_terms on dossier_span using gin (terms);
    delete from checkpoint where name = 'board';
  `.execute(db);
}
