import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './credentials.js';
import { EmbeddedUnavailable, type ServerLocation } from './server-location.js';
import type { Account } from './system-account.js';

export const dataFolder = (location: ServerLocation): string => join(location.folder, 'data');

export const hasCluster = (location: ServerLocation): boolean => existsSync(join(dataFolder(location), 'PG_VERSION'));

/**
 * Creates the data directory with the two roles and the database, then renames it: after a crash, the next start replaces
 * `data.new`. PostgreSQL's superuser has no password, so nobody can connect as it.
 */
export async function makeCluster(location: ServerLocation, credentials: Credentials): Promise<void> {
  const data = join(location.folder, 'data.new');
  const options = { cwd: location.folder, account: location.account };
  await emptyFolder(data, options);
  // The builtin C.UTF-8 sorts the same on every machine, independent of its locales.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth-host=scram-sha-256', '--auth-local=reject'];
  await run(join(location.native, 'bin/initdb'), [`--pgdata=${data}`, ...locale, ...access], options);
  const single = ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_statement=none', 'postgres'];
  await run(join(location.native, 'bin/postgres'), single, { ...options, input: statements(credentials) });
  await rename(data, dataFolder(location));
}

/** In a folder of root, a folder of the account, which removes its own files: root follows none of its links. */
export async function emptyFolder(folder: string, { account, cwd }: RunOptions): Promise<void> {
  if (!account) return rm(folder, { recursive: true, force: true });
  await run('rm', ['-rf', folder], { account, cwd }).catch(() => undefined); // all but the folder itself
  await rmdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
  await mkdir(folder, { mode: 0o700 });
  await chown(folder, account.uid, account.gid);
}

/** A server of its own, so the roles can have these names. In this mode a statement ends with its line. */
const statements = ({ ownerPassword, appPassword }: Credentials): string =>
  [
    `create role jalon_owner login password '${ownerPassword}'`,
    `create role jalon_app login password '${appPassword}'`,
    'create database jalon owner jalon_owner',
    'revoke all on database jalon from public',
    'grant connect on database jalon to jalon_app',
    '',
  ].join('\n');

/**
 * Data without passwords belong to a home that was deleted for a fresh start. They are moved aside, never removed.
 *
 * @returns the new path
 */
export async function setAside(location: ServerLocation): Promise<string> {
  for (let n = 1; ; n += 1) {
    const aside = join(location.folder, `data.before-${n}`);
    if (existsSync(aside)) continue;
    await rename(dataFolder(location), aside);
    return aside;
  }
}

interface RunOptions {
  /** Must be a folder that the account can enter. */
  cwd: string;
  account?: Account | undefined;
  input?: string;
}

/** Runs a program to its end; an error includes its output. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    ...runningAs(options.account),
    stdio: 'pipe',
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined); // it ended without reading all: its exit code tells
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new EmbeddedUnavailable(`${program} failed:\n${said.trim().split('\n').slice(-8).join('\n')}`);
}

/** The account, and nothing of ours: no PGDATA, PGPORT or locale of the surroundings reaches PostgreSQL. */
export const runningAs = (account: Account | undefined) => ({
  env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  ...(account && { uid: account.uid, gid: account.gid }),
});
