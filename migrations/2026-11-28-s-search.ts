import { type Kysely, sql } from 'kysely';

/**
 * What search finds: names, decisions, statements and others, one row each. `folded`, `terms` and `holder` are lists of folded
 * words. Their words are taken as they are, so that the result does not depend on the locale of the server; statements are also
 * found by the stems of their words, in both languages.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists pg_trgm;
    create table search_entry (
      stream text not null,
      key text not null,
      kind text not null,
      provider uuid not null,
      event uuid,
      type text,
      occurred text,
      text text not null,
      folded text collate "C" not null,
      terms text not null,
      holder text not null,
      words tsvector not null generated always as (
        array_to_tsvector(array_remove(string_to_array(folded || ' ' || terms || ' ' || holder, ' '), '')) ||
        case kind when 'statement'
          then strip(to_tsvector('english'::regconfig, folded) || to_tsvector('french'::regconfig, folded))
          else '' end
      ) stored,
      primary key (stream, key)
    );
    create index search_entry_words on search_entry using gin (words);
    create index search_entry_similar on search_entry using gin (folded gin_trgm_ops) where kind <> 'statement';
    create index search_entry_beginning on search_entry ((left(folded, 60))) where kind <> 'statement';
    create index search_entry_provider on search_entry (provider)
  `.execute(db);
}
