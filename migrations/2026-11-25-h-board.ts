import { sql, type Kysely } from 'kysely';

/**
 * Version 2 of the board: providers' names and dossiers' holders in time, and spans that hold what lists choose and sort
 * by, not whole standings. Everything on the board follows from the ledger, so its tables are made anew, empty, and its
 * checkpoint is taken away: the worker fills them again from the first event at its next start, and lists are short of
 * what it has not reached yet.
 *
 * A span is a stretch of days over which a value stays the same (`from_day` to `to_day`, both included), as known from
 * one position of the ledger (`known_from`, included) to another (`known_to`, excluded; null: to this day). The spans of a
 * dossier that are known at one position follow each other without a gap, from its first day to the end of time: the one
 * that holds on a day is the last that begins by then.
 * Names sort by their bytes, so that a page's end means the same on every server.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop table provider, provider_name, dossier, dossier_span, deadline_span;
    delete from checkpoint where name = 'board';
  `.execute(db);
  await providers(db);
  await dossiers(db);
  await deadlines(db);
}

async function providers(db: Kysely<unknown>): Promise<void> {
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

    create table provider_span (
      provider uuid not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      name text not null,
      primary key (provider, from_day, known_from)
    );
  `.execute(db);
}

async function dossiers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table dossier (
      id uuid primary key,
      provider uuid not null,
      scheme text not null,
      first_position bigint not null
    );
    create index dossier_by_scheme on dossier (scheme);

    create table dossier_span (
      dossier uuid not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      provider uuid not null,
      status text not null,
      confirmed boolean not null,
      expiring boolean not null,
      stale boolean not null,
      grant_end date,
      service text collate "C" not null,
      depends_on uuid[] not null,
      body jsonb not null,
      primary key (dossier, from_day, known_from)
    );
    create index dossier_span_open on dossier_span (dossier, from_day) where known_to is null;
    -- For what is rare: a list of many goes along the names.
    create index dossier_span_status on dossier_span (status, to_day, from_day, known_from, known_to, dossier);
    create index dossier_span_expiring on dossier_span (to_day, from_day, known_from, known_to, dossier) where expiring;
    create index dossier_span_stale on dossier_span (to_day, from_day, known_from, known_to, dossier) where stale;
    create index dossier_span_ending on dossier_span (to_day, grant_end, from_day, known_from, known_to, dossier)
      where grant_end is not null;
    create index dossier_span_depending on dossier_span (dossier) where depends_on <> '{}';

    -- Every provider that holds a dossier on any day, as known at any position.
    create table dossier_holder (
      provider uuid not null,
      dossier uuid not null,
      primary key (provider, dossier)
    );
  `.execute(db);
}

async function deadlines(db: Kysely<unknown>): Promise<void> {
  await sql`
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
      primary key (dossier, key, from_day, known_from)
    );
    create index deadline_span_open on deadline_span (state, due_earliest) where known_to is null;
    create index deadline_span_due on deadline_span (state, due_earliest);
  `.execute(db);
}
