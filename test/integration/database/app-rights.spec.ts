import { describe, expect, it, afterAll, beforeAll } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { APP_FUNCTIONS, APP_RIGHTS, unprotectedBy } from '#database/app-rights.js';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { migrateToLatest } from '#database/migrator.js';
import { type Database } from '#database/tables.js';
import { freshDatabase } from '#test/database.js';
import { startedOnce } from '#test/started.js';
import { Activities, deleteOldActivity } from '#access/activities.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { inTurn } from '#database/transactions.js';

const database = startedOnce(freshDatabase);

const statements = [
  `update activity set actor = 'another'`,
  'delete from activity where ordinal = 1',
  'truncate activity',
];

describe('the table of activity', () => {
  beforeAll(async () => {
    await new Activities(database.app).note({ actor: 'key:k1', act: 'signed-in' });
  });
  afterAll(async () => {
    const rows = await database.app.selectFrom('activity').select(['actor', 'act', 'about', 'details']).execute();
    expect(rows).toEqual([{ actor: 'key:k1', act: 'signed-in', about: null, details: {} }]);
  });

  it.each(statements)('refuses the app: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied|append-only/);
  });

  it.each(statements)('refuses the owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.owner)).rejects.toThrow(/append-only/);
  });

  it('is removed after its retention period, of 90 days at least', async () => {
    const note = (days: number) =>
      sql`insert into activity (at, actor, act) select now() - ${days} * interval '1 day', 'key:k1', 'signed-in'`;
    for (const days of [80, 91, 500]) await note(days).execute(database.app);
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    expect(await deleteOldActivity(database.app, ago(400))).toBe(1);
    expect(await deleteOldActivity(database.app, ago(90))).toBe(1);
    await expect(deleteOldActivity(database.app, ago(79))).rejects.toThrow(/append-only/);
    await sql`alter table activity disable trigger activity_is_kept`.execute(database.owner);
    await deleteOldActivity(database.app, ago(79));
  });

  it('rolls back with the change that is noted', async () => {
    const undone = database.app.transaction().execute(async (tx) => {
      await new Activities(database.app).note({ actor: 'key:k1', act: 'key-created', about: 'key:k2' }, tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
  });
});

describe('a turn', () => {
  let processes: LedgerDatabase[];

  beforeAll(() => {
    const timeouts = { ...DEFAULT_TIMEOUTS, lockMs: 60_000, statementMs: 60_000, silenceMs: 400 };
    processes = ['one', 'other'].map((applicationName) =>
      openDatabase({ url: database.appUrl, applicationName, timeouts }),
    );
  });
  afterAll(async () => {
    for (const db of processes) await db.destroy();
  });

  it('work that takes longer than PostgreSQL waits for a silent process keeps its turn (long)', async () => {
    let [running, most] = [0, 0];
    const work = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await sleep(1_500);
      running -= 1;
    };
    await Promise.all(processes.map((db) => inTurn(db, 'registrations', work)));
    expect(most).toBe(1);
  });
});

/** Every privilege of `jalon_app`, its own or everybody's, outside the schemas of PostgreSQL. */
async function granted(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with entry as (
      select 'table ' || relname as object, relacl as acl, relnamespace as schema from pg_class
      union all
      select 'column ' || attrelid::regclass || '.' || attname, attacl, relnamespace
        from pg_attribute join pg_class on pg_class.oid = attrelid
      union all
      select 'function ' || proname, coalesce(proacl, acldefault('f', proowner)), pronamespace from pg_proc
      where not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
      union all
      select 'schema ' || nspname, nspacl, oid from pg_namespace
      union all
      select 'database', datacl, null from pg_database where datname = current_database()
      union all
      select 'default privileges', defaclacl, null from pg_default_acl
    ), granted as (
      select distinct object, lower(privilege_type) as privilege from entry, aclexplode(acl)
      where grantee in (0, 'jalon_app'::regrole) and (schema is null or schema >= 16384 or schema = 'public'::regnamespace)
    )
    select object || ': ' || string_agg(privilege, ', ' order by position(privilege in 'select insert update delete'),
      privilege) as line
    from granted group by object
  `.execute(db);
  return rows.map(({ line }) => line).toSorted();
}

const listed = [
  ...Object.entries(APP_RIGHTS).map(([table, rights]) => `table ${table}: ${rights}`),
  ...APP_FUNCTIONS.map((name) => `function ${name}: execute`),
  'schema public: usage',
  'schema bullmq: create, usage',
  'database: connect, temporary',
].toSorted();

describe("the application's role", () => {
  it('has rights on each table that are listed', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
    `.execute(database.owner);
    const missing = rows
      .map(({ name }) => name)
      .filter((name) => name !== 'kysely_migration_lock' && !(name in APP_RIGHTS));
    expect(missing.map((name) => `add ${name} to APP_RIGHTS in libs/database/app-rights.ts`)).toEqual([]);
  });

  it('has no other right, own table or membership, and loses those that it was given', async () => {
    await sql`
      grant all on all tables in schema public to jalon_app;
      grant update (data) on event to public;
      grant select on kysely_migration_lock to public;
      grant create on schema public to public;
      alter default privileges in schema public grant all on tables to jalon_app
    `.execute(database.owner);
    expect(await granted(database.owner)).not.toEqual(listed);
    await migrateToLatest(database.ownerUrl, 'jalon_app');
    expect(await granted(database.owner)).toEqual(listed);
    const { rows } = await sql`
      select relname from pg_class where relowner = 'jalon_app'::regrole
      union all select roleid::regrole::text from pg_auth_members where member = 'jalon_app'::regrole
      union all select rolname from pg_roles where rolname = 'jalon_app'
        and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication)
    `.execute(database.owner);
    expect(rows).toEqual([]);
  });

  it('is protected against, unless it owns the tables or is a superuser', async () => {
    const url = new URL(process.env['JALON_TEST_POSTGRES'] ?? '');
    url.pathname = new URL(database.ownerUrl).pathname;
    const superuser = openDatabase({ url: url.href, poolSize: 1, applicationName: 'test' });
    const found = await Promise.all([database.app, database.owner, superuser].map(unprotectedBy));
    await superuser.destroy();
    expect(found).toEqual([undefined, 'owner', 'superuser']);
  });
});
