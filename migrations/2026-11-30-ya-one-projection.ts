import { type Kysely, sql } from 'kysely';

/**
 * The projections `board`, `agenda` and `search` become one, `board`, whose rows are the same. Where all three have followed the
 * ledger equally far, it goes on from there; elsewhere it has to be rebuilt. A worker of the release before, which may run until
 * it is replaced, cannot begin the others anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`lock table checkpoint in share row exclusive mode`.execute(db); // no range of the release before is under way
  await sql`
    update checkpoint set version = 8 where name = 'board' and version = 7 and 2 = (
      select count(*) from checkpoint as other
      where (name, version) in (('agenda', 8), ('search', 1)) and other.position = checkpoint.position
    )
  `.execute(db);
  await sql`
    with former as (
      delete from projection_failure
      where (projection, version) in (('board', 7), ('agenda', 8), ('search', 1)) returning stream, position, error
    )
    insert into projection_failure (projection, version, stream, position, error, next_attempt_at)
    select 'board', 8, stream, position, min(error), now() from former group by stream, position
  `.execute(db);
  await sql`
    drop schema if exists jalon_build_agenda cascade;
    drop schema if exists jalon_build_search cascade;
    delete from checkpoint where name in ('agenda', 'search');
    delete from projection_failure where projection in ('agenda', 'search');
    alter table checkpoint drop constraint checkpoint_not_dues,
      add constraint checkpoint_not_former check (name not in ('dues', 'agenda', 'search'))
  `.execute(db);
}
