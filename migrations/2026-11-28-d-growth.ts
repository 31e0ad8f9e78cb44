import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await importSummaries(db);
  await failures(db);
  await expiries(db);
  await replanned(db);
  await retention(db);
}

/** Metrics count the latest failures. */
async function failures(db: Kysely<unknown>): Promise<void> {
  await sql`create index delivery_failed on delivery (created_at) where state = 'failed'`.execute(db);
}

/** The expiries that are recorded, so that looking for others costs nothing for those. */
async function expiries(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table deadline add column expired uuid;
    update deadline set expired = expiry where exists (select from event where id = deadline.expiry);
    drop index deadline_expiring;
    create index deadline_expiring on deadline (due_latest) where expiry is not null and expired is distinct from expiry;
  `.execute(db);
}

/** The subscriptions whose reminders may have to be planned again, whoever changed them. */
async function replanned(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription add column replan boolean not null default true;
    create index subscription_replan on subscription (id) where replan;
    create function replan_subscription() returns trigger language plpgsql as $$
    begin
      new.replan := true;
      return new;
    end
    $$;
    create trigger replan before update of state, filter, reminders, confirmed_at on subscription
      for each row execute function replan_subscription();
  `.execute(db);
}

/** What is removed is found by age, and counted; what is dropped while a subscription is disabled is marked for its owner. */
async function retention(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index delivery_settled on delivery (created_at) where state in ('sent', 'failed', 'cancelled');
    create index reminder_answer_of_subscription on reminder_answer (subscription);
    create index subscription_ended on subscription (ended_at) where state = 'unsubscribed';
    create table removed_rows (
      kind  text primary key,
      count bigint not null
    );
    alter table subscription
      add column dropped       int not null default 0,
      add column dropped_after bigint,
      add column dropped_first timestamptz(3),
      add column dropped_last  timestamptz(3);
  `.execute(db);
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
