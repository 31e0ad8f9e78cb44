import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, constants } from 'node:fs';
import {
  chown,
  mkdtemp,
  readdir,
  rename,
  rm,
  rmdir,
  type FileHandle,
  lstat,
  open,
  readFile,
  link,
  realpath,
  writeFile,
} from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Account,
  type Credentials,
  EmbeddedUnavailable,
  newCredentials,
  ownHome,
  readCredentials,
  removeAbandoned,
  type ServerLocation,
  serverData,
  serverLocation,
  urlOf,
  writeCredentials,
} from './home-folder.js';
import { isAlive, programOf, signal, userOf, startOf } from './processes.js';

export const dataFolder = (location: ServerLocation): string => join(location.folder, 'data');

const hasCluster = (location: ServerLocation): boolean => existsSync(join(dataFolder(location), 'PG_VERSION'));

/**
 * Creates the data directory with the two roles and the database, then renames it. Each start has a `data.new` of its own:
 * initdb outlives a start that is killed, and may still write there. PostgreSQL's superuser has no password, so nobody can
 * connect as it.
 */
async function makeCluster(location: ServerLocation, credentials: Credentials): Promise<void> {
  const options = { cwd: location.folder, account: location.account };
  const data = await newFolder(location);
  // The builtin C.UTF-8 sorts the same on every machine, independent of its locales.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth-host=scram-sha-256', '--auth-local=reject'];
  await run(join(location.native, 'bin/initdb'), [`--pgdata=${data}`, ...locale, ...access], options);
  const single = ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_statement=none', 'postgres'];
  await run(join(location.native, 'bin/postgres'), single, { ...options, input: statements(credentials) });
  await rename(data, dataFolder(location));
}

/** For a data directory: an empty folder of the account. */
export async function newFolder({ folder, account }: ServerLocation): Promise<string> {
  const made = await mkdtemp(join(folder, 'data.new-'));
  if (account) await chown(made, account.uid, account.gid);
  return made;
}

