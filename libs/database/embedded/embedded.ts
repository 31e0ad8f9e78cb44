import { once } from 'node:events';
import { link, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { dataFolder, hasCluster, makeCluster, setAside } from './cluster.js';
import { type Credentials, newCredentials, readCredentials, urlOf, writeCredentials } from './credentials.js';
import { ownHome } from './home-folder.js';
import { end, leftOverOn, type Postmaster, runningOn, startServer } from './postmaster.js';
import { isAlive, startOf } from './processes.js';
import { EmbeddedUnavailable, removeAbandoned, type ServerLocation, serverLocation } from './server-location.js';

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
  const unlock = await lockHome(home);
  try {
    const abandoned = await removeAbandoned(async (data) => (await runningOn(data)) !== undefined);
    const location = await serverLocation(home);
    const known = await readCredentials(home);
    const aside = !known && hasCluster(location) ? await emptied(location) : undefined;
    const credentials = known ?? newCredentials();
    if (!known) await writeCredentials(home, credentials);
    if (!hasCluster(location)) await makeCluster(location, credentials);
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
  const server = await runningOn(dataFolder(await serverLocation(home)));
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

async function emptied(location: ServerLocation): Promise<string> {
  const leftOver = await runningOn(dataFolder(location));
  if (leftOver) await end(leftOver.pid);
  return setAside(location);
}

/**
 * One `jalon start` per home. The lock names its process; a stale lock is taken over.
 *
 * @returns a function that releases the lock
 * @throws EmbeddedUnavailable when another process holds it
 */
async function lockHome(home: string): Promise<() => Promise<void>> {
  const lock = join(home, 'jalon.lock');
  const mine = `${lock}.${process.pid}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, start: await startOf(process.pid) }), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // Creating a link is atomic and fails if the name exists.
      if (await linked(mine, lock)) return () => rm(lock, { force: true });
      await refuseIfLocked(lock, home);
      await rm(lock, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new EmbeddedUnavailable(`${home} is being started by another Jalon.`);
}

async function refuseIfLocked(lock: string, home: string): Promise<void> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (!text) return;
  const { pid, start } = JSON.parse(text) as { pid: number; start?: string };
  if (!(await isAlive(pid)) || start !== (await startOf(pid))) return;
  throw new EmbeddedUnavailable(
    `${home} is in use by another Jalon (process ${pid}): stop it, or set JALON_HOME to another folder.`,
  );
}

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
