import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { readFile, access, lstat, mkdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join, dirname, resolve } from 'node:path';
import { EmbeddedUnavailable } from './server-location.js';
import { isRoot } from './system-account.js';

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

const OTHERS_MAY_WRITE = 0o002;
const GROUP_MAY_WRITE = 0o020;
const STICKY = 0o1000;

/**
 * Creates the home if it is missing. Nobody else may be able to place a file or a symbolic link where secrets are written.
 * For root, this includes each folder and link on the way.
 *
 * @returns the path without symbolic links
 * @throws EmbeddedUnavailable if another user owns it or may write to it
 */
export async function ownHome(path: string): Promise<string> {
  const asked = resolve(path);
  if (isRoot()) await assertSafeWay(asked);
  await create(asked);
  const home = await realpath(asked);
  if (isRoot()) await assertSafeWay(home);
  const { uid, mode } = await lstat(home);
  const isForeign = uid !== 0 && uid !== process.getuid?.();
  if (isForeign || (mode & OTHERS_MAY_WRITE) !== 0) throw unsafe(asked, home);
  await access(home, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw unusable(asked, error);
  });
  return home;
}

/** Step by step: `mkdir` of Node.js with `recursive` never ends below `/proc`. */
async function create(path: string): Promise<void> {
  for (const step of stepsTo(path)) {
    const found = await stat(step).catch(() => undefined);
    if (found?.isDirectory()) continue;
    if (found) throw unusable(path, new Error(`${step} is not a folder`));
    await mkdir(step, { mode: 0o700 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(path, error);
    });
  }
}

const unusable = (home: string, error: unknown): EmbeddedUnavailable =>
  new EmbeddedUnavailable(
    `JALON_HOME ${home} cannot be used: ${(error as Error).message}. Use a folder that you can write to.`,
  );

/** Whoever may change the programs that root runs here can do anything anyway, so a checkout of an ordinary user is no risk. */
const ownerOfProgram = async (): Promise<number> => (await lstat(process.argv[1] ?? process.execPath)).uid;

/** As long as a parent can be changed by root only, nobody can exchange what is in it. Names in a sticky folder stay. */
async function assertSafeWay(path: string): Promise<void> {
  const trusted = [0, await ownerOfProgram()];
  for (const step of stepsTo(path)) {
    const found = await lstat(step).catch(() => undefined);
    if (!found) return; // to be created
    const isOpen = !found.isSymbolicLink() && (found.mode & (GROUP_MAY_WRITE | OTHERS_MAY_WRITE)) !== 0;
    const isOwned = trusted.includes(found.uid);
    if (!isOwned || (isOpen && (step === path || (found.mode & STICKY) === 0))) throw unsafe(path, step);
  }
}

/** From the root to the path itself. */
const stepsTo = (path: string): string[] => (path === dirname(path) ? [path] : [...stepsTo(dirname(path)), path]);

const unsafe = (home: string, step: string): EmbeddedUnavailable =>
  new EmbeddedUnavailable(
    `JALON_HOME ${home} is not safe: ${step} belongs to another user or can be changed by others. Use a folder that only you can change.`,
  );

/** Atomically writes a file of the home that only its owner may read. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** The secret in the home of an embedded database. */
export const storedSecret = (home: string): Promise<string | undefined> =>
  readFile(join(home, 'secret'), 'utf8').then(
    (text) => text.trim() || undefined,
    () => undefined,
  );
