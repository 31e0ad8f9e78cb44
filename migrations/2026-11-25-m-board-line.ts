import { sql, type Kysely } from 'kysely';

/**
 * The lines of the officers' board: what is shown, chosen and sorted by of each dossier on any day, as known at any position,
 * in spans as those of `dossier_span`. They are written with the deadlines, which they tell of. Both follow from the ledger,
 * so the deadlines are emptied and their checkpoint is taken away: the worker fills both tables from the first event at its
 * next start, and what is listed is short of what it has not reached yet.
 *
 * A board is counted and sorted whole. All that takes is in the indexes; the lines themselves are read for one page. `reach`
 * is the power of four above a span's length in days, 2^20 above some eleven years: of one reach, the spans that hold on a
 * day are among the last that had begun by then, so that no day has to go through those of all the days after it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table board_line (
      dossier uuid not null,
      from_day date not null,
      to_day date not null,
      known_from bigint not null,
      known_to bigint,
      provider uuid not null,
      scheme text not null,
      service text collate "C" not null,
      alike int not null,
      urgency int not null,
      next_day date,
      news_day date,
      body jsonb not null,
      reach int not null generated always as (
        case when to_day - from_day < 4096
          then 1 << (length(ltrim((to_day - from_day)::bit(32)::text, '0')) + 1) / 2 * 2
          else 1 << 20
        end
      ) stored,
      primary key (dossier, from_day, known_from)
    );
    create index board_line_open on board_line (reach, from_day)
      include (to_day, known_from, alike, urgency, dossier, provider, next_day, news_day, scheme, service)
      where known_to is null;
    create index board_line_over on board_line (reach, from_day)
      include (to_day, known_from, known_to, alike, urgency, dossier, provider, next_day, news_day, scheme, service)
      where known_to is not null;
    create index provider_span_over on provider_span (provider) where known_to is not null;

    truncate deadline_span;
    delete from checkpoint where name = 'dues';
  `.execute(db);
}
