import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Migration, MigrationProvider } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { appliedMigrations, isMigrated, migrateToLatest, migrationFiles } from '#database/migrator.js';
import { PATIENT } from '#database/timeouts.js';
import { UserError } from '../terminal.js';
import { FILLED, TEXT_FORMAT } from './backed-up-tables.js';
import { type BackupHeader, BackupReader } from './backup-file.js';
import { linesIn } from './write-backup.js';

/** Reads a whole backup. @throws UserError if it is damaged, incomplete or no backup */
export async function verifyBackup(
  path: string,
  onRows: (rows: number, header: BackupHeader) => void,
): Promise<BackupHeader> {
  const { header, reader } = await BackupReader.open(path);
  const expected = new Map(header.tables.map(({ name, rows }) => [name, rows]));
  for await (const { name, rows } of reader.tables()) {
    let counted = 0;
    for await (const chunk of rows) {
      const more = linesIn(chunk);
      counted += more;
      onRows(more, header);
    }
    if (expected.get(name) !== counted)
      throw new UserError(`${path} is damaged: ${name} has ${counted} rows. Nothing was restored. Use another backup.`);
    expected.delete(name);
  }
  if (expected.size === 0) return header;
  throw new UserError(`${path} is damaged: tables are missing. Nothing was restored. Use another backup.`);
}

/** @throws UserError if this release does not know the schema of the backup */
export async function assertKnown(header: BackupHeader): Promise<void> {
  const known = Object.keys(await migrationFiles.getMigrations());
  const unknown = header.migrations.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError(
    `The backup is of another release of Jalon (${header.release}, with ${unknown}). Restore it with that release or a later one.`,
  );
}

interface Roles {
  ownerUrl: string;
  /** Of api and worker, if it is another one. */
  appRole: string | undefined;
}

/**
 * Restores a verified backup into an empty database: its schema, then all rows in one transaction, then the migrations of
 * this release. After an error or a crash the database has no rows, and the command can be run again.
 *
 * @throws UserError if the database is not empty
 */
export async function restoreBackup(
  path: string,
  { ownerUrl, appRole }: Roles,
  onRows: (rows: number) => void,
): Promise<BackupHeader> {
  const { header, reader } = await BackupReader.open(path);
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon restore', timeouts: PATIENT });
  try {
    if (await isMigrated(db)) await assertEmpty(db, header);
    await migrateToLatest(ownerUrl, undefined, only(header.migrations));
    await load(db, reader, header, onRows);
  } finally {
    await db.destroy();
  }
  await migrateToLatest(ownerUrl, appRole);
  return header;
}

const only = (names: readonly string[]): MigrationProvider => ({
  async getMigrations(): Promise<Record<string, Migration>> {
    const all = Object.entries(await migrationFiles.getMigrations());
    return Object.fromEntries(all.filter(([name]) => names.includes(name)));
  },
});

const NOT_EMPTY = 'Restore into a new database, or set JALON_HOME to a new folder.';

async function assertEmpty(db: LedgerDatabase, header: BackupHeader): Promise<void> {
  const applied = await appliedMigrations(db);
  if (applied.join() !== header.migrations.join())
    throw new UserError(`The database has tables of another release than the backup. ${NOT_EMPTY}`);
  const client = await db.dedicated('jalon restore');
  try {
    await refuseRows(client, header);
  } finally {
    await client.end();
  }
}

async function refuseRows(client: pg.Client, { tables }: BackupHeader): Promise<void> {
  const named = tables.map(({ name }) => name).filter((name) => !(FILLED as readonly string[]).includes(name));
  const each = named.map((name) => `select '${name}' as name where exists (select from public."${name}")`);
  const { rows } = await client.query<{ name: string }>(each.join(' union all '));
  if (rows.length === 0) return;
  const some = rows.slice(0, 3).map(({ name }) => name);
  throw new UserError(
    `The database is not empty: there are rows in ${some.join(', ')}${rows.length > some.length ? ' …' : ''}. ${NOT_EMPTY}`,
  );
}

/** Nobody appends meanwhile. */
async function load(
  db: LedgerDatabase,
  reader: BackupReader,
  header: BackupHeader,
  onRows: (rows: number) => void,
): Promise<void> {
  const client = await db.dedicated('jalon restore');
  try {
    await client.query(TEXT_FORMAT);
    await client.query('begin; lock table ledger_head in access exclusive mode');
    await refuseRows(client, header);
    for (const name of FILLED) await client.query(`delete from public."${name}"`);
    for await (const { name, columns, rows } of reader.tables()) {
      const listed = columns.map((column) => `"${column}"`).join(', ');
      const into = client.query(copyFrom(`copy public."${name}" (${listed}) from stdin`));
      await pipeline(Readable.from(reported(rows, onRows)), into);
    }
    await continueSequences(client);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

async function* reported(rows: AsyncIterable<Buffer>, onRows: (rows: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of rows) {
    onRows(linesIn(chunk));
    yield chunk;
  }
}

/** Rows keep their numbers; the next ones go on after the last of them. */
async function continueSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select relname::text as table, attname::text as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attidentity <> ''
  `);
  for (const { table, column } of rows)
    await client.query(`
      select setval(pg_get_serial_sequence('public."${table}"', '${column}'), max("${column}")) from public."${table}"
      having max("${column}") is not null
    `);
}
