import { chmod, cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A copy of the packaged programs where the server's user can enter, made anew when the package's version changes.
 * The copy gets its name once it is complete, so a crash leaves a `native.new` that the next start replaces.
 */
export async function stageBinaries(packaged: string, stage: string): Promise<string> {
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

/** Under a strict umask npm unpacks, and we copy, for root alone. */
async function openToRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
