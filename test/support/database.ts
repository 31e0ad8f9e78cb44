import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { migrateToLatest } from '#database/migrator.js';

/** Of the migrations as they are: a server that stays while jest watches may have another one. */
const template = `jalon_template_${stateOf(join(import.meta.dirname, '../../migrations'))}`;
const password = 'jalon';

export interface TestDatabase {
  name: string;
  appUrl: string;
  ownerUrl: string;
  /** As role jalon_app: what api and worker are. */
  app: LedgerDatabase;
  /** As role jalon_owner: what migrates. */
  owner: LedgerDatabase;
  /** A connection as the superuser of the server; ended by whoever asked for it. */
  superuser(): Promise<pg.Client>;
  /** Ends both and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/** A new database with every migration in it, on the run's server. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `jalon_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (server) => {
    await server.query('select pg_advisory_lock(1)'); // a template can be copied by one at a time
    await ensureTemplate(server);
    await server.query(`create database ${name} template ${template} owner jalon_owner strategy file_copy`);
  });
  const appUrl = urlOf('jalon_app', name);
  const ownerUrl = urlOf('jalon_owner', name);
  const app = openDatabase({ url: appUrl, applicationName: 'test app' });
  const owner = openDatabase({ url: ownerUrl, applicationName: 'test owner' });
  const close = async (): Promise<void> => {
    await Promise.all([app.destroy(), owner.destroy()]);
    await asSuperuser((server) => server.query(`drop database if exists ${name} with (force)`));
  };
  return { name, appUrl, ownerUrl, app, owner, superuser: () => asSuperuserIn(name), close };
}

/** A database without any table, owned by jalon_owner, for tests of migrations. */
export async function emptyDatabase(): Promise<{ ownerUrl: string; appUrl: string; close(): Promise<void> }> {
  const name = `jalon_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (server) => {
    await server.query('select pg_advisory_lock(1)');
    await ensureRoles(server);
    await server.query(`create database ${name} owner jalon_owner`);
  });
  const close = async (): Promise<void> => {
    await asSuperuser((server) => server.query(`drop database if exists ${name} with (force)`));
  };
  return { ownerUrl: urlOf('jalon_owner', name), appUrl: urlOf('jalon_app', name), close };
}

async function asSuperuserIn(database: string): Promise<pg.Client> {
  const url = serverUrl();
  url.pathname = database;
  const server = new pg.Client({ connectionString: url.href });
  await server.connect();
  return server;
}

async function asSuperuser(use: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = await asSuperuserIn('postgres');
  try {
    await use(server);
  } finally {
    await server.end();
  }
}

function stateOf(folder: string): string {
  const files = readdirSync(folder).map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
  return createHash('sha1').update(files.join()).digest('hex').slice(0, 12);
}

async function ensureTemplate(server: pg.Client): Promise<void> {
  const { rows } = await server.query('select from pg_database where datname = $1', [template]);
  if (rows.length > 0) return;
  await ensureRoles(server);
  const unfinished = `${template}_unfinished`;
  await server.query(`drop database if exists ${unfinished} with (force)`);
  await server.query(`create database ${unfinished} owner jalon_owner`);
  await migrateToLatest(urlOf('jalon_owner', unfinished), 'jalon_app');
  await server.query(`alter database ${unfinished} rename to ${template}`);
}

async function ensureRoles(server: pg.Client): Promise<void> {
  for (const role of ['jalon_owner', 'jalon_app']) {
    const { rows } = await server.query('select from pg_roles where rolname = $1', [role]);
    if (rows.length === 0) await server.query(`create role ${role} login password '${password}'`);
  }
}

function urlOf(role: string, database: string): string {
  const url = serverUrl();
  url.username = role;
  url.password = password;
  url.pathname = database;
  return url.href;
}

function serverUrl(): URL {
  const url = process.env['JALON_TEST_POSTGRES'];
  if (!url) throw new Error('no PostgreSQL: run this under jest, in a project with global-setup.ts');
  return new URL(url);
}

/** Over a connection of its own. */
export async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}
