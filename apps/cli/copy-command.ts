import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Activities } from '#access/activities.js';
import { openDatabase } from '#database/connection.js';
import { runningEmbedded, startEmbedded } from '#database/embedded/embedded.js';
import { storedSecret, writeWhole } from '#database/embedded/home-folder.js';
import { signal } from '#database/embedded/processes.js';
import { appliedMigrations, migrateToLatest } from '#database/migrator.js';
import { PATIENT } from '#database/timeouts.js';
import { programSettings, StartSettingsSchema } from '#programs/program-settings.js';
import { appRole, COMMAND_LINE, type DatabaseUrls } from './database-commands.js';
import { contents } from './doctor/checks.js';
import { counted, durationOf, UserError } from './terminal.js';
import { Shutdown } from './start/shutdown.js';

const Settings = StartSettingsSchema.pick({ JALON_HOME: true, DATABASE_URL: true, JALON_SECRET: true });

export const copyCommand = (): Command =>
  new Command('copy')
    .description('Copy the embedded database with its secret to a new home, and check the copy.')
    .argument('<folder>', 'the home of the copy: a new folder')
    .addHelpText(
      'after',
      `
One snapshot; Jalon may run meanwhile. The copy is complete once the command has ended without an error: every event was
read again and compared with its fingerprint. It starts with JALON_HOME=<folder> jalon start; a new epoch of the ledger
begins with the first event that is recorded in it. Copy your own PostgreSQL with pg_dump.

Examples:
  jalon copy /var/backups/jalon-2026-11-28
  JALON_HOME=/var/backups/jalon-2026-11-28 PORT=3100 jalon start`,
    )
    .action(async (folder: string) => {
      const { JALON_HOME: home, DATABASE_URL, JALON_SECRET } = programSettings(Settings, process.env);
      if (DATABASE_URL !== undefined)
        throw new UserError('DATABASE_URL is set: copy your own PostgreSQL with pg_dump, see docs/operating.md.');
      if (!existsSync(join(home, 'postgres.json'))) throw new UserError(`There is no embedded database in ${home}.`);
      if ((await readdir(folder).catch(() => [])).length > 0) throw new UserError(`${folder} is not an empty folder.`);
      const start = performance.now();
      const shutdown = new Shutdown();
      try {
        const source = (await runningEmbedded(home)) ?? (await serverOf(home, shutdown));
        const target = await serverOf(folder, shutdown);
        const { events, rows, filesElsewhere } = await copyTables(source, target, basename(resolve(folder)), shutdown);
        await writeWhole(join(folder, 'sample'), 'copied\n');
        const secret = await storedSecret(home);
        if (secret !== undefined) await writeWhole(join(folder, 'secret'), `${secret}\n`);
        const took = durationOf((performance.now() - start) / 1000);
        console.log(
          `${folder}: ${counted(events, 'event')}, ${counted(rows, 'row')} in all, copied and checked in ${took}.`,
        );
        console.log(`To start it: JALON_HOME=${folder} jalon start`);
        if (JALON_SECRET !== undefined) console.log('JALON_SECRET is set: start the copy with the same one.');
        if (filesElsewhere > 0)
          console.log(
            `${counted(filesElsewhere, 'file')} of evidence in the bucket of EVIDENCE_S3_URL must be copied there.`,
          );
      } catch (error) {
        const why = shutdown.signal.aborted ? 'Interrupted.' : (error as Error).message;
        throw new UserError(`${why}\nThe copy in ${folder} is not complete: remove it.`);
      } finally {
        await shutdown.complete();
      }
    });

/** Starts the server of a home, until the command ends. */
async function serverOf(home: string, shutdown: Shutdown): Promise<DatabaseUrls> {
  const server = await startEmbedded(home);
  shutdown.add(
    () => server.stop(),
    () => {
      signal(server.pid, 'SIGQUIT');
    },
  );
  return server;
}

interface Copied {
  events: number;
  rows: number;
  /** Files of evidence in a bucket. */
  filesElsewhere: number;
}