/** What starts have left that did not end. In a folder of root, the account removes its own: root follows none of its links. */
async function removeUnfinished({ folder, account }: ServerLocation): Promise<void> {
  for (const name of (await readdir(folder)).filter((one) => one.startsWith('data.new'))) {
    const path = join(folder, name);
    if (account) await run('rm', ['-rf', path], { account, cwd: folder }).catch(() => undefined); // all but the folder itself
    await (account ? rmdir(path) : rm(path, { recursive: true })).catch(() => undefined); // still in use: at the next start
  }
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
async function setAside(location: ServerLocation): Promise<string> {
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
  if (code !== 0) throw failed(`${program} failed:`, said, options.cwd);
}

/** One sentence for what the user can change, else the last lines of what a program has said. */
function failed(what: string, said: string, folder: string): EmbeddedUnavailable {
  const [, made, ours] =
    /initialized by PostgreSQL version (\d+), which is not compatible with this version (\d+)/.exec(said) ?? [];
  if (made !== undefined)
    return new EmbeddedUnavailable(
      `The database in ${folder} was created by PostgreSQL ${made}, and this release includes PostgreSQL ${ours}. Start the release that created it, or set JALON_HOME to another folder.`,
    );
  return isDiskFull(said)
    ? diskFull(folder)
    : new EmbeddedUnavailable(`${what}\n${said.trim().split('\n').slice(-8).join('\n')}`);
}

/** PostgreSQL says the same of limits of memory: "could not create shared memory segment: No space left on device". */
const isDiskFull = (said: string): boolean =>
  /^(?!.*(?:shared memory|semaphore)).*(?:ENOSPC|EDQUOT|No space left|quota exceeded)/m.test(said);

const diskFull = (folder: string): EmbeddedUnavailable =>
  new EmbeddedUnavailable(`Not enough space in ${folder}: free at least 200 MB and start again.`);

/** The account, and nothing of ours: no PGDATA, PGPORT or locale of the surroundings reaches PostgreSQL. */
const runningAs = (account: Account | undefined) => ({
  env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  ...(account && { uid: account.uid, gid: account.gid }),
});

/** The server of a data directory, according to its `postmaster.pid`. */
interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const POLL_MS = 20;
const PID_FILE_BYTES = 4_096;

/** The server running on `data`, if any; a stale `postmaster.pid` is ignored. */
async function runningOn(data: string): Promise<Postmaster | undefined> {
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
async function leftOverOn(data: string): Promise<Postmaster | undefined> {
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
      ...runningAs(location.account),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let over = false;
    child.on('error', () => (over = true));
    child.on('exit', () => (over = true));
    child.unref();
    const server = await untilReady(data, () => over);
    if (server) return server;
    const what = `The embedded PostgreSQL did not start; ${logPath} ends with:`;
    throw failed(what, await readFile(logPath, 'utf8'), location.folder);
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

/** The PostgreSQL server of one home, from the npm package; needs no installation. */
export interface EmbeddedServer {
  ownerUrl: string;
  appUrl: string;
  /** Of the server that runs now. */
  readonly pid: number;
  /** It was already running, since an earlier start was killed. */
  adopted: boolean;
  /** The folder to which data without passwords were moved, if there were any. */
  setAside?: string;
  /** Data of other homes, which are gone. */
  abandoned: string[];
  /** Starts the server again at the same address after it died. @throws EmbeddedUnavailable if it cannot run now */
  restart(): Promise<void>;
  /** Stops the server and releases the home. */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Starts the server of a home, and creates its data directory, roles and database at the first start. Every step can be
 * interrupted and repeated. One process at a time uses a home.
 *
 * @throws EmbeddedUnavailable when the home is in use or the server cannot run here
 */
export async function startEmbedded(path: string): Promise<EmbeddedServer> {
  const home = await ownHome(path);
  try {
    return await startIn(home);
  } catch (error) {
    const { message, dest = home } = error as Error & { dest?: string };
    throw isDiskFull(message) ? diskFull(dest) : error;
  }
}

async function startIn(home: string): Promise<EmbeddedServer> {
  const unlock = await lockHome(home);
  try {
    const abandoned = await removeAbandoned(async (data) => (await runningOn(data)) !== undefined);
    const location = await serverLocation(home);
    await removeUnfinished(location);
    const known = await readCredentials(home);
    let aside: string | undefined;
    if (!known && hasCluster(location)) {
      const leftOver = await runningOn(dataFolder(location));
      if (leftOver) await end(leftOver.pid);
      aside = await setAside(location);
    }
    const credentials = known ?? newCredentials();
    if (!known) await writeCredentials(home, credentials);
    if (!hasCluster(location))
      await makeCluster(location, credentials).catch(async (error: unknown) => {
        await removeUnfinished(location);
        throw error;
      });
    const { server, adopted } = await adoptOrStart(location, credentials);
    let { pid } = server;
    const reached = { ...credentials, port: server.port };
    if (server.port !== credentials.port) await writeCredentials(home, reached);
    return {
      ownerUrl: urlOf(reached, 'owner'),
      appUrl: urlOf(reached, 'app'),
      get pid() {
        return pid;
      },
      adopted,
      abandoned,
      ...(aside === undefined ? {} : { setAside: aside }),
      async restart() {
        const running = (await leftOverOn(dataFolder(location))) ?? (await startServer(location, reached.port));
        pid = running.pid;
      },
      async stop(patienceMs) {
        await end(pid, patienceMs);
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The addresses of a home's server if it is running. For commands beside a running `jalon start`. */
export async function runningEmbedded(path: string): Promise<{ ownerUrl: string; appUrl: string } | undefined> {
  const home = await realpath(path).catch(() => undefined);
  const credentials = home === undefined ? undefined : await readCredentials(home);
  if (home === undefined || !credentials) return undefined;
  const server = await runningOn(serverData(home));
  if (!server?.ready) return undefined;
  const reached = { ...credentials, port: server.port };
  return { ownerUrl: urlOf(reached, 'owner'), appUrl: urlOf(reached, 'app') };
}

async function adoptOrStart(
  location: ServerLocation,
  { port }: Credentials,
): Promise<{ server: Postmaster; adopted: boolean }> {
  const leftOver = await leftOverOn(dataFolder(location));
  if (leftOver) return { server: leftOver, adopted: true };
  return { server: await startServer(location, await freePort('127.0.0.1', port)), adopted: false };
}

/**
 * One `jalon start` per home. The lock names its process. A stale lock is removed by a start only if no other one is waiting
 * for it; otherwise all of them try again after a pause of random length.
 *
 * @returns a function that releases the lock
 * @throws EmbeddedUnavailable when another process holds it
 */
async function lockHome(home: string): Promise<() => Promise<void>> {
  const lock = join(home, 'jalon.lock');
  const start = await startOf(process.pid);
  const mine = `${lock}.${process.pid}-${start}-${randomUUID()}`;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      await writeFile(mine, JSON.stringify({ pid: process.pid, start }), { mode: 0o600 });
      // Creating a link is atomic and fails if the name exists.
      if (await linked(mine, lock)) return () => rm(lock, { force: true });
      const alone = await isAlone(home, mine); // a start that comes later sees this one
      if (alone && (await isStale(lock, home))) await rm(lock, { force: true });
    } finally {
      await rm(mine, { force: true });
    }
    await sleep(Math.random() * 50);
  }
  throw new EmbeddedUnavailable(`${home} is being started by another Jalon.`);
}

/** Whether no other start is at the lock. What killed ones have left is removed. */
async function isAlone(home: string, mine: string): Promise<boolean> {
  for (const name of await readdir(home)) {
    const [, pid, start] = /^jalon\.lock\.(\d+)-(\w+)-/.exec(name) ?? [];
    if (pid === undefined || join(home, name) === mine) continue;
    if (await isRunning(Number(pid), start)) return false;
    await rm(join(home, name), { force: true });
  }
  return true;
}

/** `false` if there is none. @throws EmbeddedUnavailable when its process runs */
async function isStale(lock: string, home: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (!text) return text === ''; // after a power failure
  const { pid, start } = JSON.parse(text) as { pid: number; start?: string };
  if (!(await isRunning(pid, start))) return text === (await readFile(lock, 'utf8').catch(() => undefined)); // not one that has followed
  throw new EmbeddedUnavailable(
    `${home} is in use by another Jalon (process ${pid}): stop it, or set JALON_HOME to another folder.`,
  );
}

const isRunning = async (pid: number, start: string | undefined): Promise<boolean> =>
  (await isAlive(pid)) && String(start) === String(await startOf(pid));

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * A port that is free now: `wanted` if possible, else any. It is not reserved, so listening on it may still fail.
 */
export async function freePort(host: string, wanted = 0): Promise<number> {
  return (await tryPort(host, wanted)) ?? (await tryPort(host, 0)) ?? 0;
}

/** The port if it is free; 0 chooses any. Throws errors other than a port in use. */
export async function tryPort(host: string, port: number): Promise<number | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  } finally {
    server.close();
  }
}
