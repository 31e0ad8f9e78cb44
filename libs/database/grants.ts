import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './tables.js';

/** What the app may read and never write: the ledger is written through `ledger_append`, the schema by the owner. */
const readOnly = ['event', 'ledger_head', 'kysely_migration', 'kysely_migration_lock'];

/**
 * Gives the app's role what api and worker need, and takes back what it should not have: no TRUNCATE, no ownership, no
 * INSERT into the ledger. Also opens schema `bullmq`, where the queue makes its own tables as the app's role. Runs after
 * every migration, so a new table needs no grants of its own.
 */
export async function grantToApp(db: Kysely<Database>, role: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Two GRANTs at once on one object fail with "tuple concurrently updated".
    await sql`select pg_advisory_xact_lock(hashtext('jalon grants'))`.execute(tx);
    const app = sql.id(role);
    await sql`grant usage on schema public to ${app}`.execute(tx);
    await grantTables(tx, role);
    await sql`grant usage on all sequences in schema public to ${app}`.execute(tx);
    await sql`grant execute on all functions in schema public to ${app}`.execute(tx);
    await grantToQueue(tx, role);
  });
}

/** The queue makes its own tables, and temporary ones for jobs in bulk. */
async function grantToQueue(tx: Transaction<Database>, role: string): Promise<void> {
  const app = sql.id(role);
  const found = await sql<{ name: string }>`select current_database() as name`.execute(tx);
  await sql`grant temporary on database ${sql.id(found.rows[0]?.name ?? '')} to ${app}`.execute(tx);
  await sql`create schema if not exists bullmq`.execute(tx);
  await sql`grant usage, create on schema bullmq to ${app}`.execute(tx);
}

async function grantTables(tx: Transaction<Database>, role: string): Promise<void> {
  const app = sql.id(role);
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  `.execute(tx);
  for (const { name } of tables.rows) {
    await sql`revoke all on ${sql.id('public', name)} from ${app}`.execute(tx);
    const rights = readOnly.includes(name) ? sql`select` : sql`select, insert, update, delete`;
    await sql`grant ${rights} on ${sql.id('public', name)} to ${app}`.execute(tx);
  }
}