/** Copies one snapshot of all tables and reads what has arrived. @throws UserError if it is not what was recorded */
async function copyTables(from: DatabaseUrls, to: DatabaseUrls, file: string, { signal }: Shutdown): Promise<Copied> {
  await migrateToLatest(to.ownerUrl, appRole(to));
  const options = { poolSize: 1, applicationName: 'jalon copy', timeouts: PATIENT };
  await using source = openDatabase({ url: from.ownerUrl, ...options });
  await using target = openDatabase({ url: to.ownerUrl, ...options });
  if (String(await appliedMigrations(source)) !== String(await appliedMigrations(target)))
    throw new UserError('The database has the schema of another release: start it once with this one.');
  const [reader, writer] = [await source.dedicated('jalon copy'), await target.dedicated('jalon copy')];
  try {
    const rows = await copyRows(reader, writer, signal);
    const {
      rows: [found],
    } = await writer.query<Omit<Copied, 'rows'>>(`
      select position as events, (select count(*) from evidence_file where store = 's3' and sha256 is not null) as "filesElsewhere"
      from ledger_head
    `);
    const finding = await contents(target, () => {
      signal.throwIfAborted();
    });
    if (finding.level !== 'ok') throw new UserError(`${finding.message} ${finding.remedy ?? ''}`);
    const copied = { events: 0, filesElsewhere: 0, ...found, rows };
    const details = { count: copied.events, file };
    await new Activities(source).note({ actor: COMMAND_LINE, act: 'backup-made', details });
    return copied;
  } finally {
    await Promise.all([reader.end(), writer.end()]);
  }
}

/** What the migrations make again, and what is over after a restart. */
const LEFT_OUT = [
  'kysely_migration',
  'kysely_migration_lock',
  'worker_condition',
  'console_session',
  'sign_in_ticket',
  'sign_in_attempts',
  'oidc_request',
];

/** The text of values depends on these. */
const TEXT_FORMAT = `
  set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1;
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set tcp_user_timeout = 0`;

/** In one transaction on each side; api and worker of the source go on meanwhile. @returns the number of rows */
async function copyRows(reader: pg.Client, writer: pg.Client, signal: AbortSignal): Promise<number> {
  for (const client of [reader, writer]) await client.query(TEXT_FORMAT);
  await reader.query('begin isolation level repeatable read read only');
  await writer.query('begin');
  await writer.query('delete from ledger_head; delete from ledger_epoch; delete from revision'); // filled by migrations
  let copied = 0;
  for (const { name, columns, counter } of await tablesIn(reader)) {
    const listed = columns.map((column) => `"${column}"`).join(', ');
    const rows = reader.query(copyTo(`copy "${name}" (${listed}) to stdout`));
    const arrived = writer.query(copyFrom(`copy "${name}" (${listed}) from stdin`));
    await pipeline(rows, arrived, { signal });
    if (rows.rowCount !== arrived.rowCount)
      throw new Error(`${name}: ${arrived.rowCount} of ${rows.rowCount} rows arrived`);
    copied += arrived.rowCount;
    if (counter !== null)
      await writer.query(
        `select setval(pg_get_serial_sequence('${name}', '${counter}'), max("${counter}")) from "${name}" having count(*) > 0`,
      );
  }
  await writer.query('commit');
  return copied;
}

interface Table {
  name: string;
  /** Without those that are true of one server only. */
  columns: string[];
  /** The column that PostgreSQL numbers. */
  counter: string | null;
  refers: string[];
}

/** Every table before those that refer to it. */
async function tablesIn(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select relname::text as name,
      array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        and attgenerated = '' and (relname <> 'ledger_head' or attname not in ('restoring', 'server_started'))) as columns,
      (select attname::text from pg_attribute where attrelid = pg_class.oid and attidentity <> '') as counter,
      array(select confrelid::regclass::text from pg_constraint where conrelid = pg_class.oid and contype = 'f'
        and confrelid <> conrelid) as refers
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all ($1)`,
    [LEFT_OUT],
  );
  const ordered = new Set<Table>();
  while (ordered.size < rows.length) {
    const left = rows.filter((row) => !ordered.has(row));
    const next = left.filter(({ refers }) => !left.some(({ name }) => refers.includes(name)));
    if (next.length === 0)
      throw new Error(`These tables refer to each other: ${left.map(({ name }) => name).join(', ')}`);
    for (const row of next) ordered.add(row);
  }
  return [...ordered];
}
