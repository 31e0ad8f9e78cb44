import { sql, type Kysely } from 'kysely';

/**
 * What each name of a provider looks like, so that look-alikes are found by an index. The board follows from the ledger, so its
 * tables are emptied and its checkpoint is taken away: the worker fills them from the first event at its next start, and lists
 * are short of what it has not reached yet.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table provider_name add column skeleton text not null default '';
    create index provider_name_skeleton on provider_name (skeleton);

    truncate provider, provider_name, provider_span, provider_profile, dossier, dossier_holder, dossier_span;
    delete from checkpoint where name = 'board';
  `.execute(db);
}
