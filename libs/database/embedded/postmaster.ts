import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chown,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerLocation, EmbeddedUnavailable } from './server-location.js';
import type { Account } from './system-account.js';

/** The server of a data directory, according to its `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const POLL_MS = 20;
const PID_FILE_BYTES = 4_096;

/** The server running on `data`, if any; a stale `postmaster.pid` is ignored. */
export async function runningOn(data: string): Promise<Postmaster | undefined> {
  const file = join(data, 'postmaster.pid');
  const text = await readPlain(file);
  const [pid, , , port, , , , status] = text.split('\n').map((line) => line.trim());
  if (!pid || !(await isAlive(Number(pid)))) return undefined;
  // A server belongs to the owner of its data: no other process is adopted or ended, whatever the file says.
  const [program, user, owner] = await Promise.all([programOf(Number(pid)), userOf(Number(pid)), lstat(data)]);
  if (program === undefined || (program === 'postgres' && user === owner.uid)) {
    return { pid: Number(pid), port: Number(port), ready: status === 'ready' };
  }
  // The number went to another program, after a restart of the machine. PostgreSQL would take it for a server.
  await rm(file, { force: true });
  return undefined;
}

/** A file that another account may have written: no link or pipe, and no more than the start. Empty if there is none. */
async function readPlain(path: string): Promise<string> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  try {
    const read = await file?.read(Buffer.alloc(PID_FILE_BYTES), 0, PID_FILE_BYTES, 0);
    return read?.buffer.toString('utf8', 0, read.bytesRead) ?? '';
  } catch {
    return '';
  } finally {
    await file?.close();
  }
}

/** Waits until the server on `data` takes connections; gives up once `isOver` says so. */
async function untilReady(data: string, isOver: () => boolean): Promise<Postmaster | undefined> {
  while (!isOver()) {
    const server = await runningOn(data);
    if (server?.ready) return server;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** The server that already runs on `data`, once it takes connections; nothing if there is none, or it was just ending. */
export async function leftOverOn(data: string): Promise<Postmaster | undefined> {
  for (;;) {
    const server = await runningOn(data);
    if (!server || server.ready) return server;
    await sleep(POLL_MS);
  }
}

/** Stops a server and disconnects its clients; committed data stay. After `patienceMs` it is stopped immediately. */
export async function end(pid: number, patienceMs = 20_000): Promise<void> {
  signal(pid, 'SIGINT');
  const patience = performance.now() + patienceMs;
  while (await isAlive(pid)) {
    if (performance.now() > patience) signal(pid, 'SIGQUIT');
    await sleep(POLL_MS);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has exited already.
  }
}

/** Only over TCP on this machine: a socket's path would be too long in a deep home. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'jalon',
  jit: 'off',
  log_checkpoints: 'off',
};

/**
 * Starts the server on a port and waits until it takes connections. It is a session of its own, so that Ctrl-C in a
 * terminal does not end it before its clients; it outlives a parent that is killed, and the next start adopts it.
 */
export async function startServer(location: ServerLocation, port: number): Promise<Postmaster> {
  const data = dataFolder(location);
  const logPath = join(location.folder, 'postgres.log');
  const log = await openLog(logPath);
  try {
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(location.native, 'bin/postgres'), ['-D', data, '-p', String(port), ...flags], {
      cwd: location.folder,
      env: environment,
      ...rightsOf(location.account),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let over = false;
    child.on('error', () => (over = true));
    child.on('exit', () => (over = true));
    child.unref();
    const server = await untilReady(data, () => over);
    if (server) return server;
    const words = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-5).join('\n');
    throw new EmbeddedUnavailable(`The embedded PostgreSQL did not start; ${logPath} ends with:\n${words}`);
  } finally {
    await log.close();
  }
}

/** The server only has it open. What is there by the name is replaced, not followed. */
async function openLog(path: string): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  await rm(path, { force: true });
  return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
}

const rightsOf = (account: Account | undefined) => (account ? { uid: account.uid, gid: account.gid } : {});

interface RunOptions {
  /** Must be a folder that the account can enter. */
  cwd: string;
  account?: Account | undefined;
  input?: string;
}

/** Runs a PostgreSQL program to its end; an error includes its output. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: environment,
    ...rightsOf(options.account),
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

/** Nothing of ours, so that no PGDATA, PGPORT or locale of the surroundings reaches the server. */
const environment = { PATH: process.env['PATH'], LC_ALL: 'C' };

/** Whether a process with this id runs, as anybody. One that has ended and waits for its parent to notice does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await statOf(pid))?.[0] !== 'Z';
}

/**
 * When a process started, in the kernel's own count: with the id it names one process for ever, where an id alone comes
 * back after a restart of the machine or the container. Nothing where there is no /proc.
 */
export const startOf = async (pid: number): Promise<string | undefined> => (await statOf(pid))?.[19];

/** The program's name; nothing where there is no /proc. */
async function programOf(pid: number): Promise<string | undefined> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined))?.trim();
}

/** The user id that a process runs as; nothing where there is no /proc. */
async function userOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, user] = /^Uid:\s+(\d+)/m.exec(status) ?? [];
  return user === undefined ? undefined : Number(user);
}

/** The fields after the program's name, which may itself hold spaces and brackets. */
async function statOf(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

export const dataFolder = (location: ServerLocation): string => join(location.folder, 'data');

export const hasCluster = (location: ServerLocation): Promise<boolean> =>
  access(join(dataFolder(location), 'PG_VERSION')).then(
    () => true,
    () => false,
  );

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
    const taken = await access(aside).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await rename(dataFolder(location), aside);
    return aside;
  }
}

/** Connection data of a home's server, stored in the home, readable by its owner only. */
export interface Credentials {
  /** The port of the last start. */
  port: number;
  ownerPassword: string;
  appPassword: string;
}

const fileIn = (home: string): string => join(home, 'postgres.json');

export async function readCredentials(home: string): Promise<Credentials | undefined> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Credentials);
}

export async function writeCredentials(home: string, credentials: Credentials): Promise<void> {
  await writeWhole(fileIn(home), `${JSON.stringify(credentials, null, 2)}\n`);
}

export const newCredentials = (): Credentials => ({
  port: 0,
  ownerPassword: randomBytes(24).toString('hex'),
  appPassword: randomBytes(24).toString('hex'),
});

export const urlOf = ({ port, ownerPassword, appPassword }: Credentials, role: 'owner' | 'app'): string =>
  `postgres://jalon_${role}:${role === 'owner' ? ownerPassword : appPassword}@127.0.0.1:${port}/jalon`;

/** Atomically writes a file that only its owner may read. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
