import { mkdir, realpath } from 'node:fs/promises';
import { dataFolder, hasCluster, makeCluster, setAside } from './cluster.js';
import { newCredentials, readCredentials, urlOf, writeCredentials, type Credentials } from './credentials.js';
import { freePort } from './free-port.js';
import { lockHome } from './home-lock.js';
import { placeFor, type Place } from './place.js';
import { end, leftOverOn, runningOn, type Postmaster } from './postmaster.js';
import { startServer } from './server.js';

/** The PostgreSQL server of one home, from the npm package: nothing has to be installed. */
export interface EmbeddedServer {
  ownerUrl: string;
  appUrl: string;
  pid: number;
  /** It was already running: left over by a start that was killed. */
  adopted: boolean;
  /** What became of data without passwords, if there were any. */
  setAside?: string;
  /** Ends the server and gives the home back. */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Brings up the server of a home, making its data directory, roles and database at the first start. Every step can be
 * interrupted and done again. One process at a time has a home.
 *
 * @throws Unusable with one clear line: the home is in use, the server cannot run here
 */
export async function startEmbedded(path: string): Promise<EmbeddedServer> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const home = await realpath(path);
  const unlock = await lockHome(home);
  try {
    const place = await placeFor(home);
    const known = await readCredentials(home);
    const aside = !known && (await hasCluster(place)) ? await emptied(place) : undefined;
    const credentials = known ?? newCredentials();
    if (!known) await writeCredentials(home, credentials);
    if (!(await hasCluster(place))) await makeCluster(place, credentials);
    const { server, adopted } = await adoptOrStart(place, credentials);
    const reached = { ...credentials, port: server.port };
    if (server.port !== credentials.port) await writeCredentials(home, reached);
    return {
      ownerUrl: urlOf(reached, 'owner'),
      appUrl: urlOf(reached, 'app'),
      pid: server.pid,
      adopted,
      ...(aside === undefined ? {} : { setAside: aside }),
      async stop(patienceMs) {
        await end(server.pid, patienceMs);
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Where the server of a home is reached, if it runs. For commands that act beside a running `jalon start`. */
export async function runningEmbedded(path: string): Promise<{ ownerUrl: string; appUrl: string } | undefined> {
  const home = await realpath(path).catch(() => undefined);
  const credentials = home === undefined ? undefined : await readCredentials(home);
  if (home === undefined || !credentials) return undefined;
  const server = await runningOn(dataFolder(await placeFor(home)));
  if (!server?.ready) return undefined;
  const reached = { ...credentials, port: server.port };
  return { ownerUrl: urlOf(reached, 'owner'), appUrl: urlOf(reached, 'app') };
}

async function adoptOrStart(place: Place, { port }: Credentials): Promise<{ server: Postmaster; adopted: boolean }> {
  const leftOver = await leftOverOn(dataFolder(place));
  if (leftOver) return { server: leftOver, adopted: true };
  return { server: await startServer(place, await freePort('127.0.0.1', port)), adopted: false };
}

async function emptied(place: Place): Promise<string> {
  const leftOver = await runningOn(dataFolder(place));
  if (leftOver) await end(leftOver.pid);
  return setAside(place);
}
