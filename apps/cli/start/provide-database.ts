import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbedded } from '#database/embedded/embedded.js';
import { signal } from '#database/embedded/postmaster.js';
import { isAlive } from '#database/embedded/process-alive.js';
import { writeWhole } from '#database/embedded/write-whole.js';
import { BadSettings } from '#settings/read-settings.js';
import { CannotGoOn } from '../cannot-go-on.js';
import type { DatabaseUrls } from '../database-urls.js';
import type { Ending } from './ending.js';
import type { StartSettings } from './start-settings.js';

const WATCH_MS = 2_000;

export interface ProvidedDatabase extends DatabaseUrls {
  embedded: boolean;
  /** `JALON_SECRET`, given or kept in the home. */
  secret: string;
}

/** The database of DATABASE_URL, else the embedded one, which this process then ends. */
export async function provideDatabase(settings: StartSettings, ending: Ending): Promise<ProvidedDatabase> {
  const { DATABASE_URL: appUrl, JALON_SECRET: secret } = settings;
  if (appUrl) {
    if (!secret)
      throw new BadSettings(['JALON_SECRET is missing: with DATABASE_URL it is yours to keep (openssl rand -hex 32)']);
    return { appUrl, ownerUrl: settings.MIGRATION_DATABASE_URL ?? appUrl, embedded: false, secret };
  }
  const server = await startEmbedded(settings.JALON_HOME);
  const watch = setInterval(() => void failWithout(server.pid, ending), WATCH_MS);
  ending.add(
    () => {
      clearInterval(watch);
      return server.stop();
    },
    () => {
      signal(server.pid, 'SIGQUIT');
    },
  );
  if (server.adopted) console.log('The database of an earlier start was still running; going on with it.');
  if (server.setAside) console.log(`The data of a home that is gone were moved to ${server.setAside}.`);
  return { ...server, embedded: true, secret: secret ?? (await keptSecret(settings.JALON_HOME)) };
}

async function failWithout(pid: number, ending: Ending): Promise<void> {
  if (!(await isAlive(pid))) ending.fail(new CannotGoOn('The embedded PostgreSQL has ended: start again.'));
}

async function keptSecret(home: string): Promise<string> {
  const file = join(home, 'secret');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) return kept.trim();
  const made = randomBytes(32).toString('base64url');
  await writeWhole(file, `${made}\n`);
  return made;
}
