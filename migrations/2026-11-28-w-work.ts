import { type Kysely, sql } from 'kysely';

/**
 * What people keep beside the ledger for their own work: views of lists, the services that the organisation uses, and who takes
 * care of which deadline. Nothing here changes what is known of a certification.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table saved_view (
      id         uuid primary key,
      slug       text not null unique,
      name       text not null,
      path       text not null,
      query      text not null,
      owner      text not null,
      shared     boolean not null,
      created_at timestamptz(3) not null
    );
    create index saved_view_owner on saved_view (owner);

    create table portfolio (
      id         uuid primary key,
      slug       text not null unique,
      name       text not null,
      created_by text not null,
      created_at timestamptz(3) not null
    );
    create table portfolio_service (
      portfolio uuid not null references portfolio on delete cascade,
      dossier   uuid not null,
      used_for  text not null,
      added_by  text not null,
      added_at  timestamptz(3) not null,
      primary key (portfolio, dossier)
    );

    create table deadline_comment (
      id         uuid primary key,
      dossier    uuid not null,
      deadline   text not null,
      author     text not null,
      body       text,
      created_at timestamptz(3) not null,
      deleted_at timestamptz(3),
      check ((deleted_at is null) = (body is not null))
    );
    create index deadline_comment_deadline on deadline_comment (dossier, deadline, created_at);
    create table deadline_assignee (
      dossier     uuid not null,
      deadline    text not null,
      account     uuid not null references account,
      assigned_by text not null,
      assigned_at timestamptz(3) not null,
      primary key (dossier, deadline)
    );
    create index deadline_assignee_account on deadline_assignee (account)
  `.execute(db);
}
