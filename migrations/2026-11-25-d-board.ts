import { sql, type Kysely } from 'kysely';

/**
 * The board: where every dossier stands at any (asOf, knownAt), projected from the ledger by one follower.
 * A span is a stretch of days over which a value stays the same (`from_day` to `to_day`, both included), as known from
 * one position of the ledger (`known_from`, included) to another (`known_to`, excluded; null: to this day).
 * Names sort by their bytes, so that a page's end means the same on every server.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table provider (
      id uuid primary key,
      slug text not null unique,
      name text not null,
      folded text collate "C" not null,
      first_position bigint not null
    );
    create index provider_by_name on provider (folded, id);

    create table provider_name (
      provider uuid not null,
      folded text not null,
      name text not null,
      ordinal int not null,
      primary key (provider, folded)
    );
    create index provider_name_folded on provider_name (folded);

    create table dossier (
      id uuid primary key,
      provider uuid not null,
      scheme text not null,
      first_position bigint not null
    );
    create index dossier_by_provider on dossier (provider);

    create table dossier_span (
      dossier uuid not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      status text not null,
      confirmed boolean not null,
      expiring boolean not null,
      stale boolean not null,
      grant_end date,
      service text collate "C" not null,
      depends_on uuid[] not null,
      body jsonb not null,
      days daterange not null generated always as (daterange(from_day, to_day, '[]')) stored,
      known int8range not null generated always as (int8range(known_from, known_to)) stored,
      primary key (dossier, from_day, known_from)
    );
    create index dossier_span_at on dossier_span using gist (days, known);
    create index dossier_span_open on dossier_span using gist (days) where known_to is null;
    create index dossier_span_depending on dossier_span using gist (days, known) where depends_on <> '{}';

    create table deadline_span (
      dossier uuid not null,
      key text collate "C" not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      kind text not null,
      state text not null,
      due_earliest date not null,
      due_latest date not null,
      lapses date,
      body jsonb not null,
      days daterange not null generated always as (daterange(from_day, to_day, '[]')) stored,
      known int8range not null generated always as (int8range(known_from, known_to)) stored,
      primary key (dossier, key, from_day, known_from)
    );
    create index deadline_span_at on deadline_span using gist (days, known);
    create index deadline_span_open on deadline_span (state, due_earliest) where known_to is null;

    -- An import looks names up in the ledger itself, which the board may lag behind.
    create index event_naming_provider on event (position)
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted');
    create index event_opening_dossier on event ((data ->> 'provider')) where type = 'DossierOpened';
  `.execute(db);
}
