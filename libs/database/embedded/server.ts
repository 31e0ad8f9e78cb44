import { spawn } from 'node:child_process';
import { chown, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from './cluster.js';
import type { Place } from './place.js';
import { untilReady, type Postmaster } from './postmaster.js';
import { environment } from './run.js';
import { Unusable } from './unusable.js';

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
export async function startServer(place: Place, port: number): Promise<Postmaster> {
  const data = dataFolder(place);
  const logPath = join(place.folder, 'postgres.log');
  const log = await open(logPath, 'w', 0o600);
  try {
    if (place.account) await chown(logPath, place.account.uid, place.account.gid);
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(place.native, 'bin/postgres'), ['-D', data, '-p', String(port), ...flags], {
      cwd: place.folder,
      env: environment,
      ...place.account,
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
    throw new Unusable(`The embedded PostgreSQL did not start; ${logPath} ends with:\n${words}`);
  } finally {
    await log.close();
  }
}
