import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { pause } from '#concurrency/timeout.js';
import { type EmbeddedServer, startEmbedded, tryPort } from '#database/embedded/embedded.js';
import { writeWhole } from '#database/embedded/home-folder.js';
import { isAlive, signal as send } from '#database/embedded/processes.js';
import { BadSettings } from '#settings/settings.js';
import { UserError } from '../terminal.js';
import { storedSecret } from '../jalon-secret.js';
import type { DatabaseUrls } from '../database-commands.js';
import { say } from './start-log.js';
import type { Shutdown } from './shutdown.js';
import type { StartSettings } from '#programs/start-settings.js';

const WATCH_MS = 2_000;
/** Attempts that fail, of which one is told. */
const TOLD_EVERY = 30;

interface ProvidedDatabase extends DatabaseUrls {
  embedded: boolean;
  /** `JALON_SECRET`, or the secret stored in the home. */
  secret: string;
}

/** The database of DATABASE_URL, or else an embedded one, which is stopped with this process. */
export async function provideDatabase(settings: StartSettings, shutdown: Shutdown): Promise<ProvidedDatabase> {
  const { DATABASE_URL: appUrl, JALON_SECRET: secret } = settings;
  if (appUrl) {
    if (!secret)
      throw new BadSettings(['JALON_SECRET is required with DATABASE_URL (create one with: openssl rand -hex 32)']);
    return { appUrl, ownerUrl: settings.MIGRATION_DATABASE_URL ?? appUrl, embedded: false, secret };
  }
  const server = await startEmbedded(settings.JALON_HOME);
  const stopping = new AbortController();
  const watching = keepRunning(server, AbortSignal.any([shutdown.signal, stopping.signal]));
  shutdown.add(
    async () => {
      stopping.abort(); // also when the start failed before a signal
      await watching; // else the server could be started again
      await server.stop();
    },
    () => {
      send(server.pid, 'SIGQUIT');
    },
  );
  if (server.adopted) say('Using the database of an earlier start, which is still running.');
  if (server.setAside) say(`The data of a deleted home folder was moved to ${server.setAside}.`);
  for (const folder of server.abandoned) say(`Its home is gone, its data remain: ${folder}`);
  return { ...server, embedded: true, secret: secret ?? (await homeSecret(settings.JALON_HOME)) };
}

/**
 * Starts the server again when it died, for whatever reason, as often as it takes: it may die again during its recovery. Api and
 * worker wait, and reconnect by themselves. Resolves when the signal aborts.
 */
async function keepRunning(server: EmbeddedServer, signal: AbortSignal): Promise<void> {
  let failed = 0;
  for (;;) {
    await pause(WATCH_MS, signal);
    if (signal.aborted) return;
    if (await isAlive(server.pid)) continue;
    if (failed === 0) say('The embedded PostgreSQL has stopped; starting it again.');
    try {
      await server.restart();
      failed = 0;
      say('The embedded PostgreSQL runs again.');
    } catch (error) {
      if (failed % TOLD_EVERY === 0)
        say(`The embedded PostgreSQL cannot be started yet; trying again. ${(error as Error).message}`);
      failed += 1;
    }
  }
}

async function homeSecret(home: string): Promise<string> {
  const stored = await storedSecret(home);
  if (stored) return stored;
  const made = randomBytes(32).toString('base64url');
  await writeWhole(join(home, 'secret'), `${made}\n`);
  return made;
}

/** The port for the API to listen on; 0 chooses a free one. Checked before anything is started. */
export async function requireFreePort(host: string, port: number): Promise<number> {
  const free = await tryPort(host, port).catch((error: unknown) => {
    throw new UserError(`Cannot listen on ${host} port ${port}: ${(error as Error).message}. Check HOST and PORT.`);
  });
  if (free !== undefined) return free;
  throw new UserError(`Port ${port} on ${host} is in use. Stop the other program or set PORT.`);
}

/** The address of the API on this machine. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}
