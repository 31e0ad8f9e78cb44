import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder, runningAs } from './cluster.js';
import { isAlive, programOf, signal, userOf } from './processes.js';
import { EmbeddedUnavailable, type ServerLocation } from './server-location.js';

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
