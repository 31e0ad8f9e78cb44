import { type Kysely, sql } from 'kysely';

/** Schemes whose changes of status need a second person, and the changes that wait for one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table four_eyes (
      scheme text primary key,
      since  timestamptz(3) not null
    );
    create table proposal (
      id          uuid primary key,
      kind        text not null check (kind in ('dossier-event', 'import', 'scheme', 'scheme-amendment', 'match')),
      about       text,
      payload     jsonb not null,
      event       uuid not null unique,
      bytes       bytea,
      hash        bytea not null,
      schemes     text[] not null,
      proposer    text not null,
      account     uuid not null references account,
      proposed_at timestamptz(3) not null,
      state       text not null check (state in ('open', 'recording', 'approved', 'rejected', 'withdrawn', 'outdated')),
      decided_by  text,
      decided_at  timestamptz(3),
      reason      text,
      rehearsal   text,
      refusal     jsonb,
      position    bigint,
      check ((state = 'open') = (decided_at is null)),
      check ((state = 'approved') = (position is not null))
    );
    create index proposal_waiting on proposal (proposed_at, id) where state in ('open', 'recording');
    create unique index proposal_same on proposal (account, hash) where state in ('open', 'recording');
    create index proposal_newest on proposal (proposed_at desc, id desc)
  `.execute(db);
}
