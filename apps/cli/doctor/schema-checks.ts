import { sql } from 'kysely';
import { unprotectedBy } from '#database/app-rights.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isMigrated, pendingMigrations } from '#database/migrator.js';
import { fail, type Finding, ok, warn } from './finding.js';

const MIGRATE = 'Run jalon migrate.';

export async function migrations(db: LedgerDatabase): Promise<Finding> {
  if (!(await isMigrated(db))) return fail('The database has no schema.', MIGRATE);
  const pending = await pendingMigrations(db);
  return pending.length === 0 ? ok('The schema is up to date.') : fail(`Not applied: ${pending.join(', ')}.`, MIGRATE);
}

/** Those that reject changes to recorded events, for every role and in every mode of replication. */
export async function triggers(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ isProtected: boolean; disabled: string[] }>`
    select exists (
        select from pg_trigger where tgrelid = 'event'::regclass and tgname = 'event_is_append_only' and tgenabled = 'A'
      ) as "isProtected",
      array(
        select format('%s on %s', tgname, tgrelid::regclass) from pg_trigger join pg_class on pg_class.oid = tgrelid
        where relnamespace = 'public'::regnamespace and tgenabled = 'D' order by 1
      ) as disabled
  `.execute(db);
  const { isProtected = false, disabled = [] } = rows[0] ?? {};
  const always = 'alter table event enable always trigger event_is_append_only';
  if (!isProtected)
    return fail(
      'Recorded events can be changed: the trigger is missing or not enabled always.',
      `As the owner: ${always}`,
    );
  if (disabled.length > 0)
    return fail(`Disabled: ${disabled.join(', ')}.`, 'As the owner: alter table … enable trigger …');
  return ok('Recorded events are protected by a trigger that is always enabled.');
}

/** What the role of api and worker may do. */
export async function roles(db: LedgerDatabase): Promise<Finding> {
  const advice = 'Let DATABASE_URL name a role of its own and MIGRATION_DATABASE_URL the owner, and run jalon migrate.';
  const unprotected = await unprotectedBy(db);
  if (unprotected === 'superuser') return warn('Api and worker connect as a superuser, whom no grant limits.', advice);
  if (unprotected === 'owner')
    return warn('Api and worker connect as the owner of the ledger, whom no grant limits.', advice);
  const { rows } = await sql<{ role: string; rights: string[]; owned: string[] }>`
    select current_user as role,
      array(select privilege from unnest(array['insert', 'update', 'delete', 'truncate']) as privilege
        where has_table_privilege('event', privilege)) as rights,
      array(select relname::text from pg_class where relnamespace = 'public'::regnamespace and relowner = current_user::regrole
        order by 1) as owned
  `.execute(db);
  const { role = '', rights = [], owned = [] } = rows[0] ?? {};
  if (rights.length > 0) return fail(`Role ${role} may ${rights.join(', ')} recorded events.`, MIGRATE);
  if (owned.length > 0)
    return warn(`Role ${role} owns ${owned.join(', ')}.`, 'Give the tables to the role that runs jalon migrate.');
  return ok(`Role ${role} may read events, append through functions, and owns nothing.`);
}

/** Those that write the ledger run as its owner, who must not be the caller. */
export async function functions(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ wrong: string[] }>`
    select array(
      select proname::text from pg_proc join pg_class on pg_class.oid = 'event'::regclass
      where pronamespace = 'public'::regnamespace and prosecdef and (proowner <> relowner
        or not coalesce(proconfig::text like '%search_path=pg_catalog%', false)
        or has_function_privilege('public', pg_proc.oid, 'execute'))
      order by 1
    ) as wrong
  `.execute(db);
  const wrong = rows[0]?.wrong ?? [];
  const why = 'have another owner than the ledger, no fixed search path, or can be called by every role';
  if (wrong.length > 0) return fail(`Functions ${wrong.join(', ')} ${why}.`, MIGRATE);
  return ok('Functions that write the ledger belong to its owner.');
}

export async function indexes(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ name: string }>`
    select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and not (indisvalid and indisready) order by 1
  `.execute(db);
  if (rows.length === 0) return ok('All indexes are valid.');
  return fail(`Invalid: ${rows.map(({ name }) => name).join(', ')}.`, 'As the owner: reindex index …');
}
