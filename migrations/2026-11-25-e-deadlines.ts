import { sql, type Kysely } from 'kysely';

/**
 * Deadlines as they stand today, and who is reminded of them when. A reminder is unique per (deadline, version of its
 * dates, rung, subscription): planning it again changes nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table dossier_plan (
      dossier    uuid primary key,
      provider   uuid not null,
      scheme     text not null,
      depends_on uuid[] not null,
      next_turn  date
    );
    create index dossier_plan_next_turn on dossier_plan (next_turn) where next_turn is not null;
    create index dossier_plan_depends_on on dossier_plan using gin (depends_on);

    create table deadline (
      key          text collate "C" primary key,
      dossier      uuid not null references dossier_plan,
      kind         text not null,
      version      int not null,
      due          text not null,
      due_earliest date not null,
      due_latest   date not null,
      opens        date not null,
      lapses       date,
      state        text not null check (state in ('open', 'met', 'missed', 'cancelled')),
      expiry       uuid,
      body         jsonb not null
    );
    create index deadline_of_dossier on deadline (dossier);
    create index deadline_open on deadline (key) where state = 'open';
    create index deadline_expiring on deadline (due_latest) where expiry is not null;

    create table reminder (
      id               uuid primary key,
      deadline_key     text collate "C" not null references deadline,
      deadline_version int not null,
      rung             int not null,
      subscription     uuid not null references subscription,
      fire_at          timestamptz(3) not null,
      state            text not null
        check (state in ('planned', 'claimed', 'sent', 'cancelled', 'superseded', 'skipped', 'failed')),
      unique (deadline_key, deadline_version, rung, subscription)
    );
    create index reminder_planned on reminder (fire_at) where state = 'planned';
    create index reminder_claimed on reminder (id) where state = 'claimed';
    create index reminder_of_subscription on reminder (subscription) where state = 'planned';

    create table reminder_audience (
      subscription uuid primary key references subscription,
      mark         text not null
    );
  `.execute(db);
  await tellOfWhatIsOwed(db);
}

/** Wakes the worker the moment something owed is committed, whoever wrote it; polling remains the guarantee. */
async function tellOfWhatIsOwed(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function tell_of_what_is_owed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('jalon_owed', tg_table_name);
      return null;
    end
    $$;
    create trigger tell_of_planned after insert or update of state on delivery
      for each row when (new.state = 'planned') execute function tell_of_what_is_owed();
    create trigger tell_of_planned after insert on reminder
      for each statement execute function tell_of_what_is_owed();
    create trigger tell_of_change after insert or update of state, filter, confirmed_at on subscription
      for each row execute function tell_of_what_is_owed();
  `.execute(db);
}
