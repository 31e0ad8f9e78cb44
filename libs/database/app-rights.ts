import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './tables.js';

type TableName = keyof Database | 'kysely_migration';

/**
 * What api and worker may do with each table; nothing with a table that is not listed. The ledger is written by functions
 * only. A lock (`for update`) needs the right to update.
 */
export const APP_RIGHTS: Record<TableName, string> = {
  kysely_migration: 'select',
  event: 'select',
  staged_event: 'select, insert, delete',
  ledger_head: 'select',
  ledger_epoch: 'select',
  announced_epoch: 'select, insert',
  checkpoint: 'select, insert, update',
  log_salt: 'select, insert',
  log_tile: 'select, insert, delete',
  log_checkpoint: 'select, insert, update',
  revision: 'select, update',
  projection_failure: 'select, insert, update, delete',
  worker_condition: 'select, insert, update, delete',
  activity: 'select, insert, delete',
  four_eyes: 'select, insert, delete',
  proposal: 'select, insert, update',
  account: 'select, insert, update',
  account_credentials: 'select, insert, update, delete',
  account_link: 'select, insert, update, delete',
  recovery_code: 'select, insert, delete',
  sign_in_attempts: 'select, insert, update, delete',
  sign_in_ticket: 'select, insert, update, delete',
  account_identity: 'select, insert, delete',
  oidc_request: 'select, insert, delete',
  api_key: 'select, insert, update',
  console_session: 'select, insert, update, delete',
  upload: 'select, insert, update, delete',
  register_document: 'select, insert',
  register_reading: 'select, insert, update, delete',
  register_fetch: 'select, insert, update',
  evidence_file: 'select, insert, update, delete',
  evidence_part: 'select, insert, delete',
  saved_view: 'select, insert, update, delete',
  deadline_comment: 'select',
  deadline_assignee: 'select',
  feed: 'select, insert, update',
  provider: 'select, insert, update, delete',
  provider_name: 'select, insert, delete',
  provider_span: 'select, insert, update, delete',
  provider_profile: 'select, insert, update, delete',
  dossier: 'select, insert',
  dossier_holder: 'select, insert, delete',
  dossier_span: 'select, insert, update, delete',
  deadline_span: 'select, insert, update, delete',
  board_line: 'select, insert, update, delete',
  search_entry: 'select, insert, update, delete',
  dossier_plan: 'select, insert, update',
  deadline: 'select, insert, update',
  reminder: 'select, insert, update, delete',
  reminder_answer: 'select, insert, update, delete',
  reminder_horizon: 'select, insert, update',
  reminder_audience: 'select, insert, update, delete',
  subscription: 'select, insert, update, delete',
  daily_change: 'select, insert, delete',
  removed_rows: 'select, insert, update',
  import_summary: 'select, insert, update, delete',
  reading_summary: 'select, insert, update, delete',
  delivery: 'select, insert, update, delete',
  delivery_attempt: 'select, insert, update, delete',
  suppression: 'select, insert, delete',
  mail_host: 'select, insert, update, delete',
  kept_mail: 'select, insert, delete',
};

/** Functions that run as the owner. Others are for triggers, which need no right to call them. */
export const APP_FUNCTIONS: readonly string[] = [
  'ledger_append',
  'ledger_append_one',
  'ledger_append_at',
  'ledger_append_staged',
  'ledger_confirm_clock',
  'ledger_epochs',
  'ledger_restore',
];

/**
 * Gives the app's role its rights and revokes all others, those that the operator or an earlier version granted included.
 * Runs after every migration. The queue creates its own tables in the schema `bullmq`, and temporary ones for bulk jobs.
 */
export async function grantToApp(db: Kysely<Database>, role: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Two GRANTs at once on one object fail with "tuple concurrently updated".
    await sql`select pg_advisory_xact_lock(hashtext('jalon grants'))`.execute(tx);
    const app = sql.id(role);
    await revokeAll(tx, role);
    await sql`grant usage on schema public to ${app}`.execute(tx);
    await grantTables(tx, role, Object.keys(APP_RIGHTS) as TableName[]);
    for (const name of APP_FUNCTIONS) await sql`grant execute on function ${sql.id(name)} to ${app}`.execute(tx);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(tx);
    await sql`grant temporary on database ${sql.id(rows[0]?.name ?? '')} to ${app}`.execute(tx);
    await sql`create schema if not exists bullmq`.execute(tx);
    await sql`grant usage, create on schema bullmq to ${app}`.execute(tx);
  });
}

/** Objects of others in the schema, such as those of extensions, are left alone. */
async function revokeAll(tx: Transaction<Database>, role: string): Promise<void> {
  const owned = await sql<{ object: string }>`
    select 'table ' || oid::regclass as object from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and pg_has_role(relowner, 'usage')
    union all
    select 'routine ' || oid::regprocedure from pg_proc
    where pronamespace = 'public'::regnamespace and pg_has_role(proowner, 'usage')
      and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
  `.execute(tx);
  const app = sql.id(role);
  for (const { object } of owned.rows) await sql`revoke all on ${sql.raw(object)} from public, ${app}`.execute(tx);
  for (const kind of ['tables', 'sequences', 'functions'])
    await sql`alter default privileges in schema public revoke all on ${sql.raw(kind)} from ${app}`.execute(tx);
  await sql`alter default privileges revoke execute on functions from public`.execute(tx);
  await sql`revoke create on schema public from public, ${app}`.execute(tx);
}

/** Gives the app's role its rights on tables that were created or moved, whichever schema they are in. */
async function grantTables(
  tx: Transaction<Database>,
  role: string,
  tables: readonly TableName[],
  schema = 'public',
): Promise<void> {
  for (const name of tables) {
    const table = sql.id(schema, name);
    await sql`revoke all on ${table} from ${sql.id(role)}`.execute(tx);
    await sql`grant ${sql.raw(APP_RIGHTS[name])} on ${table} to ${sql.id(role)}`.execute(tx);
  }
}

/** Why grants do not protect the ledger from the role of these connections. */
export type Unprotected = 'superuser' | 'owner';

/** Whether the role may do more than it was granted: it is a superuser, or owns the ledger or belongs to a role that does. */
export async function unprotectedBy(db: Kysely<Database>): Promise<Unprotected | undefined> {
  const { rows } = await sql<{ superuser: boolean; owner: boolean }>`
    select rolsuper as superuser, pg_has_role(rolname, relowner, 'member') as owner
    from pg_roles, pg_class where rolname = current_user and pg_class.oid = to_regclass('event')
  `.execute(db);
  if (rows[0]?.superuser) return 'superuser';
  return rows[0]?.owner ? 'owner' : undefined;
}
